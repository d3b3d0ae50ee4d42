package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// DeliveryAttempt is one HTTP attempt at a delivery.
type DeliveryAttempt struct{ ent.Schema }

// Fields of an attempt.
func (DeliveryAttempt) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("endpoint_id").Immutable(),
		field.Int64("delivery_id").Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
		field.Int("status").Default(0).Immutable().Comment("0: no answer."),
		field.String("failure").MaxLen(24).Default("").Immutable(),
		field.Int("duration_ms").Immutable(),
		field.String("excerpt").MaxLen(4096).SchemaType(excerpt).Default("").Immutable().Comment("First KiB of the answer."),
		field.String("trace_id").MaxLen(32).Immutable(),
	}
}

// Indexes of attempts.
func (DeliveryAttempt) Indexes() []ent.Index {
	return []ent.Index{index.Fields("delivery_id"), index.Fields("endpoint_id", "at")}
}

// Annotations of attempts.
func (DeliveryAttempt) Annotations() []schema.Annotation { return table("delivery_attempts") }
