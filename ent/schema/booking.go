package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Booking (业务明细) is one movement of premium, commission, sum insured, of a claim's money, or of cash: of one coverage, one payer and one
// kind of cost, in one currency. Bookings are folded from the log of events and never change; a correction is another booking. The key is
// place and line: place * 1000 + line, so that a range of places is a range of keys.
//
// Days are numbers of days since 1 January 1970, so that days can be subtracted; those of cover in the zone of the product, all others in
// the zone of the insurer. What follows from the version of product or agreement is not repeated here.
type Booking struct{ ent.Schema }

// Fields of a booking.
func (Booking) Fields() []ent.Field {
	text := func(name string, most int) ent.Field { return field.String(name).MaxLen(most).Default("").Immutable() }
	day := func(name, comment string) ent.Field {
		return field.Int(name).SchemaType(whole).Optional().Nillable().Immutable().Comment(comment)
	}
	amount := func(name, comment string) ent.Field { return field.Int64(name).Default(0).Immutable().Comment(comment) }
	return []ent.Field{
		key(),
		field.String("kind").MaxLen(24).Immutable().Comment("ISSUE, CANCELLATION, CLAIM_PAID, PREMIUM_RECEIVED, ..."),
		field.Bool("live").Immutable().Comment("False: of a sandbox."),
		field.String("currency").MaxLen(3).Immutable(),
		field.Time("booked_at").SchemaType(datetime).Immutable().Comment("入账时刻: when it was recorded."),
		field.Int("day").SchemaType(whole).Immutable().Comment("会计日期."),
		field.Int("month").SchemaType(whole).Immutable().Comment("Of the accounting day: 202802."),
		day("bound_day", "签单日 of the policy."), day("start_day", "First day of its cover."), day("loss_day", "Of the claim."),
		day("report_day", "Of the claim."), day("due_day", "When it is to be paid."),
		field.Int64("channel_id").Immutable(),
		field.Int64("agreement_id").Default(0).Immutable().Comment("The version that the policy was sold under."),
		text("account", 32), text("payer", 16), text("merchant", 64), text("region", 12), text("category", 64),
		text("band1", 64), text("band2", 64), text("band3", 64),
		field.Int64("product_version_id").Default(0).Immutable(),
		text("plan", 32), text("coverage", 32), text("cost", 16), text("cause", 32), text("reason", 48),
		field.Int64("policy_id").Default(0).Immutable(),
		field.Int64("claim_id").Default(0).Immutable(),
		text("order_no", 64), text("document", 64),
		amount("premium", "Gross; minor units."), amount("commission", "Exact: millionths of a minor unit."), amount("sum_insured", "Minor units."),
		amount("reserve", "Minor units."), amount("payable", "Minor units."), amount("paid", "Minor units."), amount("recovered", "Minor units."),
		amount("cash", "Minor units."),
		// Earning: num is earned evenly over the days from seg_from until before seg_to, divided by den, and num_now / den on the day now_on.
		field.Int64("num").Optional().Nillable().Immutable(), day("seg_from", "First day of the segment."), day("seg_to", "Day after its last."),
		field.Int64("den").Optional().Nillable().Immutable(), field.Int64("num_now").Optional().Nillable().Immutable(),
		day("now_on", "Of what is earned at once."),
	}
}

// Indexes of bookings.
func (Booking) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "month"), index.Fields("policy_id")}
}

// Annotations of bookings.
func (Booking) Annotations() []schema.Annotation { return table("bookings") }
