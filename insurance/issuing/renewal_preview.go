package issuing

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
)

// RenewalTerms are what a renewal covers, under what, and what it costs.
type RenewalTerms struct {
	Offer      *distribution.Offer
	Period     policy.Period
	Payer      policy.Payer
	Premium    money.Amount
	SumInsured money.Amount
	Rating     *rating.Worksheet
}

func (u *underwritten) renewalTerms() *RenewalTerms {
	return &RenewalTerms{
		Offer: &distribution.Offer{Agreement: u.agreement, Product: u.product, PlanCode: u.plan}, Period: u.period, Payer: u.payer,
		Premium: u.premium.Result, SumInsured: u.sumInsured.Result, Rating: u.product.Explain(&u.premium),
	}
}

// Terms of the new policy.
func (r *Renewal) Terms() *RenewalTerms { return r.b.sold.renewalTerms() }

// PreviewRenewal tells what PrepareRenewal would decide, by the same steps, and stores nothing: it takes no number and opens no counter,
// so a quota is looked at as far as this server has seen it. Faults: those of PrepareRenewal, and DUPLICATE_COVER.
func (s *Service) PreviewRenewal(ctx context.Context, caller *access.Caller, old *policy.Policy, choice Choice, start time.Time) (*RenewalTerms, error) {
	b, err := s.renewal(ctx, caller, old, RenewalOrder{Choice: choice}, demand{from: start, dryRun: true, preview: true})
	if err != nil {
		return nil, err
	}
	chains, err := s.binder.chains(ctx, []*binding{b})
	if err != nil {
		return nil, err
	}
	return b.sold.renewalTerms(), b.takeSlots(chains)
}

// Candidate is a policy that somebody may want to renew from an instant on.
type Candidate struct {
	Caller *access.Caller // for the channel of the policy
	Old    *policy.Policy // as it will be by then
	Start  time.Time
}

// MayRenew tells what would refuse renewals without any choice, by the keys of the policies that they renew: PreviewRenewal for all of
// them at once. Those that nothing refuses are left out.
func (s *Service) MayRenew(ctx context.Context, list []Candidate) (map[int64]error, error) {
	refused := map[int64]error{}
	var sold []*binding
	var keys []int64
	for _, c := range list {
		b, err := s.renewal(ctx, c.Caller, c.Old, RenewalOrder{}, demand{from: c.Start, dryRun: true, preview: true})
		if err != nil {
			refused[c.Old.Key()] = err
			continue
		}
		sold, keys = append(sold, b), append(keys, c.Old.Key())
	}
	if len(sold) == 0 {
		return refused, nil
	}
	chains, err := s.binder.chains(ctx, sold)
	for i, b := range sold {
		if err := b.takeSlots(chains); err != nil {
			refused[keys[i]] = err
		}
	}
	return refused, err
}
