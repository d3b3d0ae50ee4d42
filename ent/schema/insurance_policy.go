package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// neverTurned is when rows turn that are older than the columns of lists: a worker writes these as it does of any policy that is to
// turn, some at a time.
var neverTurned = map[string]string{dialect.MySQL: "'1970-01-01 00:00:00.000000'", dialect.SQLite: "'1970-01-01 00:00:00+00:00'"}

// InsurancePolicy (保单) is a policy; ent reserves the name Policy. The row is also the idempotency record of its
// issue: (channel_id, order_no) is unique for ever and request_hash tells a replay from other content. What was bound
// stays as it is; endorsements stand in a table of their own, and only the head - state, version, counts, what lists go by - moves.
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
		field.Bool("live").Default(true).Immutable().Comment("False: of a sandbox."),
		field.String("product_code").MaxLen(32).Default("").Immutable(),
		field.Enum("phase").Values("PENDING", "IN_FORCE", "EXPIRED", "CANCELLED").Default("IN_FORCE").
			Comment("State by the channel's clock, as lists go by it; true until turns_at."),
		field.String("listed_plan").MaxLen(32).Default("").Comment("Plan in force, until turns_at."),
		field.Int64("listed_premium").Default(0).Comment("Premium after the endorsements that hold until turns_at; minor units."),
		field.Time("turns_at").SchemaType(datetime).Optional().Nillable().Annotations(entsql.DefaultExprs(neverTurned)).
			Comment("Real time at which phase, listed plan or premium change by themselves; past: a worker is to write them anew; null: never."),
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
		index.Fields("product_version_id", "channel_id"),
		index.Fields("live", "phase", "bound_at"),
		index.Fields("channel_id", "phase", "bound_at"),
		index.Fields("live", "product_code", "phase", "bound_at"),
		index.Fields("live", "payer", "bound_at"),
		index.Fields("agreement_id", "bound_at"),
		index.Fields("live", "phase", "end_at"),
		index.Fields("live", "phase", "listed_premium"),
		index.Fields("turns_at"),
	}
}

// Annotations of policies.
func (InsurancePolicy) Annotations() []schema.Annotation { return table("policies") }
