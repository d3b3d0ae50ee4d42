package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// CalendarRun is one run of a job of the calendar. The worker that inserts the row of a (job, period) runs it; a row that is
// neither done nor alive may be taken over.
type CalendarRun struct{ ent.Schema }

// Fields of a run.
func (CalendarRun) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("job").MaxLen(48).Immutable(),
		field.String("period").MaxLen(32).Immutable().Comment("The day, hour or month: 2026-11-23."),
		field.Int64("position").Default(0).Comment("Last key that was worked; a later run goes on after it."),
		field.Int64("done").Default(0),
		field.Int64("failed").Default(0),
		field.Int("lease").Default(1).Comment("Grows at each take-over."),
		field.Time("leased_until").SchemaType(datetime),
		field.Time("started_at").SchemaType(datetime).Immutable(),
		field.Time("finished_at").SchemaType(datetime).Optional().Nillable(),
	}
}

// Indexes of runs.
func (CalendarRun) Indexes() []ent.Index { return []ent.Index{index.Fields("job", "period").Unique()} }

// Annotations of runs.
func (CalendarRun) Annotations() []schema.Annotation { return table("calendar_runs") }
