package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// LoginBrake slows logins down after failures: one row for a name that was tried, one for an address that tried.
type LoginBrake struct{ ent.Schema }

// Fields of a brake.
func (LoginBrake) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("subject").MaxRuneLen(96).Immutable().Comment("name:alice, address:192.0.2.1"),
		field.Int("failures"),
		field.Time("until").SchemaType(datetime).Comment("Until when further tries are refused unseen."),
		field.Time("failed_at").SchemaType(datetime),
	}
}

// Indexes of brakes.
func (LoginBrake) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject").Unique(), index.Fields("failed_at")}
}

// Annotations of brakes.
func (LoginBrake) Annotations() []schema.Annotation { return table("login_brakes") }
