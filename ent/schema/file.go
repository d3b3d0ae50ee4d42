package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// File is something a caller sends beside a request: evidence of a claim. Its content lies in the storage, under its
// digest.
type File struct{ ent.Schema }

// Fields of a file.
func (File) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Enum("purpose").NamedValues("ClaimEvidence", "CLAIM_EVIDENCE").SchemaType(choice).Immutable(),
		field.String("name").MaxLen(200).Immutable(),
		field.Int64("size").Immutable().Comment("Bytes."),
		field.String("sha256").MaxLen(64).Immutable().Comment("Hex."),
		field.String("media_type").MaxLen(64).Default("").Comment("By its content."),
		field.Enum("state").NamedValues("Expected", "EXPECTED", "Stored", "STORED").SchemaType(choice),
		field.Int64("claim_id").Optional().Nillable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("expires_at").SchemaType(datetime).Immutable().Comment("Until when it may arrive."),
	}
}

// Indexes of files.
func (File) Indexes() []ent.Index { return []ent.Index{index.Fields("claim_id")} }

// Annotations of files.
func (File) Annotations() []schema.Annotation { return table("files") }
