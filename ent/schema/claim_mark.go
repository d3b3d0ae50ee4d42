package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimMark notes that a value was claimed with - a seller, a device -, so that bursts can be counted. Only a keyed hash
// of the value is kept.
type ClaimMark struct{ ent.Schema }

// Fields of a mark.
func (ClaimMark) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("scope").Immutable().Comment("0: live claims of the company; a sandbox channel's own otherwise."),
		field.String("code").MaxLen(48).Immutable().Comment("The watch of the product."),
		field.Bytes("value").MaxLen(32).SchemaType(hash).Immutable(),
		field.Int64("claim_id").Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of marks.
func (ClaimMark) Indexes() []ent.Index {
	return []ent.Index{index.Fields("scope", "code", "value", "at"), index.Fields("claim_id")}
}

// Annotations of marks.
func (ClaimMark) Annotations() []schema.Annotation { return table("claim_marks") }
