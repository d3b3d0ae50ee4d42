package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// JobFailure is a row of a job's input that failed, and why.
type JobFailure struct{ ent.Schema }

// Fields of a failure.
func (JobFailure) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("job_id").Immutable(),
		field.Int64("row").Immutable().Comment("Counts from 1, the header apart."),
		field.String("code").MaxLen(48).Immutable(),
		field.String("message").MaxRuneLen(500).Immutable(),
		field.String("path").MaxLen(160).Default("").Immutable(),
	}
}

// Indexes of failures.
func (JobFailure) Indexes() []ent.Index { return []ent.Index{index.Fields("job_id", "row").Unique()} }

// Annotations of failures.
func (JobFailure) Annotations() []schema.Annotation { return table("job_failures") }
