package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Cover is the chain of covers of one insured under a product's duplicate rule. A new cover takes the next slot of
// the chain after all earlier ones were looked at; the unique key makes two writers take turns.
type Cover struct{ ent.Schema }

// Fields of a cover.
func (Cover) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable().Comment("0 where the product's rule spans the whole company."),
		field.String("product_code").MaxLen(32).Immutable(),
		field.String("reference").MaxLen(64).Immutable().Comment("The insured."),
		field.Int("slot").Immutable().Comment("Counts from 1."),
		field.Int64("policy_id").Immutable(),
		field.Time("start_at").SchemaType(datetime),
		field.Time("end_at").SchemaType(datetime),
	}
}

// Indexes of covers.
func (Cover) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "product_code", "reference", "slot").Unique()}
}

// Annotations of covers.
func (Cover) Annotations() []schema.Annotation { return table("covers") }
