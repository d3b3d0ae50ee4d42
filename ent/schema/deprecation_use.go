package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// DeprecationUse counts, by day, how often a channel used a deprecated part of the API.
type DeprecationUse struct{ ent.Schema }

// Fields of a use.
func (DeprecationUse) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("coordinate").MaxLen(160).Immutable().Comment("Policy.rating"),
		field.String("day").MaxLen(10).Immutable().Comment("2026-11-24, UTC"),
		field.Int64("calls"),
		field.Time("last_used_at").SchemaType(datetime),
	}
}

// Indexes of uses.
func (DeprecationUse) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "coordinate", "day").Unique()}
}

// Annotations of uses.
func (DeprecationUse) Annotations() []schema.Annotation { return table("deprecation_uses") }
