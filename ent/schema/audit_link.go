package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AuditLink is a link of the audit chain: the keyed hash over the link before it and the record. The key is its sequence number,
// from 1 without gaps.
type AuditLink struct{ ent.Schema }

// Fields of a link.
func (AuditLink) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("record_id").Immutable(),
		field.Bytes("hash").MaxLen(32).SchemaType(hash).Immutable(),
		field.Time("sealed_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of links.
func (AuditLink) Indexes() []ent.Index { return []ent.Index{index.Fields("record_id").Unique()} }

// Annotations of links.
func (AuditLink) Annotations() []schema.Annotation { return table("audit_links") }
