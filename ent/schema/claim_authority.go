package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimAuthority (核赔权限) is up to which amount a person, or everybody with a role, may have claims of a product paid without
// another person.
type ClaimAuthority struct{ ent.Schema }

// Fields of an authority.
func (ClaimAuthority) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("person_id").Default(0).Immutable().Comment("0: a role's."),
		field.String("role").MaxLen(32).Default("").Immutable().Comment("Empty: a person's."),
		field.String("product_code").MaxLen(32).Immutable(),
		field.String("currency").MaxLen(3),
		field.Int64("amount").Comment("Minor units; 0: they decide nothing alone."),
		field.Int("revision").Default(1).Comment("Grows by one at each change."),
		field.Time("set_at").SchemaType(datetime),
	}
}

// Indexes of authorities.
func (ClaimAuthority) Indexes() []ent.Index {
	return []ent.Index{index.Fields("product_code", "person_id", "role").Unique()}
}

// Annotations of authorities.
func (ClaimAuthority) Annotations() []schema.Annotation { return table("claim_authorities") }
