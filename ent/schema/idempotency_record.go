package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// IdempotencyRecord is a mutation that its caller numbered, and what it made: sent again, it answers the same. Acts of a channel
// whose row is the record, such as issuing and claiming, have none here.
type IdempotencyRecord struct{ ent.Schema }

// Fields of a record.
func (IdempotencyRecord) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("owner").Immutable().Comment("The person or channel whose number it is."),
		field.String("request_no").MaxLen(64).Immutable(),
		field.Bytes("request_hash").MaxLen(32).SchemaType(hash).Immutable().Comment("Keyed hash of act and content."),
		field.Int64("made").Immutable().Comment("Key of what it made or changed."),
		field.Time("made_at").SchemaType(datetime).Immutable(),
		field.Bytes("secret_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of secret, wrapped."),
		field.Bytes("secret").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Sealed: what the first answer showed this once."),
		field.Time("secret_until").SchemaType(datetime).Optional().Nillable().Comment("When secret is forgotten."),
	}
}

// Indexes of records.
func (IdempotencyRecord) Indexes() []ent.Index {
	return []ent.Index{index.Fields("owner", "request_no").Unique(), index.Fields("secret_until")}
}

// Annotations of records.
func (IdempotencyRecord) Annotations() []schema.Annotation { return table("idempotency_records") }
