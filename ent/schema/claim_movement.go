package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ClaimMovement (赔案资金变动) is what a version of a claim moved: of its reserve (未决赔款准备金), of what is payable and not paid yet,
// of what was paid and of what came back. A claim has at any version the sum of its movements.
type ClaimMovement struct{ ent.Schema }

// Fields of a movement.
func (ClaimMovement) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.Int64("claim_id").Immutable(),
		field.Int("version").Immutable().Comment("Version of the claim after it; the sequence of its event."),
		field.String("coverage").MaxLen(32).Immutable(),
		field.Enum("cost").NamedValues("Indemnity", "INDEMNITY").SchemaType(choice).Immutable().Comment("赔款; expenses of a claim come later."),
		field.String("currency").MaxLen(3).Immutable(),
		field.Int64("reserve").Immutable().Comment("Minor units; negative: released."),
		field.Int64("payable").Immutable().Comment("Approved and not paid; minor units."),
		field.Int64("paid").Immutable().Comment("Minor units."),
		field.Int64("recovered").Immutable().Comment("Minor units."),
		field.String("reason").MaxLen(48).Default("").Immutable().Comment("Of a decision, its code; of a recovery, its kind."),
		field.String("document").MaxLen(64).Immutable().Comment("Request number of what moved it."),
		field.Time("at").SchemaType(datetime).Immutable(),
		field.String("made_by").MaxLen(80).Immutable().Comment("person:alice, channel:KEY-ID, system:claims."),
	}
}

// Indexes of movements.
func (ClaimMovement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("claim_id", "version", "coverage", "cost").Unique()}
}

// Annotations of movements.
func (ClaimMovement) Annotations() []schema.Annotation { return table("claim_movements") }
