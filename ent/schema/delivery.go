package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Delivery is one event for one endpoint.
type Delivery struct{ ent.Schema }

// Fields of a delivery.
func (Delivery) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("endpoint_id").Immutable(),
		field.Int64("event_id").Immutable(),
		field.String("subject").MaxLen(24).Immutable(),
		field.Int("seq").Immutable(),
		field.String("type").MaxLen(48).Immutable(),
		field.Enum("state").NamedValues("Pending", "PENDING", "Delivered", "DELIVERED", "Exhausted", "EXHAUSTED", "Held", "HELD").SchemaType(choice),
		field.Int("attempts").Default(0),
		field.Time("created_at").SchemaType(datetime).Immutable(),
		field.Time("give_up_at").SchemaType(datetime),
		field.Time("delivered_at").SchemaType(datetime).Optional().Nillable(),
		due(), lease(),
	}
}

// Indexes of deliveries.
func (Delivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("endpoint_id", "event_id").Unique(),
		index.Fields("endpoint_id", "due_at"),
		index.Fields("endpoint_id", "subject", "seq"),
	}
}

// Annotations of deliveries.
func (Delivery) Annotations() []schema.Annotation { return table("deliveries") }
