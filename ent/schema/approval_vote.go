package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ApprovalVote is what somebody said to a request for approval. One person approves once.
type ApprovalVote struct{ ent.Schema }

// Fields of a vote.
func (ApprovalVote) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("approval_id").Immutable(),
		field.Int64("person_id").Immutable(),
		field.Enum("verdict").NamedValues("Approve", "APPROVE", "Reject", "REJECT", "Comment", "COMMENT").SchemaType(choice).Immutable(),
		field.Int("number").Immutable().Comment("0 for a verdict, counts from 1 for comments."),
		field.String("comment").MaxRuneLen(1000).Default("").Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of votes.
func (ApprovalVote) Indexes() []ent.Index {
	return []ent.Index{index.Fields("approval_id", "person_id", "number").Unique()}
}

// Annotations of votes.
func (ApprovalVote) Annotations() []schema.Annotation { return table("approval_votes") }
