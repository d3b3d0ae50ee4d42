package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimNote is what one of the insurer's people wrote down about a claim, or asked of the claimant.
type ClaimNote struct{ ent.Schema }

// Fields of a note.
func (ClaimNote) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("claim_id").Immutable(),
		field.Int64("person_id").Immutable(),
		field.Enum("kind").NamedValues("Note", "NOTE", "EvidenceRequest", "EVIDENCE_REQUEST", "Decision", "DECISION", "Reopening", "REOPENING").SchemaType(state).Immutable(),
		field.String("text").MaxRuneLen(2000).Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of notes.
func (ClaimNote) Indexes() []ent.Index { return []ent.Index{index.Fields("claim_id")} }

// Annotations of notes.
func (ClaimNote) Annotations() []schema.Annotation { return table("claim_notes") }
