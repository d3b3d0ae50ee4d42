package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Job is work that goes on after the answer, with its progress: a replay of webhooks.
type Job struct{ ent.Schema }

// Fields of a job.
func (Job) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("kind").MaxLen(32).Immutable(),
		field.Enum("state").NamedValues("Queued", "QUEUED", "Running", "RUNNING", "Succeeded", "SUCCEEDED", "Stopped", "STOPPED", "Failed", "FAILED").SchemaType(choice),
		field.String("input").SchemaType(opaque).Immutable(),
		field.Int64("position").Default(0).Comment("Last key that was worked; it goes on after it."),
		field.Int64("done").Default(0),
		field.Int64("total").Optional().Nillable(),
		field.Int64("failed").Default(0),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("finished_at").SchemaType(datetime).Optional().Nillable(),
		due(), lease(),
	}
}

// Indexes of jobs.
func (Job) Indexes() []ent.Index { return []ent.Index{index.Fields("due_at")} }

// Annotations of jobs.
func (Job) Annotations() []schema.Annotation { return table("jobs") }
