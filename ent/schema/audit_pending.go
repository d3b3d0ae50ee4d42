package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AuditPending names the audit records that have no number in the chain yet; the key is the record's. A row lives for a
// moment.
type AuditPending struct{ ent.Schema }

// Fields of a pending row.
func (AuditPending) Fields() []ent.Field { return []ent.Field{key()} }

// Annotations of pending rows.
func (AuditPending) Annotations() []schema.Annotation { return table("audit_pending") }
