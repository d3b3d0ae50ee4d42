package servicing

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Options are what may be done with a policy now: what the inputs of its acts may be, and what each would do.
type Options struct {
	Plans   []*PlanOption
	Changes []endorsement.Kind // that the terms permit
	Reasons []*CancelOption
}

// PlanOption is a plan that a policy could be changed to, from now on or from the beginning of its cover.
type PlanOption struct {
	Code    string
	Name    rule.Text
	Preview *Preview    // nil: refused
	Reason  fault.Error // why it is refused; nil: it is not
}

// PremiumChange is to be paid or given back; nil: it is refused.
func (o *PlanOption) PremiumChange() *money.Amount { return changeIn(o.Preview) }

// Premium after it; nil: it is refused.
func (o *PlanOption) Premium() *money.Amount {
	if o.Preview == nil {
		return nil
	}
	return new(o.Preview.Premium())
}

// SumInsured after it; nil: it is refused.
func (o *PlanOption) SumInsured() *money.Amount {
	if o.Preview == nil {
		return nil
	}
	return new(o.Preview.SumInsured())
}

// CancelOption is a reason that a policy may be cancelled for by its terms.
type CancelOption struct {
	Code     string
	Sentence rule.Text
	Preview  *Preview
	Reason   fault.Error
}

// PremiumChange is to be given back; nil: it is refused.
func (o *CancelOption) PremiumChange() *money.Amount { return changeIn(o.Preview) }

func changeIn(p *Preview) *money.Amount {
	if p == nil {
		return nil
	}
	return new(p.PremiumChange())
}

// OptionsOf policies for a caller, by the keys of the policies: every plan of the agreement but the one in force, and every reason of
// the terms, each drafted as its act drafts it.
func (s *Possibilities) OptionsOf(ctx context.Context, caller *access.Caller, list []*policy.Policy) (map[int64]*Options, error) {
	if err := s.policies.CountBeingPaidOf(ctx, list); err != nil {
		return nil, err
	}
	options := make(map[int64]*Options, len(list))
	for _, p := range list {
		o, err := s.optionsOf(caller, p)
		if err != nil {
			return nil, fmt.Errorf("options of policy %s: %w", p.Number(), err)
		}
		options[p.Key()] = o
	}
	return options, nil
}

func (s *Possibilities) optionsOf(caller *access.Caller, p *policy.Policy) (*Options, error) {
	caller, p, now := servedBy(caller, p)
	terms, err := p.Terms()
	if err != nil {
		return nil, err
	}
	o := &Options{Plans: []*PlanOption{}, Changes: []endorsement.Kind{}, Reasons: []*CancelOption{}}
	for _, kind := range []endorsement.Kind{endorsement.KindPlanChange, endorsement.KindInsuredChange} {
		if terms.Bool("endorse.allowed") && slices.Contains(terms.Strings("endorse.changes"), changeOf(&content{Kind: kind})) {
			o.Changes = append(o.Changes, kind)
		}
	}
	for _, plan := range p.Product().Plans() {
		if plan.Code == p.PlanCode() || !p.Agreement().Permits(plan.Code) {
			continue
		}
		one := &PlanOption{Code: plan.Code, Name: plan.Name}
		d, err := s.draftEndorsement(caller, p, now, planChange(p, plan.Code, now))
		if one.Preview, one.Reason, err = s.option(d, err); err != nil {
			return nil, err
		}
		o.Plans = append(o.Plans, one)
	}
	for _, reason := range terms.Strings("cancel.reasons") {
		one := &CancelOption{Code: reason, Sentence: CancelSentence(reason)}
		d, err := s.draftCancellation(caller, p, now, reason)
		if one.Preview, one.Reason, err = s.option(d, err); err != nil {
			return nil, err
		}
		o.Reasons = append(o.Reasons, one)
	}
	return o, nil
}

// option is a draft as it is shown, or why there is none.
func (s *Possibilities) option(d *draft, refused error) (*Preview, fault.Error, error) {
	if refused == nil {
		preview, err := s.preview(d)
		return preview, nil, err
	}
	act, err := access.ActOf("", refused)
	if err != nil {
		return nil, nil, err
	}
	return nil, act.Reason, nil
}
