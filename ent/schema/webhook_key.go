package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// WebhookKey signs what is sent to an endpoint.
type WebhookKey struct{ ent.Schema }

// Fields of a key.
func (WebhookKey) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("endpoint_id").Immutable(),
		field.Enum("scheme").NamedValues("HMAC", "v1", "Ed25519", "v1a").SchemaType(choice).Immutable(),
		field.Bytes("secret_key").MaxLen(255).SchemaType(wrapped).Sensitive().Comment("Key of secret, wrapped."),
		field.Bytes("secret").MaxLen(255).SchemaType(wrapped).Sensitive().Immutable().Comment("Sealed: the HMAC secret, or the seed of Ed25519."),
		field.Bytes("public").MaxLen(255).SchemaType(wrapped).Optional().Immutable(),
		field.Time("retires_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of keys.
func (WebhookKey) Indexes() []ent.Index { return []ent.Index{index.Fields("endpoint_id")} }

// Annotations of keys.
func (WebhookKey) Annotations() []schema.Annotation { return table("webhook_keys") }
