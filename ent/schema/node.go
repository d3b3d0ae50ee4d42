package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// Node is a running process; its number (the id, 0-1023) is part of every key the process makes.
type Node struct{ ent.Schema }

// Fields of a node.
func (Node) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("owner").MaxLen(64).Comment("Random, made at start."),
		field.Time("seen_at").SchemaType(datetime),
	}
}

// Annotations of nodes.
func (Node) Annotations() []schema.Annotation { return table("nodes") }
