package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Session is a person's stay: an opaque token in a cookie, whose hash is stored.
type Session struct{ ent.Schema }

// Fields of a session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("person_id").Immutable(),
		field.Bytes("token_hash").MaxLen(32).SchemaType(hash).Sensitive().Comment("SHA-256 of the token; exchanged when a password or second factor is set up. Sessions end when roles change."),
		field.Enum("via").NamedValues("Password", "PASSWORD", "OIDC", "OIDC").SchemaType(choice).Immutable(),
		field.Bool("second_factor").Default(false).Comment("It was proved with a second factor, or the provider vouches for one."),
		field.String("address").MaxRuneLen(64).Immutable(),
		field.String("user_agent").MaxRuneLen(255).Immutable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("last_seen_at").SchemaType(datetime),
		field.Time("expires_at").SchemaType(datetime).Immutable().Comment("Whatever happens; an idle session ends before."),
		field.Time("ended_at").SchemaType(datetime).Optional().Nillable(),
	}
}

// Indexes of sessions.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("token_hash").Unique(), index.Fields("person_id", "ended_at"), index.Fields("expires_at")}
}

// Annotations of sessions.
func (Session) Annotations() []schema.Annotation { return table("sessions") }
