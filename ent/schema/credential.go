package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Credential is one way for a channel's machines to prove who calls.
type Credential struct{ ent.Schema }

// Fields of a credential.
func (Credential) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("key_id").MaxLen(64).Immutable(),
		field.Enum("algorithm").NamedValues("Bearer", "bearer", "Ed25519", "ed25519", "HMAC", "hmac-sha256").SchemaType(choice).Immutable(),
		field.Bytes("verifier").MaxLen(255).SchemaType(wrapped).Sensitive().Immutable().
			Comment("bearer: SHA-256 of the key; ed25519: public key; hmac-sha256: the secret, sealed."),
		field.Int("rate_per_second").Comment("Cost points a second; see the cost of each field in the schema."),
		field.JSON("addresses", []string{}).SchemaType(opaque).Optional().Comment("CIDR ranges that may use it; none: all."),
		field.Time("last_used_at").SchemaType(datetime).Optional().Nillable().Comment("To within a minute."),
		field.String("made_by").MaxLen(80).Default("").Immutable().Comment("person:alice, cli:root"),
		field.Time("expires_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("revoked_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Int("revision").Default(1),
	}
}

// Indexes of credentials.
func (Credential) Indexes() []ent.Index {
	return []ent.Index{index.Fields("key_id").Unique(), index.Fields("channel_id")}
}

// Annotations of credentials.
func (Credential) Annotations() []schema.Annotation { return table("credentials") }
