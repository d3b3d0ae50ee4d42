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
// same risk, with its endorsements, under what is on sale today. Another plan and payer may be chosen where the terms permit, and
// the agreement that sells the successor of a product that is off sale. It begins where the old one ends, or now where that is
// past. The order number makes it idempotent as it does Issue; one of the insurer's people does it on a customer's behalf, under
// a number of their own. Faults: INVALID_VALUE, REQUIRED, NOT_FOUND, INVALID_STATE, CHANNEL_CLOSED, NOT_AGREED, RULE_REFUSED,
// PRODUCT_OFF_SALE, PREMIUM_MISMATCH, PREVIEW_CHANGED, DUPLICATE_COVER, QUOTA_EXHAUSTED, BALANCE_TOO_LOW, REQUEST_MISMATCH.
func (s *Service) Renew(ctx context.Context, caller *access.Caller, in *RenewInput) (*issuing.Issued, error) {
	var faults fault.List
	if !policy.ValidOrderNo(in.OrderNo) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "an order number is 1 to 64 letters, digits, _ and -", "orderNo"))
	}
	if faults = append(faults, checkActingFor(caller, in.Note)...); len(faults) > 0 {
		return nil, faults
	}
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	r := &renewal{caller: caller, note: in.Note, token: in.PreviewToken, order: issuing.RenewalOrder{
		OrderNo: caller.RequestNo(in.OrderNo), ExpectedPremium: in.ExpectedPremium,
		Choice: issuing.Choice{AgreementCode: in.AgreementCode, PlanCode: in.PlanCode, Payer: in.Payer},
	}}
	for round := range maxAttempts {
		old, now, err := s.find(ctx, caller, in.PolicyNumber)
		if err != nil {
			return nil, err
		}
		answer, refusal := s.renew(ctx, r, old, now)
		if refusal == nil {
			return answer, nil
		}
		if !errors.Is(refusal, policy.ErrMoved) {
			// It counts only if the policy is still the one that was looked at: a faster writer may be the reason.
			again, _, err := s.find(ctx, caller, in.PolicyNumber)
			if err != nil {
				return nil, err
			}
			if again.Revision() == old.Revision() {
				return nil, refusal
			}
		}
		if err := pause(ctx, round); err != nil {
			return nil, err
		}
	}
	return nil, fault.New(fault.CodeUnavailable, "too many renewals of one policy at once")
}

// startOf the policy that renews another: where that ends, or now where that is past.
func startOf(old *policy.Policy, now time.Time) time.Time {
	if start := old.Period().End; !now.After(start) {
		return start
	}
	return now
}

// renewal is a renewal that is asked for.
type renewal struct {
	caller *access.Caller
	order  issuing.RenewalOrder
	token  *string // of a preview; no content: it only says what is expected
	note   *string
}

// renew answers an order from one look at the old policy; policy.ErrMoved asks for another look.
func (s *Service) renew(ctx context.Context, r *renewal, old *policy.Policy, now time.Time) (*issuing.Issued, error) {
	channel := r.caller.Channel.ID
	earlier, err := s.issuing.Renewed(ctx, channel, old, r.order)
	if earlier != nil || err != nil {
		return replayed(earlier, err)
	}
	if err := s.renewable(ctx, r.caller, old, now); err != nil {
		return nil, err
	}
	start := startOf(old, now)
	// All endorsements hold by then, also those that take effect in the last days of the old period.
	b, err := s.issuing.PrepareRenewal(ctx, r.caller, old.AsOf(start), r.order, start)
	if err != nil {
		return nil, r.blamed(err)
	}
	if err := b.PrepareRetry(ctx); err != nil { // its place is behind the old policy's
		// The cover in the way may be that of the same order, stored since the first look.
		if earlier, lookup := s.issuing.Renewed(ctx, channel, old, r.order); earlier != nil || lookup != nil {
			return replayed(earlier, lookup)
		}
		return nil, r.blamed(err)
	}
	if err := s.checkRenewalPreview(old, b.Terms(), now, r.token); err != nil {
		return nil, err
	}
	err = s.bind(ctx, r, old, b, now)
	switch {
	case err == nil:
		return &issuing.Issued{Policy: b.Policy()}, nil
	case !work.IsDuplicate(err) && !errors.Is(err, work.ErrUnknownOutcome):
		return nil, r.blamed(err)
	}
	earlier, lookup := s.issuing.Renewed(ctx, channel, old, r.order)
	switch {
	case lookup != nil:
		return nil, lookup
	case earlier == nil:
		return nil, policy.ErrMoved
	}
	return &issuing.Issued{Policy: earlier, Replayed: earlier.Key() != b.Key()}, nil
}

// blamed gives a fault with the risk of the new policy, which the caller did not send, what they chose of it, else the old policy.
func (r *renewal) blamed(err error) error {
	chosen := map[string]bool{
		"agreementCode": r.order.AgreementCode != nil, "planCode": r.order.PlanCode != nil, "payer": r.order.Payer != nil,
	}
	return blamedAt(err, func(at []string) []string {
		if at[0] == "risk" {
			at = at[1:]
		} else if at[0] != "agreementCode" {
			return at
		}
		if len(at) > 0 && chosen[at[0]] {
			return at[:1]
		}
		return []string{"policyNumber"}
	})
}

func replayed(p *policy.Policy, err error) (*issuing.Issued, error) {
	if err != nil {
		return nil, err
	}
	return &issuing.Issued{Policy: p, Replayed: true}, nil
}

// renewable tells whether terms and state of a policy permit its renewal now. Faults: INVALID_STATE, NOT_AGREED.
func (s *Service) renewable(ctx context.Context, caller *access.Caller, p *policy.Policy, now time.Time) error {
	renewed, err := s.policies.Renewed(ctx, p.Row())
	if err != nil {
		return err
	}
	return mayRenew(caller, p, renewed[p.Key()], now)
}

func mayRenew(caller *access.Caller, p *policy.Policy, renewed bool, now time.Time) error {
	row := p.Row()
	not := func(detail string) error { return fault.New(fault.CodeInvalidState, detail, "policyNumber") }
	switch {
	case row.State == insurancepolicy.StateCANCELLED:
		return not("the policy is cancelled")
	case renewed:
		return not("the policy is renewed already")
	}
	terms, err := p.Terms()
	if err != nil {
		return err
	}
	if !terms.Bool("renew.allowed") {
		return fault.New(fault.CodeNotAgreed, "the terms do not permit renewals")
	}
	if err := permittedTo(partyOf(caller), terms, rule.Renew); err != nil {
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
func (s *Service) bind(ctx context.Context, r *renewal, old *policy.Policy, b *issuing.Renewal, now time.Time) error {
	row := old.Row()
	return s.store.Do(ctx, "renew", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Next(ctx, tx, row, policy.Move{RenewedBy: b.Key(), Instead: row.RenewedBy}); err != nil {
			return err
		}
		if err := b.Store(ctx, tx); err != nil {
			return err
		}
		if r.caller.Audience == access.Ops {
			if err := s.recordRenewal(ctx, tx, r, old, b.Policy()); err != nil {
				return err
			}
		}
		return event.Record(ctx, tx, row.ChannelID, row.Number, row.Version+1, now, event.PolicyRenewed{
			PolicyNumber: row.Number, OrderNo: row.OrderNo, RenewedBy: b.Number(), NewOrderNo: b.Policy().OrderNo(), At: event.Time(now),
		})
	})
}
