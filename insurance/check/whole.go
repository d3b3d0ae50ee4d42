package check

import (
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/event"
)

// I8: nothing is half there. A version of a policy is an event; an endorsement is a version; claims are what is counted.
func (r policyWalk) policyWhole(p *policies, row *ent.InsurancePolicy) {
	of := func(what string, expected, found any) { r.wrong(Whole, row.Number, what, expected, found) }
	events := p.events[row.Number]
	of("events of its version", row.Version, len(events))
	of("first event", event.PolicyIssued{}.Type(), typeAt(events, 1))
	cancelled := false
	for _, e := range p.endorsements[row.ID] {
		want := event.PolicyEndorsed{}.Type()
		if e.Kind == endorsement.KindCancellation {
			want, cancelled = event.PolicyCancelled{}.Type(), true
		}
		of("event of endorsement "+e.Number, want, typeAt(events, e.Version))
	}
	endorsed := 0
	for _, e := range events {
		if e.Type == (event.PolicyEndorsed{}).Type() || e.Type == (event.PolicyCancelled{}).Type() {
			endorsed++
		}
	}
	of("endorsements of its events", endorsed, len(p.endorsements[row.ID]))
	of("cancelled, by its endorsements", cancelled, row.State == insurancepolicy.StateCANCELLED)
	open, paid := 0, 0
	for _, c := range p.claims[row.ID] {
		switch c.State {
		case claim.StatePaid:
			paid++
		case claim.StateDeclined, claim.StateWithdrawn:
		default:
			open++
		}
	}
	of("count of claims", len(p.claims[row.ID]), row.Claims)
	of("count of open claims", open, row.OpenClaims)
	of("count of paid claims", paid, row.PaidClaims)
	r.shown(p, row)
}

// shown are covers and what lists go by.
func (r policyWalk) shown(p *policies, row *ent.InsurancePolicy) {
	of := func(what string, expected, found any) { r.wrong(Whole, row.Number, what, expected, found) }
	if bound := p.bound[row.ID]; bound != nil {
		if n, known := wantedCovers(bound); known {
			of("covers of its insureds", n, len(p.covers[row.ID]))
		}
	}
	view := p.views[row.ID]
	if view == nil || row.TurnsAt != nil && !row.TurnsAt.After(r.Store.Now()) {
		return // a worker is to write them anew
	}
	of("state that lists go by", string(view.State()), string(row.Phase))
	of("plan that lists go by", view.PlanCode(), row.ListedPlan)
}

// renewals: a policy and the one that renews it know each other, and the older one told it. All renewals of a policy but
// the newest were cancelled before another was made.
func (r policyWalk) renewals(p *policies, row *ent.InsurancePolicy) {
	of := func(what string, expected, found any) { r.wrong(Whole, row.Number, what, expected, found) }
	told := map[string]bool{}
	for _, e := range p.events[row.Number] {
		if said, err := read[event.PolicyRenewed](e); err == nil && e.Type == said.Type() {
			told[said.RenewedBy] = true
		}
	}
	of("renewed, by its events", len(told) > 0, row.RenewedBy != nil)
	if row.RenewedBy != nil {
		next := p.others[*row.RenewedBy]
		switch {
		case next == nil:
			r.broken(Whole, row.Number, "the policy that renews it is not there")
		case next.Renews == nil || *next.Renews != row.ID:
			r.broken(Whole, row.Number, "%s renews it and does not know it", next.Number)
		case !told[next.Number]:
			r.broken(Whole, row.Number, "no event tells that %s renews it", next.Number)
		}
	}
	if row.Renews == nil {
		return
	}
	before := p.others[*row.Renews]
	switch {
	case before == nil:
		r.broken(Whole, row.Number, "the policy that it renews is not there")
	case (before.RenewedBy == nil || *before.RenewedBy != row.ID) && row.State != insurancepolicy.StateCANCELLED:
		r.broken(Whole, row.Number, "it renews %s, which another policy renews", before.Number)
	}
}

// kindsOfRevision are the events that revisions are told by.
var kindsOfRevision = map[claimrevision.Kind]string{
	claimrevision.KindSubmit: event.ClaimSubmitted{}.Type(), claimrevision.KindUpdate: event.ClaimUpdated{}.Type(),
	claimrevision.KindWithdraw: event.ClaimWithdrawn{}.Type(),
}

func (r claimWalk) claimWhole(c *claimsPage, row *ent.Claim) {
	of := func(what string, expected, found any) { r.wrong(Whole, row.Number, what, expected, found) }
	if c.policies[row.PolicyID] == nil {
		r.broken(Whole, row.Number, "its policy is not there")
	}
	events := c.events[row.Number]
	of("events of its version", row.Version, len(events))
	of("first event", event.ClaimSubmitted{}.Type(), typeAt(events, 1))
	submitted := 0
	for _, v := range c.revisions[row.ID] {
		if v.Kind == claimrevision.KindSubmit {
			submitted++
		}
		of("event of request "+v.RequestNo, kindsOfRevision[v.Kind], typeAt(events, v.Version))
	}
	of("requests that submitted it", 1, submitted)
	of("count of payouts", len(c.payouts[row.ID]), row.Payouts)
	of("closed", row.State == claim.StatePaid || row.State == claim.StateDeclined || row.State == claim.StateWithdrawn, row.ClosedAt != nil)
	if p := c.policies[row.PolicyID]; p != nil {
		of("product, as of its policy", p.ProductCode, row.ProductCode)
		of("currency, as of its policy", p.Currency, row.Currency)
	}
}
