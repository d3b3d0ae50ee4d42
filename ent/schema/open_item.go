package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// OpenItem (未清项) is what an account owes, or is owed, by the day on which it is due. What is due the fold adds, as it books; what is settled
// the acts of finance add. An item without due day is what was received ahead (预收).
type OpenItem struct{ ent.Schema }

// Fields of an item.
func (OpenItem) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Enum("side").NamedValues("Premium", "PREMIUM", "Commission", "COMMISSION").SchemaType(choice).Immutable(),
		field.String("account").MaxLen(32).Immutable(),
		field.Bool("live").Immutable(),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int("due_day").SchemaType(whole).Immutable().Comment("Days since 1970; 0: received ahead."),
		field.String("portfolio").MaxLen(32).Default("").Immutable().Comment("合同组合 of premium."),
		field.Int("year").SchemaType(whole).Default(0).Immutable().Comment("Of the earlier of the first day of cover and the due day: a group by CAS 25."),
		field.Int64("agreement_id").Default(0).Immutable().Comment("Of commission: the version; 0: what is settled, of all."),
		field.Int64("due").Default(0).Comment("Premium in minor units; commission exactly, in millionths of one."),
		field.Int64("settled").Default(0).Comment("Minor units."),
	}
}

// Indexes of items.
func (OpenItem) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account", "live", "side", "due_day", "portfolio", "year", "agreement_id", "currency").Unique()}
}

// Annotations of items.
func (OpenItem) Annotations() []schema.Annotation { return table("open_items") }
