package issuing

import (
	"cmp"
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Previews quotes sample risks for those who make products.
type Previews struct {
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
}

// PreviewInput is a sample risk, to be quoted under any version of a product.
type PreviewInput struct {
	ProductCode                string
	Version                    *int    // nil: the newest
	File                       *string // instead of the version's own
	PlanCode                   string
	Payer                      policy.Payer
	ChannelCode, AgreementCode *string // under the terms of this agreement; nil, both: under the version's own
	Period                     *policy.Period
	At                         *time.Time // nil: now
	Factors                    map[string]any
}

// Preview is the price of a sample risk; what could not be computed is nil.
type Preview struct {
	PremiumRating, SumInsuredRating *rating.Worksheet
	Period                          *policy.Period
	Refusals                        []fault.Error // what stands against it, for the one who shows it
}

// Premium of it; nil where it could not be computed.
func (p *Preview) Premium() *money.Amount { return result(p.PremiumRating) }

// SumInsured of it; nil where it could not be computed.
func (p *Preview) SumInsured() *money.Amount { return result(p.SumInsuredRating) }

func result(w *rating.Worksheet) *money.Amount {
	if w == nil {
		return nil
	}
	return &w.Result
}

// Preview quotes a sample risk under a version that may be a draft, by the steps of a real quote, and stores nothing.
// It does not ask for persons. Beside its faults it answers what it could compute: INVALID_VALUE, REQUIRED,
// CHANNEL_CLOSED, NOT_AGREED, NOT_FOUND, RULE_REFUSED.
func (s *Previews) Preview(ctx context.Context, caller *access.Caller, in PreviewInput) (*Preview, error) {
	p := &Preview{}
	product, err := s.catalog.CompileDraft(ctx, in.ProductCode, in.Version, in.File)
	if err != nil {
		return p, err
	}
	return p, withoutRisk(s.preview(caller, in, product, p))
}

// withoutRisk are faults at the paths of a preview, which has no risk around its inputs.
func withoutRisk(err error) error {
	list := fault.All(err)
	if list == nil {
		return err
	}
	faults := make(fault.List, len(list))
	for i, f := range list {
		path := f.Base().Path
		if len(path) > 0 && path[0] == "risk" {
			path = path[1:]
		}
		faults[i] = WithPath(f, path...)
	}
	return faults
}

func (s *Previews) preview(caller *access.Caller, in PreviewInput, product *catalog.Version, p *Preview) error {
	u, err := s.sampled(caller, in, product)
	if err != nil {
		return err
	}
	p.Period = &u.rated
	if err := u.price(refused); err != nil {
		return err
	}
	p.PremiumRating, p.SumInsuredRating = u.product.Explain(&u.premium), u.product.Explain(&u.sumInsured)
	return nil
}

// sampled is a sample risk, ready to be judged and priced.
func (s *Previews) sampled(caller *access.Caller, in PreviewInput, product *catalog.Version) (*underwritten, error) {
	payer := cmp.Or(in.Payer, policy.Customer)
	at := s.store.Now()
	if in.At != nil {
		at = in.At.UTC().Truncate(time.Millisecond)
	}
	if in.Period != nil && !in.Period.End.After(in.Period.Start) {
		return nil, fault.New(fault.CodeInvalidValue, "the end lies before the beginning", "period", "end")
	}
	u := &underwritten{act: rule.Quote, product: product, plan: in.PlanCode, payer: payer, insureds: 1, ratedAt: at}
	agreement, err := s.agreementFor(caller, in, product, at)
	if err != nil {
		return nil, err
	}
	if _, known := product.Plan(in.PlanCode); !known || !agreement.Permits(in.PlanCode) {
		return nil, fault.New(fault.CodeNotAgreed, "there is no such plan, or the agreement does not permit it", "planCode")
	}
	if u.terms, err = product.Terms(in.PlanCode, agreement.ChannelTerms, agreement.Terms); err != nil {
		return nil, err
	}
	if err := checkTerms(u.terms, u.act, &RiskInput{PlanCode: in.PlanCode, Payer: payer}); err != nil {
		return nil, err
	}
	var violations []rule.Violation
	if u.facts, violations = product.CheckFactors(in.Factors); len(violations) > 0 {
		return nil, violated(violations)
	}
	u.rated, err = coverPeriod(u.terms, u.facts, u.product.Location(), in.Period, at)
	return u, err
}

// agreementFor finds the agreement whose terms apply; an agreement without terms where none is named.
func (s *Previews) agreementFor(caller *access.Caller, in PreviewInput, product *catalog.Version, at time.Time) (*distribution.Agreement, error) {
	switch {
	case in.ChannelCode == nil && in.AgreementCode == nil:
		return &distribution.Agreement{Agreement: &ent.Agreement{}}, nil
	case in.ChannelCode == nil || in.AgreementCode == nil:
		return nil, fault.New(fault.CodeInvalidValue, "an agreement is named by its channel and its code", "agreementCode")
	}
	channel, err := s.distribution.ChannelByCode(*in.ChannelCode, true)
	if err != nil || !caller.Sees(channel.ID) {
		return nil, fault.New(fault.CodeNotFound, "channel "+*in.ChannelCode, "channelCode")
	}
	a, err := s.distribution.Current(channel.ID, *in.AgreementCode, at)
	if err != nil {
		return nil, err
	}
	if a.ProductCode != product.Code() {
		return nil, fault.New(fault.CodeNotAgreed, "the agreement sells "+a.ProductCode, "agreementCode")
	}
	return a, nil
}
