package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AuditRecord is one thing that a person, a tool or the command line did: written in the transaction of the change and
// never touched again. Its number in the chain is in AuditLink.
type AuditRecord struct{ ent.Schema }

// Fields of a record.
func (AuditRecord) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Time("at").SchemaType(datetime).Immutable(),
		field.String("actor").MaxLen(80).Immutable().Comment("person:alice, cli:root, token:NAME, system:sealer"),
		field.Int64("person_id").Default(0).Immutable().Comment("0: not a person."),
		field.String("address").MaxLen(64).Default("").Immutable(),
		field.String("action").MaxLen(48).Immutable().Comment("product.publish"),
		field.String("object_kind").MaxLen(24).Immutable().Comment("product, channel, policy"),
		field.String("object").MaxRuneLen(96).Immutable().Comment("RFI-01/3, demo-mall, a policy number"),
		field.Int64("channel_id").Default(0).Immutable().Comment("0: of no channel."),
		field.String("before").SchemaType(verbatim).Optional().Nillable().Immutable(),
		field.String("after").SchemaType(verbatim).Optional().Nillable().Immutable(),
		field.String("reason").MaxRuneLen(500).Default("").Immutable(),
		field.String("request_id").MaxLen(64).Default("").Immutable(),
		field.Bytes("mac").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash over all of the above."),
	}
}

// Indexes of records; each orders by key too, and a key holds the time.
func (AuditRecord) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id"), index.Fields("actor"), index.Fields("object_kind", "object"), index.Fields("object_kind"), index.Fields("action"),
		index.Fields("person_id", "action"), index.Fields("actor", "action"), index.Fields("channel_id"), index.Fields("request_id"), index.Fields("address"),
	}
}

// Annotations of records.
func (AuditRecord) Annotations() []schema.Annotation { return table("audit_records") }
