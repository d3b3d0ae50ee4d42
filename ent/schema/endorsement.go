package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// PremiumLine (保费明细) is what an endorsement moves for one coverage, one payer and one layer of premium.
type PremiumLine struct {
	Coverage   string    `json:"coverage"`
	Payer      string    `json:"payer"`
	Layer      int       `json:"layer"`      // version of the policy that charged the layer; 1: its issue
	Premium    int64     `json:"premium"`    // minor units; negative: given back
	SumInsured int64     `json:"sumInsured"` // minor units; negative: reduced
	From       time.Time `json:"from"`       // cover that it is for
	To         time.Time `json:"to"`
}

// Endorsement (批单) is a change of a policy. It never rewrites the policy: what holds at a moment is the policy as it
// was bound plus the endorsements that take effect until then. The row is also the idempotency record of its request.
type Endorsement struct{ ent.Schema }

// Fields of an endorsement.
func (Endorsement) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("policy_id").Immutable(),
		field.String("number").MaxLen(24).Immutable(),
		field.String("request_no").MaxLen(64).Immutable(),
		field.Bytes("request_hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of what was asked."),
		field.Enum("kind").NamedValues("PlanChange", "PLAN_CHANGE", "InsuredChange", "INSURED_CHANGE", "Cancellation", "CANCELLATION").SchemaType(choice).Immutable(),
		field.Int("version").Immutable().Comment("Version of the policy after it."),
		field.Time("effective_at").SchemaType(datetime).Immutable(),
		field.Time("recorded_at").SchemaType(datetime).Immutable(),
		field.String("plan_code").MaxLen(32).Default("").Immutable().Comment("Of a change of plan: the new one."),
		field.String("reference").MaxLen(64).Default("").Immutable().Comment("Of a change of data: which insured."),
		field.String("reason").MaxLen(48).Default("").Immutable().Comment("Of a cancellation: the code that was given."),
		field.String("currency").MaxLen(3).Immutable(),
		field.JSON("premium_lines", []PremiumLine{}).SchemaType(opaque).Immutable().Comment("What it moves: the change of premium is their sum."),
		field.String("worksheet").SchemaType(opaque).Immutable().Comment("How the change of premium came about."),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1 << 20).SchemaType(document).Optional().Sensitive().Immutable().Comment("New data of the insured, sealed."),
		field.String("made_by").MaxLen(80).Immutable().Comment("Who asked: channel:KEY-ID, person:alice."),
	}
}

// Indexes of endorsements.
func (Endorsement) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("channel_id", "request_no").Unique(),
		index.Fields("policy_id", "version").Unique(),
		index.Fields("number").Unique(),
	}
}

// Annotations of endorsements.
func (Endorsement) Annotations() []schema.Annotation { return table("endorsements") }
