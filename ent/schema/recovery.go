package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Recovery (追偿) is money that came back after a claim was paid.
type Recovery struct{ ent.Schema }

// Fields of a recovery.
func (Recovery) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("claim_id").Immutable(),
		field.String("request_no").MaxLen(64).Immutable(),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("amount").Immutable().Comment("Minor units."),
		field.Enum("kind").NamedValues("Subrogation", "SUBROGATION", "Salvage", "SALVAGE", "MistakenPayment", "MISTAKEN_PAYMENT").SchemaType(choice).Default("SUBROGATION").Immutable().
			Comment("代位追偿, 损余, 误付追回."),
		field.String("source").MaxRuneLen(128).Immutable().Comment("Who paid it back."),
		field.Time("received_at").SchemaType(datetime).Immutable(),
		field.Time("recorded_at").SchemaType(datetime).Immutable(),
		field.Int64("person_id").Immutable(),
	}
}

// Indexes of recoveries.
func (Recovery) Indexes() []ent.Index {
	return []ent.Index{index.Fields("claim_id", "request_no").Unique()}
}

// Annotations of recoveries.
func (Recovery) Annotations() []schema.Annotation { return table("recoveries") }
