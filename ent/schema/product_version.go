package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ProductVersion is one version of an insurance product. Its file is its content: once published it never changes.
type ProductVersion struct{ ent.Schema }

// Fields of a product version.
func (ProductVersion) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.String("code").MaxLen(32).Immutable(),
		field.Int("version").Immutable(),
		field.Enum("state").Values("DRAFT", "PUBLISHED", "WITHDRAWN").SchemaType(choice),
		field.Bytes("file").MaxLen(1<<24 - 1).SchemaType(document).Comment("The product file, YAML."),
		field.Bytes("documents").MaxLen(1<<24 - 1).SchemaType(document).Comment("Its documents and examples, a zip archive."),
		field.String("digest").MaxLen(64).Comment("SHA-256 over file and documents, hex."),
		field.Int("revision").Default(1),
		field.String("saved_by").MaxLen(80).Default("").Comment("person:alice, cli:root"),
		field.Time("publish_at").SchemaType(datetime).Optional().Nillable().Comment("Approved, and goes on sale then."),
		field.Time("withdraw_at").SchemaType(datetime).Optional().Nillable().Comment("Goes off sale then."),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("published_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("withdrawn_at").SchemaType(datetime).Optional().Nillable(),
		due(), lease(),
	}
}

// Indexes of product versions.
func (ProductVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code", "version").Unique(), index.Fields("due_at")}
}

// Annotations of product versions.
func (ProductVersion) Annotations() []schema.Annotation { return table("product_versions") }
