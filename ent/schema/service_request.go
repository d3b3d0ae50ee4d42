package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ServiceRequest (服务单) is a customer's wish that customer service passes on: the policy document, an invoice.
type ServiceRequest struct{ ent.Schema }

// Fields of a request.
func (ServiceRequest) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("policy_id").Immutable(),
		field.String("number").MaxLen(24).Immutable(),
		field.String("request_no").MaxLen(64).Immutable().Comment("Of the person who opened it: opening twice is opening once."),
		field.Bytes("request_hash").MaxLen(32).SchemaType(hash).Immutable(),
		field.Enum("kind").NamedValues("PolicyDocument", "POLICY_DOCUMENT", "Invoice", "INVOICE").SchemaType(state).Immutable(),
		field.Enum("desk").NamedValues("Underwriting", "UNDERWRITING", "Finance", "FINANCE").SchemaType(choice).Comment("Whose work it is."),
		field.Enum("delivery").NamedValues("Email", "EMAIL", "Post", "POST").SchemaType(choice).Immutable(),
		field.Enum("state").NamedValues("Open", "OPEN", "InWork", "IN_WORK", "Sending", "SENDING", "Sent", "SENT", "Closed", "CLOSED", "Cancelled", "CANCELLED").SchemaType(choice),
		field.String("note").MaxRuneLen(1000).Default(""),
		field.Bytes("personal_key").MaxLen(255).SchemaType(wrapped).Optional().Sensitive().Comment("Key of personal, wrapped."),
		field.Bytes("personal").MaxLen(1 << 16).SchemaType(document).Optional().Sensitive().Immutable().Comment("Where it goes, and for an invoice its title and tax number; sealed."),
		field.Int64("opened_by").Immutable(),
		field.Time("opened_at").SchemaType(datetime).Immutable(),
		field.Time("promised_at").SchemaType(datetime).Immutable().Comment("Until when it is to be sent."),
		field.Int64("assignee").Default(0),
		field.String("carrier").MaxRuneLen(32).Default(""),
		field.String("tracking_no").MaxLen(64).Default(""),
		field.Time("sent_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("closed_at").SchemaType(datetime).Optional().Nillable(),
		field.String("payer").MaxLen(16).Default("").Immutable().Comment("Of an invoice: whose premium it is for."),
		field.Int64("invoices").Optional().Nillable().Comment("The policy whose one invoice for the payer it is; null: none, or given up."),
		field.String("outcome").MaxRuneLen(500).Default("").Comment("Why it was cancelled, or what was said at its end."),
		field.Int("revision").Default(1),
		changed(),
	}
}

// Indexes of requests.
func (ServiceRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("number").Unique(), index.Fields("opened_by", "request_no").Unique(),
		index.Fields("desk", "state", "promised_at"), index.Fields("policy_id"), index.Fields("assignee", "promised_at"),
		index.Fields("promised_at"), index.Fields("changed_at"), index.Fields("channel_id", "state", "promised_at"), index.Fields("invoices", "payer").Unique(),
	}
}

// Annotations of requests.
func (ServiceRequest) Annotations() []schema.Annotation { return table("service_requests") }
