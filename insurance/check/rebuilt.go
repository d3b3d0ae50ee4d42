package check

import (
	"time"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/event"
	"baodan/insurance/policy"
)

// policyRebuilt: a channel that knows of a policy only what events told it, knows what the rows say of it.
func (r policyWalk) policyRebuilt(p *policies, row *ent.InsurancePolicy) {
	of := func(what string, told, stored any) { r.wrong(Rebuilt, row.Number, what+" by its events", told, stored) }
	cancelled := false
	for _, e := range p.events[row.Number] {
		then, made := r.version(p, row, e.Seq)
		if then == nil {
			continue // it is no endorsement, or I8 tells that there is none
		}
		version := "version " + text(e.Seq)
		switch e.Type {
		case event.PolicyEndorsed{}.Type():
			said, err := read[event.PolicyEndorsed](e)
			if err != nil {
				r.broken(Rebuilt, row.Number, "the event of %s cannot be read: %v", version, err)
				continue
			}
			of("plan of "+version, said.PlanCode, then.PlanCode())
			of("premium of "+version, said.Premium, event.MoneyOf(then.Premium()))
			of("sum insured of "+version, said.SumInsured, event.MoneyOf(then.SumInsured()))
			of("effect of "+version, time.Time(said.EffectiveAt), made.EffectiveAt)
		case event.PolicyCancelled{}.Type():
			cancelled = true
			said, err := read[event.PolicyCancelled](e)
			if err != nil {
				r.broken(Rebuilt, row.Number, "the event of %s cannot be read: %v", version, err)
				continue
			}
			of("premium of "+version, said.Premium, event.MoneyOf(then.Premium()))
			of("effect of "+version, time.Time(said.EffectiveAt), made.EffectiveAt)
		}
	}
	of("cancelled", cancelled, row.State == insurancepolicy.StateCANCELLED)
}

// version is a policy as one of its endorsements made it, and that endorsement.
func (r policyWalk) version(p *policies, row *ent.InsurancePolicy, version int) (*policy.Policy, *ent.Endorsement) {
	then := p.bound[row.ID]
	if then == nil {
		return nil, nil
	}
	for _, e := range p.endorsements[row.ID] {
		if e.Version > version {
			break
		}
		if then = then.WithEndorsement(e); e.Version == version {
			return then, e
		}
	}
	return nil, nil
}

// recovered is the type of the event that tells of money which came back.
var recovered = event.ClaimRecovered{}.Type()

// claimRebuilt: the newest event of a claim is all of the claim.
func (r claimWalk) claimRebuilt(c *claimsPage, row *ent.Claim) {
	events := c.events[row.Number]
	if len(events) == 0 {
		return // I8 tells that
	}
	newest := events[len(events)-1]
	said, err := read[event.Claim](newest)
	if err != nil {
		r.broken(Rebuilt, row.Number, "its newest event cannot be read: %v", err)
		return
	}
	of := func(what string, told, stored any) { r.wrong(Rebuilt, row.Number, what+" by its events", told, stored) }
	amount := func(minor *int64) any {
		if minor == nil {
			return ""
		}
		return moneyOf(*minor, row.Currency)
	}
	of("state", said.State, string(row.State))
	of("request", said.RequestNo, row.RequestNo)
	of("limit", said.Limit, moneyOf(row.EventLimit, row.Currency))
	of("claimed", orNone(said.Claimed), amount(row.Claimed))
	of("computed", orNone(said.Computed), amount(row.Computed))
	of("payable", orNone(said.Payable), amount(row.Payable))
	of("reason", said.Reason, row.Reason)
	if p := c.policies[row.PolicyID]; p != nil {
		of("policy", said.PolicyNumber, p.Number)
	}
	var back int64
	for _, e := range events {
		if told, err := read[event.ClaimRecovered](e); err == nil && e.Type == recovered {
			of("recovered in version "+text(e.Seq), told.Recovered.Currency, row.Currency)
			back++
		}
	}
	of("money came back", back > 0, row.Recovered != 0)
	if newest.Type == recovered {
		told, _ := read[event.ClaimRecovered](newest)
		of("recovered", told.Recovered, moneyOf(row.Recovered, row.Currency))
	}
}

func orNone(m *event.Money) any {
	if m == nil {
		return ""
	}
	return *m
}
