package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// CashLine is what an entry books: of one due day.
type CashLine struct {
	Kind   string      `json:"kind"`             // of the booking: PREMIUM_RECEIVED
	DueDay int         `json:"dueDay,omitempty"` // days since 1970; 0: none
	Cash   int64       `json:"cash"`             // minor units
	Groups []CashGroup `json:"groups,omitempty"` // premium that it brings
}

// CashGroup is premium of a line for one group of contracts by CAS 25.
type CashGroup struct {
	Portfolio string `json:"portfolio"`
	Year      int    `json:"year"`
	Premium   int64  `json:"premium"` // minor units
}

// CashEntry (收付款) is what finance did with an account: money received or paid, an advance applied, a setting off, a write-off. Its lines
// say what it settled, and are booked as they are.
type CashEntry struct{ ent.Schema }

// Fields of an entry.
func (CashEntry) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable().Comment("The half of the account's channel."),
		field.String("account").MaxLen(32).Immutable(),
		field.Bool("live").Immutable(),
		field.Enum("kind").NamedValues("Receipt", "RECEIPT", "Refund", "REFUND", "Commission", "COMMISSION", "Application", "APPLICATION", "Offset", "OFFSET", "WriteOff", "WRITE_OFF").
			SchemaType(choice).Immutable(),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("amount").Immutable().Comment("Minor units, above zero."),
		field.Int("month").SchemaType(whole).Optional().Nillable().Immutable().Comment("The accounting month that it settles: 202802; null: the oldest that is open."),
		field.String("reference").MaxLen(64).Immutable().Comment("Of the bank, or the number of the request."),
		field.String("reason").MaxLen(48).Default("").Immutable(),
		field.JSON("lines", []CashLine{}).SchemaType(opaque).Immutable(),
		field.String("made_by").MaxLen(80).Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of entries.
func (CashEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account", "live", "kind", "reference").Unique()}
}

// Annotations of entries.
func (CashEntry) Annotations() []schema.Annotation { return table("cash_entries") }
