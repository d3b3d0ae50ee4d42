package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// StatementTotals are the sums of a statement, in minor units.
type StatementTotals struct {
	Kinds      map[string]StatementSum        `json:"kinds"` // NEW, RENEWED, ENDORSED_UP, ENDORSED_DOWN, CANCELLED, CLAIM_PAID, RECOVERED
	Premium    int64                          `json:"premium"`
	Commission int64                          `json:"commission"` // of all versions, each rounded once
	Versions   map[int]StatementCommission    `json:"versions"`
	Payers     map[string]StatementPayerTotal `json:"payers"`
	Accounts   map[string]int64               `json:"accounts"` // premium
}

// StatementSum counts acts of a kind, and adds up what they moved: premium, or what was paid or came back.
type StatementSum struct {
	Count  int   `json:"count"`
	Amount int64 `json:"amount"`
}

// StatementCommission is the commission of one agreement version.
type StatementCommission struct {
	Rate       string `json:"rate"`  // six digits after the point
	Base       int64  `json:"base"`  // premium
	Exact      int64  `json:"exact"` // millionths
	Commission int64  `json:"commission"`
}

// StatementPayerTotal is what one payer is charged and given back.
type StatementPayerTotal struct {
	Charged  int64 `json:"charged"`
	Refunded int64 `json:"refunded"`
}

// Statement (对账单) is what happened under an agreement in an accounting month, as it was booked up to a place: its lines are frozen.
type Statement struct{ ent.Schema }

// Fields of a statement.
func (Statement) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("agreement_code").MaxLen(32).Immutable(),
		field.Int("month").SchemaType(whole).Immutable().Comment("Accounting month: 202802."),
		field.Int("revision").Immutable().Comment("1; 2 where something was booked for the month since the first was made, and so on."),
		field.String("currency").MaxLen(3).Immutable(),
		field.Enum("state").NamedValues("Draft", "DRAFT", "Issued", "ISSUED", "Confirmed", "CONFIRMED", "Disputed", "DISPUTED", "Settled", "SETTLED", "Superseded", "SUPERSEDED").
			SchemaType(choice).Comment("SUPERSEDED: a later revision took its place."),
		field.Int64("place").Immutable().Comment("Up to which the month was booked."),
		field.Int("lines").Immutable(),
		field.Bytes("hash").MaxLen(32).SchemaType(hash).Immutable().Comment("SHA-256 of all lines, as they are written."),
		field.JSON("totals", StatementTotals{}).SchemaType(opaque).Immutable(),
		field.String("made_by").MaxLen(80).Immutable(),
		field.Time("made_at").SchemaType(datetime).Immutable(),
		field.Time("issued_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("answered_at").SchemaType(datetime).Optional().Nillable().Comment("When the channel confirmed or disputed it."),
		field.Time("settled_at").SchemaType(datetime).Optional().Nillable(),
		field.Int("version").Default(1).Comment("Grows with every change."),
	}
}

// Indexes of statements.
func (Statement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "agreement_code", "month", "revision").Unique(), index.Fields("state", "month")}
}

// Annotations of statements.
func (Statement) Annotations() []schema.Annotation { return table("statements") }

// StatementLine is a line of a statement.
type StatementLine struct {
	Order      string    `json:"order"`
	Kind       string    `json:"kind"`   // NEW, RENEWED, ENDORSED, CANCELLED, CLAIM_PAID, RECOVERED
	Serial     int       `json:"serial"` // counts lines of the kind of the order, over all periods
	Document   string    `json:"document,omitempty"`
	Booked     time.Time `json:"booked"`
	Day        int       `json:"day"` // accounting day, since 1970
	Product    string    `json:"product"`
	Plan       string    `json:"plan"`
	Coverage   string    `json:"coverage"`
	Version    int       `json:"version"` // of the agreement
	Account    string    `json:"account,omitempty"`
	Payer      string    `json:"payer"`
	Merchant   string    `json:"merchant,omitempty"`
	Premium    int64     `json:"premium"`    // minor units
	Commission int64     `json:"commission"` // how the rounded running sum of its version grew
	Paid       int64     `json:"paid"`
	Recovered  int64     `json:"recovered"`
}

// StatementPart holds a thousand lines of a statement at most, so that a page is read without what stands before it. The key is the
// statement's and a number from 0.
type StatementPart struct{ ent.Schema }

// Fields of a part.
func (StatementPart) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("statement_id").Immutable(),
		field.Int("number").Immutable(),
		field.Bytes("lines").MaxLen(1 << 24).SchemaType(document).Immutable().Comment("JSON, one line each, compressed by gzip."),
	}
}

// Indexes of parts.
func (StatementPart) Indexes() []ent.Index {
	return []ent.Index{index.Fields("statement_id", "number").Unique()}
}

// Annotations of parts.
func (StatementPart) Annotations() []schema.Annotation { return table("statement_parts") }
