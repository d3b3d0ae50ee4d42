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
		field.Int64("channel_id").Immutable().Comment("0: of no channel."),
		field.Enum("purpose").NamedValues("ClaimEvidence", "CLAIM_EVIDENCE", "BulkIssue", "BULK_ISSUE", "Product", "PRODUCT", "ServiceRequest", "SERVICE_REQUEST").SchemaType(choice).Immutable(),
		field.String("name").MaxRuneLen(200).Comment("Empty: it was removed."),
		field.Int64("size").Immutable().Comment("Bytes."),
		field.String("sha256").MaxLen(64).Immutable().Comment("Hex."),
		field.String("media_type").MaxLen(64).Default("").Comment("By its content."),
		field.Enum("state").NamedValues("Expected", "EXPECTED", "Stored", "STORED", "Removed", "REMOVED").SchemaType(choice),
		field.Int64("claim_id").Optional().Nillable(),
		field.Int64("request_id").Optional().Nillable().Comment("The service request that it belongs to."),
		field.Int64("person_id").Default(0).Immutable().Comment("Who sends it; 0: the channel."),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("expires_at").SchemaType(datetime).Immutable().Comment("Until when it may arrive."),
	}
}

// Indexes of files.
func (File) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("claim_id"), index.Fields("request_id"), index.Fields("sha256"),
		index.Fields("channel_id", "person_id"), index.Fields("channel_id", "person_id", "claim_id", "request_id"),
	}
}

// Annotations of files.
func (File) Annotations() []schema.Annotation { return table("files") }
