package servicing

import (
	"context"
	"slices"
	"time"

	"baodan/engine/rule"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Cancel ends a policy (B5, D8): at once, or after the notice of its terms; where the whole premium comes back it is
// void from its beginning. The refund of each layer of premium goes to who paid it. A claim that comes in at the same moment and a cancellation decide by who commits first. The request
// number makes it idempotent as it does Endorse; one of the insurer's people does it on a customer's behalf. Faults:
// INVALID_VALUE, REQUIRED, NOT_FOUND, NOT_AGREED, INVALID_STATE, RULE_REFUSED, PREVIEW_CHANGED, REQUEST_MISMATCH.
func (s *Service) Cancel(ctx context.Context, caller *access.Caller, in *CancelInput) (*Endorsed, error) {
	var faults fault.List
	if !policy.ValidOrderNo(in.RequestNo) {
		faults = append(faults, badRequestNo)
	}
	if faults = append(faults, checkActingFor(caller, in.Note)...); len(faults) > 0 {
		return nil, faults
	}
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	r := newRequest(caller, in.RequestNo, in.Note, in.PreviewToken, content{
		Kind: endorsement.KindCancellation, Policy: in.PolicyNumber, Reason: in.Reason,
	})
	r.prepare = func(ctx context.Context) (*draft, error) {
		return s.prepareCancellation(ctx, caller, in.PolicyNumber, in.Reason)
	}
	return s.serve(ctx, caller, r)
}

func (s *Service) prepareCancellation(ctx context.Context, caller *access.Caller, policyNo, reason string) (*draft, error) {
	p, now, err := s.find(ctx, caller, policyNo)
	if err != nil {
		return nil, err
	}
	if err := s.policies.CountBeingPaid(ctx, p); err != nil {
		return nil, err
	}
	return s.draftCancellation(caller, p, now, reason)
}

// draftCancellation is the cancellation of a policy as it stands at a moment, with all that could refuse it; CountBeingPaid comes first.
func (s *drafter) draftCancellation(caller *access.Caller, p *policy.Policy, now time.Time, reason string) (*draft, error) {
	if err := s.distribution.MayServe(caller, p.Agreement(), distribution.Cancel); err != nil {
		return nil, err
	}
	terms, err := p.Terms()
	if err != nil {
		return nil, err
	}
	if err := cancellable(caller, p, terms, reason, now); err != nil {
		return nil, err
	}
	e := s.start(p, now)
	e.Kind, e.Reason = endorsement.KindCancellation, reason
	how, err := refundRule(p, terms)
	if err != nil {
		return nil, err
	}
	if e.EffectiveAt, err = endsAt(p, terms, how, now); err != nil {
		return nil, err
	}
	if err := giveBack(p, e, how); err != nil {
		return nil, err
	}
	return &draft{policy: p, row: e}, nil
}

// cancellable tells whether terms, state, claims and rules permit the end of a policy.
func cancellable(caller *access.Caller, p *policy.Policy, terms *rule.Terms, reason string, now time.Time) error {
	until, err := terms.String("cancel.rule", nil)
	if err != nil {
		return err
	}
	if until == "never" {
		return refused(NotCancellable)
	}
	if err := permittedTo(partyOf(caller), terms, rule.Cancel); err != nil {
		return err
	}
	if !slices.Contains(terms.Strings("cancel.reasons"), reason) {
		return fault.New(fault.CodeInvalidValue, "the terms have no such reason", "reason")
	}
	row := p.Row()
	paid, err := terms.String("cancel.afterPaidClaim", nil)
	switch {
	case err != nil:
		return err
	case row.State == insurancepolicy.StateCANCELLED:
		return fault.New(fault.CodeInvalidState, "the policy is cancelled", "policyNumber")
	case !now.Before(row.EndAt):
		return fault.New(fault.CodeInvalidState, "the policy expired at "+row.EndAt.Format(time.RFC3339), "policyNumber")
	case until == "beforeStart" && !now.Before(row.StartAt):
		return refused(CoverBegun)
	case row.OpenClaims > 0 && !terms.Bool("cancel.withOpenClaim"):
		return refused(OpenClaim)
	case p.PaidClaims() > 0 && paid == "refuse":
		return refused(PaidClaim)
	}
	if err := checkUnshipped(p, terms, reason, now); err != nil {
		return err
	}
	c, err := p.Case(rule.Cancel)
	if err != nil {
		return err
	}
	c.Reason = reason
	return inputs(p.Product().Judge(c), nil)
}

// endsAt is when a cancellation takes effect. Fault: INVALID_STATE where the policy expires before.
func endsAt(p *policy.Policy, terms *rule.Terms, refund string, now time.Time) (time.Time, error) {
	notice, err := terms.Period("cancel.notice", nil)
	if err != nil {
		return now, err
	}
	at, cover := notice.AddTo(now, p.Product().Location()), p.Period()
	if refund == whole && p.PaidClaims() == 0 && at.After(cover.Start) {
		return cover.Start, nil // void from its beginning
	}
	if !at.Before(cover.End) {
		return at, fault.New(fault.CodeInvalidState, "with the notice of "+notice.String()+" it would expire before", "policyNumber")
	}
	return at, nil
}
