package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Quota bounds what is issued under an agreement, over all of its versions.
type Quota struct {
	Measure string `json:"measure"` // POLICIES, PREMIUM
	Per     string `json:"per"`     // DAY (of the insurer), MONTH, TOTAL
	Most    int64  `json:"most"`    // policies, or premium in minor units
}

// PremiumTerms (保费条款) are what an agreement adjusts of the product's premium: exact decimals, as they were written.
type PremiumTerms struct {
	Factor *string `json:"factor,omitempty"` // of the premium before it is rounded
	Least  *string `json:"least,omitempty"`  // major units
	Most   *string `json:"most,omitempty"`   // major units
}

// Agreement (契约) is one version of the authorization of a channel to sell a product. A version never changes except
// its end.
type Agreement struct{ ent.Schema }

// Fields of an agreement version.
func (Agreement) Fields() []ent.Field {
	return []ent.Field{
		key(),
		field.Int64("channel_id").Immutable(),
		field.String("code").MaxLen(32).Immutable(),
		field.Int("version").Immutable(),
		field.String("product_code").MaxLen(32).Immutable(),
		field.JSON("plans", []string{}).Immutable().Comment("Plans that may be sold; empty: all of the product."),
		field.JSON("operations", []string{}).SchemaType(opaque).Optional().Immutable().Comment("ISSUE, ENDORSE, RENEW, CANCEL; none: all."),
		field.JSON("quotas", []Quota{}).SchemaType(opaque).Optional().Immutable().Comment("How much may be issued under it."),
		field.String("made_by").MaxLen(80).Default("").Immutable().Comment("person:alice, cli:root"),
		field.String("commission_rate").MaxLen(32).Immutable().Comment("Exact decimal, share of premium: 0.10."),
		field.JSON("premium", &PremiumTerms{}).SchemaType(opaque).Optional().Immutable().Comment("What it adjusts of the product's premium; none: nothing."),
		field.JSON("accounts", map[string]string{}).SchemaType(opaque).Optional().Immutable().
			Comment("Settlement account of each payer's premium and refunds, and of COMMISSION; one that is not named: the channel's own."),
		field.String("unit").MaxRuneLen(64).Default("").Immutable().Comment("机构 that the business is counted for; empty: head office."),
		field.JSON("terms", map[string]any{}).Optional().Immutable().Comment("Topmost layer of terms."),
		field.JSON("channel_terms", map[string]any{}).Optional().Immutable().
			Comment("The channel's layer when this version was made: a price can be computed again for ever."),
		field.Time("valid_from").SchemaType(datetime).Immutable(),
		field.Time("valid_until").SchemaType(datetime).Optional().Nillable().Immutable(),
		field.Time("terminated_at").SchemaType(datetime).Optional().Nillable(),
		field.Time("created_at").SchemaType(datetime).Immutable(),
	}
}

// Indexes of agreements.
func (Agreement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("channel_id", "code", "version").Unique()}
}

// Annotations of agreements.
func (Agreement) Annotations() []schema.Annotation { return table("agreements") }
