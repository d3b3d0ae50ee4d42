package servicing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// Allowed says of policies which acts are possible now for a caller, and why others are not, by the keys of the policies. Each act's own
// draft says it: a cancellation is possible where one of the reasons of the terms is taken, an endorsement where a change that the terms
// permit is, from now on or from the beginning of the cover, and a renewal where it is without any choice, or under an agreement that
// sells the successor of a product that is off sale.
func (s *Possibilities) Allowed(ctx context.Context, caller *access.Caller, list []*policy.Policy) (map[int64][]*access.Act, error) {
	if err := s.policies.CountBeingPaidOf(ctx, list); err != nil {
		return nil, err
	}
	renewals, err := s.renewals(ctx, caller, list)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(list))
	for _, p := range list {
		allowed[p.Key()], err = access.ActsOf(map[string]error{
			"cancelPolicy": s.mayCancel(caller, p), "endorsePolicy": s.mayEndorse(caller, p), "renewPolicy": renewals[p.Key()],
		})
		if err != nil {
			return nil, fmt.Errorf("acts on policy %s: %w", p.Number(), err)
		}
	}
	return allowed, nil
}

// servedBy is the caller as they act on a policy, and the policy at the moment of an act.
func servedBy(caller *access.Caller, p *policy.Policy) (*access.Caller, *policy.Policy, time.Time) {
	if caller.Audience == access.Ops {
		caller = caller.ActingFor(p.Channel())
	}
	now := nowOf(p)
	return caller, p.AsOf(now), now
}

// mayCancel refuses a cancellation that no reason of the terms permits, with what is said to the first of them.
func (s *Possibilities) mayCancel(caller *access.Caller, p *policy.Policy) error {
	caller, p, now := servedBy(caller, p)
	terms, err := p.Terms()
	if err != nil {
		return err
	}
	reasons := terms.Strings("cancel.reasons")
	if len(reasons) == 0 {
		reasons = []string{""}
	}
	var first error
	for _, reason := range reasons {
		_, err := s.draftCancellation(caller, p, now, reason)
		if err == nil {
			return nil
		}
		first = cmp.Or(first, err)
	}
	return first
}

// mayEndorse refuses an endorsement where nothing can be changed. Whether the data of an insured are right is seen by the act; of plans
// one must be permitted, else it is refused with what is said to the first other one.
func (s *Possibilities) mayEndorse(caller *access.Caller, p *policy.Policy) error {
	caller, p, now := servedBy(caller, p)
	terms, err := p.Terms()
	if err != nil {
		return err
	}
	if insured := (&content{Kind: endorsement.KindInsuredChange, EffectiveAt: fromStart(p, now)}); slices.Contains(terms.Strings("endorse.changes"), changeOf(insured)) {
		_, _, err := s.endorsable(caller, p, now, insured)
		return err
	}
	var first error
	for _, plan := range p.Product().Plans() {
		_, err := s.draftEndorsement(caller, p, now, planChange(p, plan.Code, now))
		if err == nil {
			return nil
		}
		if plan.Code != p.PlanCode() {
			first = cmp.Or(first, err)
		}
	}
	if first == nil { // there is no other plan
		_, first = s.draftEndorsement(caller, p, now, planChange(p, p.PlanCode(), now))
	}
	return first
}

// fromStart is from when a change takes effect that is asked for now: nil, which is now, or the beginning of a cover that lies ahead.
func fromStart(p *policy.Policy, now time.Time) *time.Time {
	if start := p.Period().Start; now.Before(start) {
		return &start
	}
	return nil
}

func planChange(p *policy.Policy, plan string, now time.Time) *content {
	return &content{Kind: endorsement.KindPlanChange, Policy: p.Number(), Plan: plan, EffectiveAt: fromStart(p, now)}
}

// renewals tells what would refuse the renewals of policies, by their keys.
func (s *Possibilities) renewals(ctx context.Context, caller *access.Caller, list []*policy.Policy) (map[int64]error, error) {
	refused := make(map[int64]error, len(list))
	var candidates []issuing.Candidate
	rows := make([]*ent.InsurancePolicy, len(list))
	for i, p := range list {
		rows[i] = p.Row()
	}
	renewed, err := s.policies.Renewed(ctx, rows...)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		caller, old, now := servedBy(caller, p)
		if err := mayRenew(caller, old, renewed[p.Key()], now); err != nil {
			refused[p.Key()] = err
			continue
		}
		start := startOf(old, now)
		candidates = append(candidates, issuing.Candidate{Caller: caller, Old: old.AsOf(start), Start: start})
	}
	sold, err := s.issuing.MayRenew(ctx, candidates)
	if err != nil {
		return nil, err
	}
	for _, c := range candidates {
		err := sold[c.Old.Key()]
		if fault.Has(err, fault.CodeProductOffSale) {
			succeeded, lookup := s.issuing.RenewalsOnSale(ctx, []*policy.Policy{c.Old})
			if lookup != nil {
				return nil, lookup
			}
			if succeeded[c.Old.Key()] {
				continue // under the agreement that sells the successor
			}
		}
		if err != nil {
			refused[c.Old.Key()] = (&renewal{}).blamed(err)
		}
	}
	return refused, nil
}
