package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// PersonalMark finds a policy or claim by personal data without storing it: a keyed hash of the value (a blind index).
type PersonalMark struct{ ent.Schema }

// Fields of a mark.
func (PersonalMark) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Bytes("mark").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of class and normalized value."),
		field.Int64("policy_id").Immutable(),
		field.Int64("claim_id").Default(0).Immutable().Comment("0: it is said in the policy itself."),
		field.String("reference").MaxLen(64).Default("").Immutable().Comment("The insured it belongs to."),
	}
}

// Indexes of marks.
func (PersonalMark) Indexes() []ent.Index {
	return []ent.Index{index.Fields("mark", "policy_id"), index.Fields("policy_id")}
}

// Annotations of marks.
func (PersonalMark) Annotations() []schema.Annotation { return table("personal_marks") }
