package distribution

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Selling tells which plans a channel may sell, and what it may do to the policies that it sold.
type Selling struct {
	catalog *catalog.Service
	masters *Masters
}

// Offer is a plan that a channel may sell, or under which a policy was sold.
type Offer struct {
	Agreement *Agreement
	Product   *catalog.Version
	PlanCode  string
}

// ID of what is sold under an agreement version.
func (o *Offer) ID() string {
	return work.Named("off", work.AgreementID.Of(o.Agreement.ID), o.Product.Code(), strconv.Itoa(o.Product.Number), o.PlanCode)
}

// OffSale says that a product may not be sold any more, and what may be sold instead.
type OffSale struct {
	fault.Fault
	Alternatives []*Offer
}

// Offers are all plans that a channel may sell at an instant.
func (s *Selling) Offers(channel int64, at time.Time) []*Offer {
	var offers []*Offer
	for _, a := range s.masters.Agreements(channel, at) {
		product, err := s.catalog.OnSale(a.ProductCode)
		if err != nil {
			continue // off sale
		}
		for _, plan := range product.Plans() {
			if a.Permits(plan.Code) {
				offers = append(offers, &Offer{Agreement: a, Product: product, PlanCode: plan.Code})
			}
		}
	}
	return slices.Clip(offers)
}

// AgreementCode is the agreement that permits it.
func (o *Offer) AgreementCode() string { return o.Agreement.Code }

// ProductCode is the product.
func (o *Offer) ProductCode() string { return o.Product.Code() }

// ProductName is what people call the product.
func (o *Offer) ProductName() rule.Text { return o.Product.Name() }

// ProductVersion is the published version.
func (o *Offer) ProductVersion() int { return o.Product.Number }

// FactorsSchema is the JSON Schema of factors for quote and issue.
func (o *Offer) FactorsSchema() json.RawMessage { return o.Product.FactorsSchema(o.PlanCode) }

// ClaimFactsSchema is the JSON Schema of facts for claims.
func (o *Offer) ClaimFactsSchema() json.RawMessage { return o.Product.ClaimFactsSchema(o.PlanCode) }

// PlanName is the plan's name for people.
func (o *Offer) PlanName() rule.Text {
	plan, ok := o.Product.Plan(o.PlanCode)
	if !ok {
		return rule.Text{Zh: o.PlanCode, En: o.PlanCode} // cannot be: an offer names a plan of its product
	}
	return plan.Name
}
