package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Person is one of the insurer's people: how they prove who they are and what they may do.
type Person struct{ ent.Schema }

// Fields of a person.
func (Person) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("name").MaxLen(32).Immutable().Comment("Login: small letters, digits, dots and hyphens."),
		field.String("display_name").MaxRuneLen(64),
		field.String("email").MaxLen(254).Default(""),
		field.JSON("roles", []string{}).SchemaType(opaque),
		field.Enum("state").NamedValues("Active", "ACTIVE", "Suspended", "SUSPENDED").SchemaType(choice),
		field.String("password_hash").MaxLen(255).Default("").Sensitive().Comment("argon2id, PHC string; empty: no password."),
		field.Bool("must_change_password").Default(false),
		field.Time("password_until").SchemaType(datetime).Optional().Nillable().Comment("When a password that somebody else chose stops working; null: they chose it themselves."),
		field.Bytes("totp_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of totp_secret, wrapped."),
		field.Bytes("totp_secret").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Sealed."),
		field.Time("totp_confirmed_at").SchemaType(datetime).Optional().Nillable(),
		field.Int64("totp_step").Default(0).Comment("The newest time step whose code was used: a code works once."),
		field.JSON("recovery_codes", []string{}).SchemaType(opaque).Sensitive().Comment("Keyed hashes of those not used yet, hex."),
		field.String("oidc_subject").MaxLen(255).Optional().Nillable().Comment("Issuer and subject at the identity provider; null: none yet, - and the key: never by e-mail."),
		field.Int("revision").Default(1),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("last_login_at").SchemaType(datetime).Optional().Nillable(),
	}
}

// Indexes of people.
func (Person) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name").Unique(), index.Fields("oidc_subject").Unique(), index.Fields("email")}
}

// Annotations of people.
func (Person) Annotations() []schema.Annotation { return table("people") }
