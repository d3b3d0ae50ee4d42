package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Approval is a request that somebody else must approve before it takes effect: what is asked is frozen, and carries
// its hash.
type Approval struct{ ent.Schema }

// Fields of a request.
func (Approval) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Enum("kind").NamedValues("Publication", "PUBLICATION", "Agreement", "AGREEMENT", "Credential", "CREDENTIAL", "ReportingToken", "REPORTING_TOKEN", "Roles", "ROLES", "Recovery", "RECOVERY", "ClaimPayout", "CLAIM_PAYOUT", "ClaimReopening", "CLAIM_REOPENING", "ClaimAuthority", "CLAIM_AUTHORITY", "Export", "EXPORT", "Erasure", "ERASURE").SchemaType(state).Immutable(),
		field.Enum("state").NamedValues("Requested", "REQUESTED", "Approved", "APPROVED", "Rejected", "REJECTED", "Withdrawn", "WITHDRAWN", "Void", "VOID").SchemaType(choice),
		field.String("object").MaxRuneLen(96).Immutable().Comment("RFI-01/3, demo-mall/AG-MALL-RFI"),
		field.Int64("channel_id").Default(0).Immutable().Comment("0: of no channel."),
		field.String("content").SchemaType(verbatim).Immutable().Comment("What is asked for; shown."),
		field.String("in_force").SchemaType(verbatim).Optional().Nillable().Immutable().Comment("What it would replace; null: nothing."),
		field.String("secret").SchemaType(verbatim).Optional().Nillable().Immutable().Sensitive().Comment("What takes effect and is never shown: hashes, sealed values."),
		field.Bytes("content_hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash over all that takes effect or that an approver is shown."),
		field.Int("needed").Immutable().Comment("How many people besides the one who asked must approve: 1 or 2."),
		field.Int64("requested_by").Immutable(),
		field.Time("requested_at").SchemaType(datetime).Immutable(),
		field.String("reason").MaxRuneLen(500).Immutable(),
		field.Time("decided_at").SchemaType(datetime).Optional().Nillable(),
		field.String("outcome").MaxRuneLen(500).Default("").Comment("Why it is void."),
		field.String("waiting").MaxRuneLen(128).Optional().Nillable().Comment("KIND:object while it waits: one at a time; null once it is decided."),
		field.Int("revision").Default(1),
		changed(),
	}
}

// Indexes of requests.
func (Approval) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("waiting").Unique(), index.Fields("state"), index.Fields("state", "kind"), index.Fields("kind"), index.Fields("object"), index.Fields("requested_by"),
		index.Fields("changed_at"),
	}
}

// Annotations of requests.
func (Approval) Annotations() []schema.Annotation { return table("approvals") }
