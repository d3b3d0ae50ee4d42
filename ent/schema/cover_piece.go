package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// CoverPiece is cover in days that a booking brought or took away: exposure is made of these pieces. The key is the booking's key * 100 +
// a number from 1.
type CoverPiece struct{ ent.Schema }

// Fields of a piece.
func (CoverPiece) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int("sign").SchemaType(whole).Immutable().Comment("1 or -1."),
		field.String("plan").MaxLen(32).Immutable(),
		field.Int("from_day").SchemaType(whole).Immutable().Comment("Days since 1970, in the zone of the product."),
		field.Int("to_day").SchemaType(whole).Immutable().Comment("The day after its last."),
	}
}

// Annotations of pieces.
func (CoverPiece) Annotations() []schema.Annotation { return table("cover_pieces") }
