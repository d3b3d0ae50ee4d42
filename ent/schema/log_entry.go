package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// LogEntry gives an event its offset in the log that callers read. One writer at a time gives offsets, after the event was
// committed, so that a reader who keeps a cursor misses nothing. The key is the offset.
type LogEntry struct{ ent.Schema }

// Fields of an entry.
func (LogEntry) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("event_id").Immutable(),
		field.String("type").MaxLen(48).Default("").Comment("Of the event; empty in entries that are older than this column, until a worker writes it."),
	}
}

// Indexes of entries.
func (LogEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "id"), index.Fields("channel_id", "type", "id"), index.Fields("type", "id")}
}

// Annotations of entries.
func (LogEntry) Annotations() []schema.Annotation { return table("log_entries") }
