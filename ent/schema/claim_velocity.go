package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimVelocity says that a claim carried a value that a velocity rule of its product counts: a seller, a device. Only a
// keyed hash of the value is kept.
type ClaimVelocity struct{ ent.Schema }

// Fields of a counted value.
func (ClaimVelocity) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("scope").Immutable().Comment("0: live claims of the company; a sandbox channel's own otherwise."),
		field.String("code").MaxLen(48).Immutable().Comment("The velocity rule of the product."),
		field.Bytes("value").MaxLen(32).SchemaType(hash).Immutable(),
		field.Int64("claim_id").Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of counted values.
func (ClaimVelocity) Indexes() []ent.Index {
	return []ent.Index{index.Fields("scope", "code", "value", "at"), index.Fields("claim_id")}
}

// Annotations of counted values.
func (ClaimVelocity) Annotations() []schema.Annotation { return table("claim_velocities") }
