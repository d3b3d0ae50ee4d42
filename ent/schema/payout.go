package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Payout is one attempt at paying a claim. An attempt whose outcome is unknown is asked for until it is known; only an
// attempt that the bank declined may be followed by another.
type Payout struct{ ent.Schema }

// Fields of a payout.
func (Payout) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("claim_id").Immutable(),
		field.Int("attempt").Immutable().Comment("Counts from 1."),
		field.String("payment_key").MaxLen(64).Immutable().Comment("What the bank knows it by: claim number, hyphen, attempt."),
		field.Enum("state").NamedValues("Ordered", "ORDERED", "Unknown", "UNKNOWN", "Paid", "PAID", "Declined", "DECLINED", "Disputed", "DISPUTED").SchemaType(choice).
			Comment("DISPUTED: the bank says that it paid another amount, or contradicts itself; a person must look."),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("amount").Immutable().Comment("Minor units."),
		field.String("reference").MaxLen(64).Default("").Comment("The bank's own number."),
		field.String("reason").MaxLen(128).Default("").Comment("The bank's code where it declined."),
		field.Time("ordered_at").SchemaType(datetime).Immutable(),
		field.Time("settled_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("disputed_at").SchemaType(datetime).Optional().Nillable().Comment("Since when it is DISPUTED; null: it is not."),
		field.Int("tries").Default(0).Comment("How often the bank was asked."),
		due(), lease(),
	}
}

// Indexes of payouts.
func (Payout) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("channel_id", "claim_id", "attempt").Unique(),
		index.Fields("payment_key").Unique(),
		index.Fields("due_at"),
		index.Fields("disputed_at"),
		index.Fields("state", "claim_id"),
	}
}

// Annotations of payouts.
func (Payout) Annotations() []schema.Annotation { return table("payouts") }
