package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Preference is how one of the insurer's people likes to work: columns of a list, a saved search, a language.
type Preference struct{ ent.Schema }

// Fields of a preference.
func (Preference) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("person_id").Immutable(),
		field.String("name").MaxLen(64).Immutable(),
		field.Bytes("sealed_key").MaxLen(255).SchemaType(wrapped).Sensitive().Comment("Key of sealed, wrapped."),
		field.Bytes("sealed").MaxLen(1 << 17).SchemaType(document).Sensitive().Comment("What the program wrote: a saved search may hold a name."),
		field.Int("revision").Default(1),
		field.Time("changed_at").SchemaType(datetime),
	}
}

// Indexes of preferences.
func (Preference) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id", "name").Unique()}
}

// Annotations of preferences.
func (Preference) Annotations() []schema.Annotation { return table("preferences") }
