package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// WebhookEndpoint is an address of a channel that hears of events.
type WebhookEndpoint struct{ ent.Schema }

// Fields of an endpoint.
func (WebhookEndpoint) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("url").MaxLen(500),
		field.JSON("event_types", []string{}).SchemaType(opaque),
		field.Enum("ordering").NamedValues("None", "NONE", "PerObject", "PER_OBJECT").SchemaType(choice),
		field.Enum("state").NamedValues("Unverified", "UNVERIFIED", "Active", "ACTIVE", "Paused", "PAUSED", "Disabled", "DISABLED").SchemaType(choice),
		field.String("api_version").MaxLen(16),
		field.String("challenge").MaxLen(64).Comment("What an address must answer before anything else is sent to it."),
		field.Int("failures").Default(0).Comment("Attempts that failed in a row."),
		field.Time("failing_since").SchemaType(datetime).Optional().Nillable(),
		field.Int("revision").Default(1),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("deleted_at").SchemaType(datetime).Optional().Nillable().Comment("It is off, has no keys and is shown to nobody."),
		due(), lease(), // of an unverified one the next challenge, of a paused one the next probe
	}
}

// Indexes of endpoints.
func (WebhookEndpoint) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id"), index.Fields("due_at")}
}

// Annotations of endpoints.
func (WebhookEndpoint) Annotations() []schema.Annotation { return table("webhook_endpoints") }
