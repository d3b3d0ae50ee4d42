// Package catalog decides what a product is and what there is to sell: product files and what they compile to,
// versions, publishing and withdrawing. A product is data: this package gives its parts to the engines and knows no
// product by name. Who may sell it is left to distribution, what is sold to issuing.
package catalog

import (
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// Product is a compiled product file. It never changes and is safe for concurrent use.
type Product struct {
	filed
	compared
	explained
	statistics
	definition definition
	source     []byte
	digest     string
	currency   money.Currency
	location   *time.Location
	documents  []Document
	plans      []*Plan
	terms      *rule.Terms // its own, under those of its plans
	factors    rule.Factors
	claim      rule.Factors
	env        *rule.Environment
	rules      *rule.Rules
	premium    *rating.Sheet
	sumInsured *rating.Sheet
	amount     *rating.Sheet // nil: claims pay nothing without a person
	score      []suspicion
	searched   []place
}

// Plan is a plan of a product.
type Plan struct {
	Code string
	Name rule.Text

	requires      []string
	claimRequires []string
	terms         *rule.Terms
	factorsSchema json.RawMessage
	claimSchema   json.RawMessage
}

// Document is a document of a product.
type Document struct {
	Kind      string // TERMS, NOTICE, CLAIM_GUIDE
	Title     rule.Text
	SHA256    string // of the content, hex
	MediaType string
	Content   []byte
}

// Case is what rules and rating look at; see rule.Case.
type Case = rule.Case

// Code is the product's, such as RFI-01.
func (p *Product) Code() string { return p.definition.Code }

// Name for people.
func (p *Product) Name() rule.Text { return p.definition.Name }

// Currency of all its amounts.
func (p *Product) Currency() money.Currency { return p.currency }

// Location is the insurer's time zone: "day" is always a day there.
func (p *Product) Location() *time.Location { return p.location }

// Source is the file as it was given. It must not be changed.
func (p *Product) Source() []byte { return p.source }

// Digest is the SHA-256, hex, over the file (line ends as \n) and its documents.
func (p *Product) Digest() string { return p.digest }

// Documents in the order of the file. They must not be changed.
func (p *Product) Documents() []Document { return p.documents }

// Plans in the order of the file. The list must not be changed.
func (p *Product) Plans() []*Plan { return p.plans }

// Plan by its code.
func (p *Product) Plan(code string) (*Plan, bool) {
	for _, plan := range p.plans {
		if plan.Code == code {
			return plan, true
		}
	}
	return nil, false
}

// Factors are the declared inputs of a quote or an issue.
func (p *Product) Factors() rule.Factors { return p.factors }

// ClaimFacts are the declared inputs of a claim.
func (p *Product) ClaimFacts() rule.Factors { return p.claim }

// FactorsSchema is the JSON Schema of the factors; nil for a plan there is not.
func (p *Product) FactorsSchema(plan string) json.RawMessage {
	if known, ok := p.Plan(plan); ok {
		return known.factorsSchema
	}
	return nil
}

// ClaimFactsSchema is the JSON Schema of the facts of a claim; nil for a plan there is not.
func (p *Product) ClaimFactsSchema(plan string) json.RawMessage {
	if known, ok := p.Plan(plan); ok {
		return known.claimSchema
	}
	return nil
}

// Terms are the merged terms: default < product < plan < channel < agreement. It fails for a plan there is not, and
// names keys and values that no product has.
func (p *Product) Terms(plan string, channel, agreement rule.Layer) (*rule.Terms, error) {
	known, ok := p.Plan(plan)
	if !ok {
		return nil, fmt.Errorf("product %s has no plan %q", p.Code(), plan)
	}
	for _, layer := range []rule.Layer{channel, agreement} {
		if err := rule.CheckLayer(layer); err != nil {
			return nil, err
		}
	}
	terms, faults := known.terms.Over("channel", channel)
	if len(faults) == 0 {
		terms, faults = terms.Over("agreement", agreement)
	}
	return terms, (&rule.Problems{List: faults}).Err()
}

// LayeredTerms are the terms of a plan, or the product's own, each with the layer that sets it and what layers below it say: default <
// product < plan. Fault: NOT_FOUND for a plan there is not.
func (p *Product) LayeredTerms(plan *string) ([]rule.Explained, error) {
	if plan == nil {
		return p.terms.Explain(), nil
	}
	known, ok := p.Plan(*plan)
	if !ok {
		return nil, fault.New(fault.CodeNotFound, "the product has no such plan", "planCode")
	}
	return known.terms.Explain(), nil
}

// CheckFactors reads raw factors, as encoding/json gives them with UseNumber.
func (p *Product) CheckFactors(raw map[string]any) (rule.Facts, []rule.Violation) {
	return p.factors.Check(raw)
}

// CheckClaimFacts reads the facts of a claim, as encoding/json gives them with UseNumber.
func (p *Product) CheckClaimFacts(raw map[string]any) (rule.Facts, []rule.Violation) {
	return p.claim.Check(raw)
}

// Judge gives what stands against the case: factors, or facts of a claim, that its plan needs and it lacks, then rules
// in the order of the file. A rule that cannot be computed refuses.
func (p *Product) Judge(c *Case) []rule.Finding {
	var findings []rule.Finding
	if plan, ok := p.Plan(c.Plan); ok {
		findings = plan.missing(c)
	}
	return append(findings, p.rules.Judge(c)...)
}

// missing are findings for what the plan needs and the case lacks.
func (p *Plan) missing(c *Case) []rule.Finding {
	needed, given, root := p.requires, c.Facts, "factors"
	switch c.Act {
	case rule.Claim:
		needed, given, root = p.claimRequires, c.Claim, "facts"
	case rule.Cancel:
		return nil // nothing is rated, and what is personal may not be at hand
	case rule.Quote, rule.Issue, rule.Endorse, rule.Renew:
	}
	var findings []rule.Finding
	for _, name := range needed {
		if given[name] == nil {
			findings = append(findings, rule.Finding{
				Rule: PlanRequires, Effect: rule.Require, Path: []string{root, name},
				Sentence: rule.Text{Zh: "该方案必须提供 " + name, En: "this plan needs " + name},
			})
		}
	}
	return findings
}

// Premium computes the premium, with what an agreement adjusts of it. It fails with *rating.Decline where a table says so, or where
// the premium was not filed, and with rule.ErrEvaluation where something that it needs is absent.
func (p *Product) Premium(c *Case, a *rating.Adjustment) (rating.Worksheet, error) {
	w, err := p.premium.RateAdjusted(c, a)
	if err == nil {
		err = p.keep(w, a)
	}
	return w, err
}

// filedPremium is the premium that no agreement adjusts.
func (p *Product) filedPremium(c *Case) (rating.Worksheet, error) {
	return p.Premium(c, &rating.Adjustment{})
}

// SumInsured computes the sum insured. It fails as Premium does.
func (p *Product) SumInsured(c *Case) (rating.Worksheet, error) { return p.sumInsured.Rate(c) }
