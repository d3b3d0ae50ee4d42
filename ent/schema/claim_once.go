package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimOnce is a fact that pays once in the whole company: the tracking number of a return. The unique key decides
// between claims that arrive at once.
type ClaimOnce struct{ ent.Schema }

// Fields of a fact that pays once.
func (ClaimOnce) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("scope").Immutable().Comment("0: live claims of the company; a sandbox channel's own otherwise."),
		field.String("fact").MaxLen(48).Immutable(),
		field.Bytes("value").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of the value in capitals."),
		field.Int64("claim_id").Immutable(),
	}
}

// Indexes of facts that pay once.
func (ClaimOnce) Indexes() []ent.Index {
	return []ent.Index{index.Fields("scope", "fact", "value").Unique(), index.Fields("claim_id")}
}

// Annotations of facts that pay once.
func (ClaimOnce) Annotations() []schema.Annotation { return table("claim_onces") }
