package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SettlementAccount (结算账户) is who owes premium and is owed refunds and commission: the company of a channel, or a merchant. When its
// premium is due never changes, so that the books come out the same for ever: other terms are another account, in the next agreement version.
type SettlementAccount struct{ ent.Schema }

// Fields of an account.
func (SettlementAccount) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("code").MaxLen(32).Immutable(),
		field.String("channel_code").MaxLen(32).Immutable().Comment("The channel that it belongs to, both halves: each has a balance of its own."),
		field.String("name").MaxRuneLen(128).Comment("Of the company."),
		field.String("credit_code").MaxLen(18).Default("").Comment("统一社会信用代码."),
		field.String("bank_name").MaxRuneLen(128).Default(""),
		field.String("bank_account").MaxLen(40).Default(""),
		field.String("invoice_title").MaxRuneLen(128).Default("").Comment("发票抬头."),
		field.String("currency").MaxLen(3).Immutable(),
		field.Enum("kind").NamedValues("Prepaid", "PREPAID", "Credit", "CREDIT").SchemaType(choice).Immutable().
			Comment("PREPAID: premium is drawn from what was paid ahead. CREDIT: due some days after its month."),
		field.Int64("credit_limit").Optional().Nillable().Comment("Of CREDIT: open premium at most; minor units; null: any."),
		field.Int("credit_days").SchemaType(whole).Default(30).Immutable().Comment("Of CREDIT: due this number of days after the last day of the accounting month."),
		field.Int("revision").Default(1),
		field.String("made_by").MaxLen(80).Immutable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of accounts.
func (SettlementAccount) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code").Unique(), index.Fields("channel_code")}
}

// Annotations of accounts.
func (SettlementAccount) Annotations() []schema.Annotation { return table("settlement_accounts") }
