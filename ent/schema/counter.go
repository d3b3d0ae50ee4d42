package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Counter is a number that moves forward by compare-and-swap: the next block of policy numbers, the revision of the
// masters that every server keeps in memory.
type Counter struct{ ent.Schema }

// Fields of a counter.
func (Counter) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("name").MaxLen(48).Immutable(),
		field.Int64("value"),
	}
}

// Indexes of counters.
func (Counter) Indexes() []ent.Index { return []ent.Index{index.Fields("name").Unique()} }

// Annotations of counters.
func (Counter) Annotations() []schema.Annotation { return table("counters") }
