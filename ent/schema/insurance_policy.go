package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// InsurancePolicy (保单) is a policy; ent reserves the name Policy. The row is also the idempotency record of its
// issue: (channel_id, order_no) is unique for ever and request_hash tells a replay from other content. What was bound
// stays as it is; endorsements stand in a table of their own, and only the head - state, version, counts - moves.
type InsurancePolicy struct{ ent.Schema }

// Fields of a policy.
func (InsurancePolicy) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("order_no").MaxLen(64).Immutable(),
		field.String("number").MaxLen(24).Immutable(),
		field.Bytes("request_hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of the risk as asked."),
		field.Int64("agreement_id").Immutable().Comment("The agreement version it was sold under."),
		field.Int64("product_version_id").Immutable(),
		field.String("plan_code").MaxLen(32),
		field.String("payer").MaxLen(16).Immutable(),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("premium").Comment("Minor units."),
		field.Int64("sum_insured").Comment("Minor units."),
		field.Enum("state").Values("ACTIVE", "CANCELLED").SchemaType(choice).Comment("Not yet effective and expired follow from the clock."),
		field.Int("version").Default(1).Comment("Sequence of its newest event."),
		field.Time("bound_at").SchemaType(datetime).Immutable(),
		field.Time("rated_at").SchemaType(datetime).Immutable().Comment("The instant its price was made at: that of the quote, or bound_at."),
		field.Time("start_at").SchemaType(datetime),
		field.Time("end_at").SchemaType(datetime),
		field.String("risk").SchemaType(opaque).Comment("What was asked, without personal data."),
		field.String("worksheet").SchemaType(opaque).Comment("How premium and sum insured came about."),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1<<24 - 1).SchemaType(document).Optional().Sensitive().Comment("Personal data of the risk, sealed."),
		field.Int64("renews").Optional().Nillable().Immutable().Comment("The policy that it goes on from."),
		field.Int64("renewed_by").Optional().Nillable().Comment("The policy that goes on from it: at most one, ever."),
		field.Int("claims").Default(0).Comment("Claims ever made; moving it makes claims of one policy take turns."),
		field.Int("open_claims").Default(0),
		field.Int("paid_claims").Default(0),
		due(), lease(),
	}
}

// Indexes of policies.
func (InsurancePolicy) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("channel_id", "order_no").Unique(),
		index.Fields("number").Unique(),
		index.Fields("due_at"),
		index.Fields("channel_id", "bound_at"),
		index.Fields("product_version_id", "channel_id"),
	}
}

// Annotations of policies.
func (InsurancePolicy) Annotations() []schema.Annotation { return table("policies") }
