package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimRevision is a claim as it was sent at some time: who, when, and what changed. The row is also the idempotency
// record of its request: submitting, updating and withdrawing claims share one set of request numbers.
type ClaimRevision struct{ ent.Schema }

// Fields of a revision.
func (ClaimRevision) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("claim_id").Immutable(),
		field.String("request_no").MaxLen(64).Immutable(),
		field.Bytes("request_hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of what was asked."),
		field.Enum("kind").NamedValues("Submit", "SUBMIT", "Update", "UPDATE", "Withdraw", "WITHDRAW").SchemaType(choice).Immutable(),
		field.Int("version").Immutable().Comment("Version of the claim after it."),
		field.String("state").MaxLen(24).Default("").Immutable().Comment("State of the claim after it; empty: by its kind."),
		field.Time("at").SchemaType(datetime).Immutable(),
		field.String("facts").SchemaType(opaque).Immutable().Comment("All facts after it, without personal data."),
		field.Int64("claimed").Optional().Nillable().Immutable().Comment("The loss, after it; minor units; null: neither claimant nor product says it."),
		field.Int64("computed").Optional().Nillable().Immutable().Comment("What the product would pay by these facts, limits applied; minor units; null: it cannot say."),
		field.JSON("changed", []string{}).SchemaType(opaque).Immutable().Comment("Names of the facts that it changed."),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1 << 20).SchemaType(document).Optional().Sensitive().Immutable().Comment("Personal facts, sealed."),
		field.String("made_by").MaxLen(80).Immutable().Comment("Who asked: channel:KEY-ID, person:alice."),
	}
}

// Indexes of revisions.
func (ClaimRevision) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("channel_id", "request_no").Unique(),
		index.Fields("claim_id", "version").Unique(),
	}
}

// Annotations of revisions.
func (ClaimRevision) Annotations() []schema.Annotation { return table("claim_revisions") }
