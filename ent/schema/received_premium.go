package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// ReceivedPremium is premium that a booking brought, for one group of contracts by CAS 25, which measures premium as it is received. The key
// is the booking's key * 100 + a number from 1.
type ReceivedPremium struct{ ent.Schema }

// Fields of it.
func (ReceivedPremium) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("portfolio").MaxLen(32).Immutable(),
		field.Int("year").SchemaType(whole).Immutable(),
		field.Int64("premium").Immutable().Comment("Minor units; negative: given back."),
	}
}

// Annotations of it.
func (ReceivedPremium) Annotations() []schema.Annotation { return table("received_premiums") }
