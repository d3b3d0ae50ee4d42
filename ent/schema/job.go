package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Job is work that goes on after the answer, with its progress: a replay of webhooks, a bulk issue, a back-test.
type Job struct{ ent.Schema }

// Fields of a job.
func (Job) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable().Comment("0: of no channel."),
		field.String("kind").MaxLen(32).Immutable(),
		field.String("period").MaxLen(32).Optional().Nillable().Immutable().Comment("Of a job that the calendar starts: the day or month; null: of any other. One of a kind for each."),
		field.Enum("state").NamedValues("Queued", "QUEUED", "Running", "RUNNING", "Succeeded", "SUCCEEDED", "Stopped", "STOPPED", "Failed", "FAILED").SchemaType(choice),
		field.String("input").SchemaType(opaque).Immutable(),
		field.Int64("position").Default(0).Comment("Last key that was worked; it goes on after it."),
		field.Int64("done").Default(0),
		field.Int64("total").Optional().Nillable(),
		field.Int64("failed").Default(0),
		field.String("made_by").MaxLen(80).Default("").Immutable().Comment("person:alice, cli:root; empty: the channel."),
		field.String("result").SchemaType(opaque).Optional().Nillable().Comment("What came out, where it is small."),
		field.String("result_sha256").MaxLen(64).Default("").Comment("The file of results in the storage; empty: none."),
		field.String("failures_sha256").MaxLen(64).Default("").Comment("The file of failed rows in the storage; empty: none."),
		field.String("problem").MaxRuneLen(500).Default("").Comment("Why it broke off."),
		field.Int("revision").Default(1).Comment("Grows at each stop and resume."),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("finished_at").SchemaType(datetime).Optional().Nillable(),
		due(), lease(), changed(),
	}
}

// Indexes of jobs.
func (Job) Indexes() []ent.Index {
	// Kind, state and who asked list the newest first: the key is the last column of every index.
	return []ent.Index{index.Fields("due_at"), index.Fields("kind", "period").Unique(), index.Fields("kind"), index.Fields("state"), index.Fields("kind", "state"), index.Fields("made_by"), index.Fields("changed_at")}
}

// Annotations of jobs.
func (Job) Annotations() []schema.Annotation { return table("jobs") }
