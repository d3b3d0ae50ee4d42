package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Outbox names the events that were not relayed yet; the key is the event's. A row lives for a moment.
type Outbox struct{ ent.Schema }

// Fields of an outbox row.
func (Outbox) Fields() []ent.Field { return []ent.Field{key()} }

// Annotations of the outbox.
func (Outbox) Annotations() []schema.Annotation { return table("outbox") }
