package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// BlindIndex finds a policy or claim by personal data without storing it: a keyed hash of the value.
type BlindIndex struct{ ent.Schema }

// Fields of a blind index.
func (BlindIndex) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Bytes("hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of class and normalized value."),
		field.Int64("policy_id").Immutable(),
		field.Int64("claim_id").Default(0).Immutable().Comment("0: the policy itself has the value."),
		field.String("reference").MaxLen(64).Default("").Immutable().Comment("The insured it belongs to."),
	}
}

// Indexes of blind indexes.
func (BlindIndex) Indexes() []ent.Index {
	return []ent.Index{index.Fields("hash", "policy_id"), index.Fields("policy_id")}
}

// Annotations of blind indexes.
func (BlindIndex) Annotations() []schema.Annotation { return table("blind_indexes") }
