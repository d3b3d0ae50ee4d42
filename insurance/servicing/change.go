package servicing

import (
	"reflect"
	"slices"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/schema"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// changePlan writes another plan into the row of an endorsement. Terms are those of the plan that it leaves.
func (s *drafter) changePlan(p *policy.Policy, terms *rule.Terms, e *ent.Endorsement, plan string) error {
	path := []string{"change", "planCode"}
	before := p.PlanCode()
	if _, known := p.Product().Plan(plan); !known || !p.Agreement().Permits(plan) {
		return fault.New(fault.CodeNotAgreed, "the agreement has no such plan", path...)
	}
	if plan == before {
		return fault.New(fault.CodeInvalidState, "the policy has this plan", path...)
	}
	for _, later := range p.Recorded() {
		if later.Kind == endorsement.KindPlanChange && later.EffectiveAt.After(e.EffectiveAt) {
			return fault.New(fault.CodeInvalidState, "a later change of plan is on record: "+later.Number, "effectiveAt")
		}
	}
	if err := s.judge(p, e, plan, path); err != nil {
		return err
	}
	w, sum, err := s.difference(p, terms, plan)
	if err != nil {
		return blamed(err, path...)
	}
	e.PlanCode = plan
	if e.PremiumLines, err = chargeLines(p, terms, e, w.Result.Minor, sum); err != nil {
		return err
	}
	return explain(e, w)
}

// chargeLines are what a change of plan moves. A difference that is charged goes to the payer that the terms say; one that is
// given back goes to who paid, the newest premium first, and to nobody more than they paid.
func chargeLines(p *policy.Policy, terms *rule.Terms, e *ent.Endorsement, premium, sumInsured int64) ([]schema.PremiumLine, error) {
	payer, err := terms.String("endorse.payer", nil)
	if err != nil {
		return nil, err
	}
	if payer == "policy" {
		payer = string(p.Payer())
	}
	first := schema.PremiumLine{
		Coverage: p.Product().Coverage().Code, Payer: payer, Layer: e.Version, Premium: premium, SumInsured: sumInsured,
		From: e.EffectiveAt, To: p.Period().End,
	}
	if premium >= 0 {
		return []schema.PremiumLine{first}, nil
	}
	var lines []schema.PremiumLine
	layers := layersOf(p)
	for _, layer := range slices.Backward(layers) {
		given := func(l schema.PremiumLine) bool { return l.Payer == string(layer.Payer) }
		paid := charged(p, layer.Payer)
		if premium == 0 || paid <= 0 || slices.ContainsFunc(lines, given) {
			continue
		}
		line := first
		line.Payer, line.Premium = string(layer.Payer), max(premium, -paid)
		premium -= line.Premium
		first.SumInsured = 0 // it is reduced once
		lines = append(lines, line)
	}
	return lines, nil
}

// changeInsured writes the data of an insured after a change into the row of an endorsement. They never change the premium.
func (s *drafter) changeInsured(p *policy.Policy, terms *rule.Terms, e *ent.Endorsement, asked *content) error {
	references, err := p.References()
	if err != nil {
		return err
	}
	if !slices.Contains(references, asked.Reference) {
		return fault.New(fault.CodeNotFound, "the policy has no such insured", "change", "insured", "reference")
	}
	path := []string{"change", "insured", "party"}
	before, err := p.Party(asked.Reference)
	if err != nil {
		return err
	}
	var faults fault.List
	party := asked.Party.After(before, func(detail string, at ...string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, slices.Concat(path, at)...))
	})
	found, err := issuing.CheckParty(terms, party, path...)
	if err != nil {
		return err
	}
	if faults = append(faults, found...); len(faults) > 0 {
		return faults
	}
	if sameParty(before, party) {
		return fault.New(fault.CodeInvalidValue, "these are the data that the policy has", path...)
	}
	if err := s.judge(p, e, p.PlanCode(), path[:2]); err != nil {
		return err
	}
	e.Reference = asked.Reference
	if err := s.policies.SealParty(e, party); err != nil {
		return err
	}
	w := rating.Worksheet{Result: inMinor(p, 0)}
	w.Steps = []rating.Step{{Rule: "data of an insured cost nothing", Value: w.Result.Decimal()}}
	e.PremiumLines = []schema.PremiumLine{}
	return explain(e, w)
}

// sameParty compares two persons; nobody is the same as a person of whom nothing is said.
func sameParty(a, b *policy.Party) bool {
	var left, right policy.Party
	if a != nil {
		left = *a
	}
	if b != nil {
		right = *b
	}
	return reflect.DeepEqual(left, right)
}

// judge lets the product's rules look at an endorsement, with the terms of the plan after it. Faults: RULE_REFUSED,
// REQUIRED.
func (s *drafter) judge(p *policy.Policy, e *ent.Endorsement, plan string, path []string) error {
	c, err := p.Case(rule.Endorse)
	if err != nil {
		return err
	}
	if c.Facts, err = p.Factors(); err != nil {
		return err
	}
	if c.Terms, err = p.TermsOf(plan); err != nil {
		return err
	}
	c.Plan, c.PlanBefore, c.Now = plan, p.PlanCode(), e.RecordedAt
	return inputs(p.Product().Judge(c), path)
}

// inputs turns findings into faults of one input; nil where there are none.
func inputs(findings []rule.Finding, path []string) error {
	faults := issuing.Refusals(findings, func([]string) []string { return path })
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// difference is what another plan costs from when a policy is looked at until its end, and by how much it changes the
// sum insured. Both plans are rated as the policy was when it was bound.
func (s *drafter) difference(p *policy.Policy, terms *rule.Terms, plan string) (w rating.Worksheet, sumInsured int64, err error) {
	premium, sum, err := s.issuing.PriceUnder(p, p.PlanCode())
	if err != nil {
		return w, 0, err
	}
	newPremium, newSum, err := s.issuing.PriceUnder(p, plan)
	if err != nil {
		return w, 0, err
	}
	if newPremium.Minor < premium.Minor && !terms.Bool("endorse.downgrade") {
		return w, 0, refused(Downgrade, "change", "planCode")
	}
	how, err := terms.String("endorse.price", nil)
	if err != nil {
		return w, 0, err
	}
	before, after := rating.Price{Name: p.PlanCode(), Amount: premium}, rating.Price{Name: plan, Amount: newPremium}
	left, days := int64(1), int64(1)
	if how == byDays {
		left, days = daysLeft(p, p.Instant(), p.Period().Start)
	}
	if w, err = rating.Difference(before, after, left, days); err != nil {
		return w, 0, err
	}
	if how != byDays { // of its steps the two prices are left
		w.Steps = append(w.Steps[:2:2], rating.Step{Rule: "the whole difference", Value: w.Result.Decimal()})
		if how == none {
			w.Result.Minor = 0
			w.Steps[2] = rating.Step{Rule: "no difference is charged", Value: w.Result.Decimal()}
		}
	}
	if paid := charged(p); w.Result.Minor < -paid {
		w.Result.Minor = -paid
		w.Steps = append(w.Steps, rating.Step{Rule: "never more than was charged", Value: w.Result.Decimal()})
	}
	return w, newSum.Minor - sum.Minor, nil
}
