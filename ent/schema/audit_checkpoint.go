package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// AuditCheckpoint is a signed statement of how far the audit chain went at a time; the key is its sequence number.
type AuditCheckpoint struct{ ent.Schema }

// Fields of a checkpoint.
func (AuditCheckpoint) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Bytes("hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Of the link with this number."),
		field.Time("at").SchemaType(datetime).Immutable(),
		field.Bytes("signature").MaxLen(64).Immutable().Comment("Ed25519 over number, hash and time."),
	}
}

// Annotations of checkpoints.
func (AuditCheckpoint) Annotations() []schema.Annotation { return table("audit_checkpoints") }
