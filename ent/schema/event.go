package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Event is what happened: a row in the transaction of its cause, and the only thing from which later work starts.
type Event struct{ ent.Schema }

// Fields of an event.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("subject").MaxLen(24).Immutable().Comment("Number of the policy or claim."),
		field.Int("seq").Immutable().Comment("Version of the subject after the event; no gaps."),
		field.String("type").MaxLen(48).Immutable().Comment("policy.issued"),
		field.String("payload").SchemaType(opaque).Immutable(),
		field.Time("occurred_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of events.
func (Event) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject", "seq").Unique()}
}

// Annotations of events.
func (Event) Annotations() []schema.Annotation { return table("events") }
