package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClosedMonth (结账) is an accounting month that takes no booking any more, of live business or of sandboxes. The act writes it; the fold
// writes the place, from which on it counts.
type ClosedMonth struct{ ent.Schema }

// Fields of a closed month.
func (ClosedMonth) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int("month").SchemaType(whole).Immutable().Comment("202802"),
		field.Int64("place").Optional().Nillable().Comment("Of its event in the log; null: not folded yet."),
		field.String("made_by").MaxLen(80).Immutable(),
		field.Time("at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of closed months.
func (ClosedMonth) Indexes() []ent.Index { return []ent.Index{index.Fields("month").Unique()} }

// Annotations of closed months.
func (ClosedMonth) Annotations() []schema.Annotation { return table("closed_months") }
