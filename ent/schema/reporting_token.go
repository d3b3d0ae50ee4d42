package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ReportingToken lets a business-intelligence tool read the reporting view until it expires.
type ReportingToken struct{ ent.Schema }

// Fields of a token.
func (ReportingToken) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("name").MaxRuneLen(64).Immutable(),
		field.Bytes("token_hash").MaxLen(32).SchemaType(hash).Sensitive().Immutable(),
		field.Int("rate_per_second").Comment("Cost points a second."),
		field.Int64("made_by").Immutable().Comment("The person who asked for it."),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("expires_at").SchemaType(datetime).Immutable(),
		field.Time("revoked_at").SchemaType(datetime).Optional().Nillable(),
		field.Int("revision").Default(1),
		field.Time("last_used_at").SchemaType(datetime).Optional().Nillable(),
	}
}

// Indexes of tokens.
func (ReportingToken) Indexes() []ent.Index { return []ent.Index{index.Fields("token_hash").Unique()} }

// Annotations of tokens.
func (ReportingToken) Annotations() []schema.Annotation { return table("reporting_tokens") }
