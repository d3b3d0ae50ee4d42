package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Channel (渠道) is one partition of a selling platform's data. A platform has two: the live one and its sandbox twin,
// so that whatever is scoped by channel can never mix the two.
type Channel struct{ ent.Schema }

// Fields of a channel.
func (Channel) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("code").MaxLen(32).Immutable(),
		field.Bool("live").Immutable(),
		field.String("name").MaxRuneLen(128),
		field.Bool("open").Default(true),
		field.JSON("terms", map[string]any{}).Optional().Comment("Layer of terms between plan and agreement."),
		field.Int64("clock_offset").Default(0).Comment("Milliseconds by which a sandbox is ahead of real time."),
		field.Int("revision").Default(1),
		field.Time("created_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of channels.
func (Channel) Indexes() []ent.Index { return []ent.Index{index.Fields("code", "live").Unique()} }

// Annotations of channels.
func (Channel) Annotations() []schema.Annotation { return table("channels") }
