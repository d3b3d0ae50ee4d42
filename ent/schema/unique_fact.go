package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// UniqueFact reserves a fact for one claim of the whole company, such as the tracking number of a return: no other claim is
// paid by it. The unique key decides between claims that are approved at the same time.
type UniqueFact struct{ ent.Schema }

// Fields of a unique fact.
func (UniqueFact) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("scope").Immutable().Comment("0: live claims of the company; a sandbox channel's own otherwise."),
		field.String("fact").MaxLen(48).Immutable(),
		field.Bytes("value").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of the value in capitals."),
		field.Int64("claim_id").Immutable(),
	}
}

// Indexes of unique facts.
func (UniqueFact) Indexes() []ent.Index {
	return []ent.Index{index.Fields("scope", "fact", "value").Unique(), index.Fields("claim_id")}
}

// Annotations of unique facts.
func (UniqueFact) Annotations() []schema.Annotation { return table("unique_facts") }
