package servicing

import (
	"context"
	"errors"
	"time"

	"baodan/engine/rule"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Renew makes a policy that renews another (B4, D7), once for each policy however many ask at the same time: the
// same risk, with its endorsements, under what is on sale today. It begins where the old one ends, or now where that is
// past. The order number makes it idempotent as it does Issue. Faults: INVALID_VALUE, REQUIRED, NOT_FOUND,
// INVALID_STATE, CHANNEL_CLOSED, NOT_AGREED, RULE_REFUSED, PRODUCT_OFF_SALE, PREMIUM_MISMATCH, DUPLICATE_COVER,
// QUOTA_EXHAUSTED, REQUEST_MISMATCH.
func (s *Service) Renew(ctx context.Context, caller *access.Caller, in *RenewInput) (*issuing.Issued, error) {
	if !policy.ValidOrderNo(in.OrderNo) {
		return nil, fault.New(fault.CodeInvalidValue, "an order number is 1 to 64 letters, digits, _ and -", "orderNo")
	}
	for round := range maxAttempts {
		old, now, err := s.find(ctx, caller, in.PolicyNumber)
		if err != nil {
			return nil, err
		}
		answer, refusal := s.renewal(ctx, caller, in, old, now)
		if refusal == nil {
			return answer, nil
		}
		if !errors.Is(refusal, policy.ErrMoved) {
			// It counts only if the policy is still the one that was looked at: a faster writer may be the reason.
			again, _, err := s.find(ctx, caller, in.PolicyNumber)
			if err != nil {
				return nil, err
			}
			if again.Version() == old.Version() {
				return nil, refusal
			}
		}
		if err := pause(ctx, round); err != nil {
			return nil, err
		}
	}
	return nil, fault.New(fault.CodeUnavailable, "too many renewals of one policy at once")
}

// renewal answers an order from one look at the old policy; policy.ErrMoved asks for another look.
func (s *Service) renewal(ctx context.Context, caller *access.Caller, in *RenewInput, old *policy.Policy, now time.Time) (*issuing.Issued, error) {
	earlier, err := s.issuing.Renewed(ctx, caller.Channel.ID, old, in.OrderNo, in.ExpectedPremium)
	if earlier != nil || err != nil {
		return replayed(earlier, err)
	}
	if err := renewable(old, now); err != nil {
		return nil, err
	}
	start := old.Period().End
	if now.After(start) {
		start = now
	}
	// All endorsements hold by then, also those that take effect in the last days of the old period.
	b, err := s.issuing.PrepareRenewal(ctx, caller, old.AsOf(start), in.OrderNo, in.ExpectedPremium, start)
	if err != nil {
		return nil, blamed(err, "policyNumber")
	}
	if err := b.PrepareRetry(ctx); err != nil { // its place is behind the old policy's
		// The cover in the way may be that of the same order, stored since the first look.
		if earlier, lookup := s.issuing.Renewed(ctx, caller.Channel.ID, old, in.OrderNo, in.ExpectedPremium); earlier != nil || lookup != nil {
			return replayed(earlier, lookup)
		}
		return nil, blamed(err, "policyNumber")
	}
	err = s.bind(ctx, old, b, now)
	switch {
	case err == nil:
		return &issuing.Issued{Policy: b.Policy()}, nil
	case !work.IsDuplicate(err) && !errors.Is(err, work.ErrUnknownOutcome):
		return nil, blamed(err, "policyNumber")
	}
	earlier, lookup := s.issuing.Renewed(ctx, caller.Channel.ID, old, in.OrderNo, in.ExpectedPremium)
	switch {
	case lookup != nil:
		return nil, lookup
	case earlier == nil:
		return nil, policy.ErrMoved
	}
	return &issuing.Issued{Policy: earlier, Replayed: earlier.Key() != b.Key()}, nil
}

func replayed(p *policy.Policy, err error) (*issuing.Issued, error) {
	if err != nil {
		return nil, err
	}
	return &issuing.Issued{Policy: p, Replayed: true}, nil
}

// renewable tells whether terms and state of a policy permit its renewal now. Faults: INVALID_STATE, NOT_AGREED.
func renewable(p *policy.Policy, now time.Time) error {
	row := p.Row()
	not := func(detail string) error { return fault.New(fault.CodeInvalidState, detail, "policyNumber") }
	switch {
	case row.State == insurancepolicy.StateCANCELLED:
		return not("the policy is cancelled")
	case row.RenewedBy != nil:
		return not("the policy is renewed already")
	}
	terms, err := p.Terms()
	if err != nil {
		return err
	}
	if !terms.Bool("renew.allowed") {
		return fault.New(fault.CodeNotAgreed, "the terms do not permit renewals")
	}
	if err := permitted(terms, rule.Renew); err != nil {
		return err
	}
	grace, err := terms.Period("renew.grace", nil)
	if err != nil {
		return err
	}
	zone := p.Product().Location()
	first := rule.Period{Days: int(terms.Int("renew.noticeDays"))}.SubtractFrom(row.EndAt, zone)
	last := grace.AddTo(row.EndAt, zone)
	switch {
	case now.Before(first):
		return not("it may be renewed from " + first.Format(time.RFC3339) + " on")
	case now.After(last):
		return not("it could be renewed until " + last.Format(time.RFC3339))
	}
	return nil
}

// bind stores the new policy and marks the old one as renewed, in one transaction.
func (s *Service) bind(ctx context.Context, old *policy.Policy, b *issuing.Renewal, now time.Time) error {
	row := old.Row()
	return s.store.Do(ctx, "renew", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Next(ctx, tx, row, policy.Move{RenewedBy: b.Key()}); err != nil {
			return err
		}
		if err := b.Store(ctx, tx); err != nil {
			return err
		}
		return event.Record(ctx, tx, row.ChannelID, row.Number, row.Version+1, now, event.PolicyRenewed{
			PolicyNumber: row.Number, OrderNo: row.OrderNo, RenewedBy: b.Number(), NewOrderNo: b.Policy().OrderNo(), At: event.Time(now),
		})
	})
}
