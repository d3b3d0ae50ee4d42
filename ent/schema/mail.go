package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Mail is a letter to a customer: made with its cause, sent by a worker, at least once under one Message-ID.
type Mail struct{ ent.Schema }

// Fields of a mail.
func (Mail) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("request_id").Immutable().Comment("The service request."),
		field.String("template").MaxLen(48).Immutable(),
		field.Enum("state").NamedValues("Queued", "QUEUED", "Sent", "SENT", "Failed", "FAILED").SchemaType(choice),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1 << 20).SchemaType(document).Optional().Sensitive().Immutable().Comment("Address, subject and text; sealed."),
		field.JSON("file_ids", []int64{}).SchemaType(opaque).Immutable().Comment("What goes with it."),
		field.String("message_id").MaxLen(128).Immutable(),
		field.Int("tries").Default(0),
		field.String("problem").MaxRuneLen(300).Default("").Comment("What the mail server said last; no address."),
		field.Int64("made_by").Immutable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("sent_at").SchemaType(datetime).Optional().Nillable(),
		due(), lease(),
	}
}

// Indexes of mails.
func (Mail) Indexes() []ent.Index {
	return []ent.Index{index.Fields("request_id"), index.Fields("due_at")}
}

// Annotations of mails.
func (Mail) Annotations() []schema.Annotation { return table("mails") }
