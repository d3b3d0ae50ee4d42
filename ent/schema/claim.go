package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Claim (赔案) is a claim as it stands now; what was sent, and when, is in its revisions. While something is to be done
// about it by itself, due_at says when.
type Claim struct{ ent.Schema }

// Fields of a claim.
func (Claim) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("policy_id").Immutable(),
		field.String("number").MaxLen(24).Immutable(),
		field.String("request_no").MaxLen(64).Immutable(),
		field.Enum("state").NamedValues("Submitted", "SUBMITTED", "CorrectionNeeded", "CORRECTION_NEEDED", "InReview", "IN_REVIEW", "EvidenceNeeded", "EVIDENCE_NEEDED", "Approved", "APPROVED", "PayoutFailed", "PAYOUT_FAILED", "Paid", "PAID", "Declined", "DECLINED", "Withdrawn", "WITHDRAWN").SchemaType(state),
		field.Int("version").Default(1).Comment("Sequence of its newest event."),
		field.String("product_code").MaxLen(32).Default("").Immutable(),
		field.String("coverage").MaxLen(32).Default("").Immutable().Comment("The one of its product that covers the loss; empty in claims that are older than this column: the product's one."),
		field.Int64("entered_by").Default(0).Immutable().Comment("The person who entered it for a caller; 0: the channel."),
		field.Int64("assignee").Default(0).Comment("The person who works on it; 0: nobody."),
		field.Int("score").Default(0).Comment("Fraud points of the newest decision."),
		field.Int64("recovered").Default(0).Comment("Came back since it was paid; minor units."),
		field.Time("occurred_at").SchemaType(datetime).Immutable().Comment("When the loss happened."),
		field.Time("submitted_at").SchemaType(datetime).Immutable(),
		field.Time("reported_at").SchemaType(datetime).Optional().Nillable().Comment("When the loss was reported, as the caller or the facts say; null: when it was submitted."),
		field.Time("promised_at").SchemaType(datetime).Comment("Until when it is to be paid; set anew where it is reopened."),
		field.Time("closed_at").SchemaType(datetime).Optional().Nillable(),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("event_limit").Comment("What the policy pays for one event at most, as the cover was known when the claim was computed last; minor units."),
		field.Int64("claimed").Optional().Nillable().Comment("The loss: as the claimant named it, or by the fact that the product names; minor units; null: neither says."),
		field.Bool("amount_given").Immutable().Comment("The claimant named the amount: facts do not change it."),
		field.Int64("computed").Optional().Nillable().Comment("What the product would pay by the facts, limits applied; minor units; null: it cannot say."),
		field.Int64("payable").Optional().Nillable().Comment("To be paid, or paid; minor units."),
		field.String("reason").MaxLen(48).Default("").Comment("Code of the newest decision."),
		field.Time("decided_at").SchemaType(datetime).Optional().Nillable(),
		field.String("decision").SchemaType(opaque).Comment("Findings, score and amount of the newest decision."),
		field.String("facts").SchemaType(opaque).Comment("What was sent, without personal data."),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1 << 20).SchemaType(document).Optional().Sensitive().Comment("Personal facts, sealed."),
		field.Bool("live").Default(true).Immutable().Comment("False: of a sandbox."),
		field.Int("tries").Default(0).Comment("How often it was worked on since it was last sent."),
		field.Int("payouts").Default(0).Comment("Attempts at paying it."),
		due(), lease(), changed(),
	}
}

// Indexes of claims.
func (Claim) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("number").Unique(),
		index.Fields("policy_id"),
		index.Fields("due_at"),
		index.Fields("channel_id", "state", "submitted_at"),
		index.Fields("live", "state", "submitted_at"),
		index.Fields("live", "state", "promised_at"),
		index.Fields("live", "state", "claimed"),
		index.Fields("live", "state", "score"),
		index.Fields("live", "reason", "state", "submitted_at"),
		index.Fields("assignee", "live", "state", "submitted_at"),
		index.Fields("live", "product_code", "state", "submitted_at"),
		index.Fields("closed_at", "promised_at"),
		index.Fields("changed_at"),
	}
}

// Annotations of claims.
func (Claim) Annotations() []schema.Annotation { return table("claims") }
