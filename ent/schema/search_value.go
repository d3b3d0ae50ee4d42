package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SearchValue (检索值) finds a policy by the value of a factor, or of a fact of one of its claims, that the product names for it:
// a tracking number. Nothing of it is personal.
type SearchValue struct{ ent.Schema }

// Fields of a search value.
func (SearchValue) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("value").MaxRuneLen(64).Immutable().Comment("In capitals, letters and digits only."),
		field.Int64("policy_id").Immutable(),
		field.Int64("claim_id").Default(0).Immutable().Comment("0: a factor of the policy."),
	}
}

// Indexes of search values.
func (SearchValue) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "value", "policy_id")}
}

// Annotations of search values.
func (SearchValue) Annotations() []schema.Annotation { return table("search_values") }
