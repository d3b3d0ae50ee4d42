package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// LoginThrottle slows logins down after failures: one row for a name that was tried, one for an address that tried.
type LoginThrottle struct{ ent.Schema }

// Fields of a throttle.
func (LoginThrottle) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("subject").MaxRuneLen(96).Immutable().Comment("name:alice, address:192.0.2.1"),
		field.Int("failures"),
		field.Time("until").SchemaType(datetime).Comment("Until when further tries are refused unseen."),
		field.Time("failed_at").SchemaType(datetime),
	}
}

// Indexes of throttles.
func (LoginThrottle) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject").Unique(), index.Fields("failed_at")}
}

// Annotations of throttles.
func (LoginThrottle) Annotations() []schema.Annotation { return table("login_throttles") }
