package claims

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// mostPayouts is how many attempts are made by themselves; a corrected claim may have more.
const mostPayouts = 3

// retryAfter is how long after the nth attempt the next one is made by itself.
var retryAfter = []time.Duration{10 * time.Minute, time.Hour}

// settlement is a payout whose outcome is known, on its way into the database.
type settlement struct {
	row     *ent.Payout
	outcome PayoutOutcome
	claim   *ent.Claim
	number  string // of the policy
	now     time.Time
}

// settling runs what an outcome does in one transaction, with the policy locked; an outcome that was settled before
// does nothing.
func (o *Service) settling(ctx context.Context, row *ent.Payout, outcome PayoutOutcome, does func(context.Context, *work.Tx, *settlement) error) error {
	err := retry(ctx, func() error {
		c, err := o.store.Client.Claim.Get(ctx, row.ClaimID)
		if err != nil {
			return fmt.Errorf("claim %d: %w", row.ClaimID, err)
		}
		policy, err := o.policies.ByKey(ctx, c.PolicyID, policy.PointInTime{})
		if err != nil {
			return err
		}
		s := &settlement{row: row, outcome: outcome, claim: c, number: policy.Number(), now: o.distribution.Now(row.ChannelID)}
		return o.store.Do(ctx, "settle payout", func(ctx context.Context, tx *work.Tx) error {
			return does(ctx, tx, s)
		})
	})
	if errors.Is(err, errSettled) {
		return nil
	}
	return err
}

// paid closes a claim as paid (A7): payout, claim, the policy's counts and the event in one transaction, once. Where
// claim and policy were read already, the settlements that are ready share a transaction.
func (o *Service) paid(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	if p.claim == nil || !o.live(p.row.ChannelID) {
		return o.paidAlone(ctx, p.row, outcome)
	}
	_, err := o.settlements.Do(ctx, &settlement{
		row: p.row, outcome: outcome, claim: p.claim, number: p.policy.Number(), now: o.distribution.Now(p.row.ChannelID),
	})
	return err
}

func (o *Service) paidAlone(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	var after time.Duration
	err := o.settling(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, s *settlement) error {
		next, err := o.move(ctx, tx, transitions.pay, move{
			row: s.claim, at: s.now, set: s.close, tell: s.paid,
			first: func(ctx context.Context, tx *work.Tx) error {
				return settleRow(ctx, tx, row, payout.StatePaid, outcome, s.now)
			},
		})
		if err == nil {
			after = s.now.Sub(next.SubmittedAt)
		}
		return err
	})
	if err == nil && after > 0 {
		o.tellPaid(after)
	}
	return err
}

func (s *settlement) close(next *ent.Claim) { next.ClosedAt = &s.now }

// paid is what is told once a claim is paid.
func (s *settlement) paid(next *ent.Claim) event.Payload {
	return event.ClaimPaid{Claim: snapshot(next, s.number), PayoutReference: clip(s.outcome.Reference), PaidAt: event.Moment(s.now)}
}

func (o *Service) tellPaid(after time.Duration) {
	if o.onPaid != nil {
		o.onPaid(after)
	}
}

// failed leaves a claim open whose payment the bank declined: it is tried again by itself where that may help, or
// corrected with updateClaim; it is never told that it exists already.
func (o *Service) failed(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	return o.settling(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, s *settlement) error {
		if err := policy.Lock(ctx, tx, s.claim.PolicyID); err != nil {
			return err
		}
		if err := settleRow(ctx, tx, row, payout.StateDeclined, outcome, s.now); err != nil {
			return err
		}
		var retryAt *time.Time
		if outcome.Retryable && row.Attempt < mostPayouts {
			at := s.now.Add(retryAfter[min(row.Attempt, len(retryAfter))-1])
			retryAt = &at
		}
		_, err := o.failPayout(ctx, tx, move{row: s.claim, at: s.now}, s.number, clip(outcome.Reason), retryAt)
		return err
	})
}

// failPayout leaves a claim as one whose payout failed, for a reason that the bank gave, to be paid again at an instant; nil:
// not by itself. The caller has locked the policy.
func (o *Service) failPayout(ctx context.Context, tx *work.Tx, m move, policyNumber, bank string, retryAt *time.Time) (*ent.Claim, error) {
	told := sentence(PayoutFailed)
	decision, err := withReason(m.row, PayoutFailed, rule.Text{Zh: told.Zh + "：" + bank, En: told.En + ": " + bank})
	if err != nil {
		return nil, err
	}
	m.set = func(next *ent.Claim) {
		next.Reason, next.DecidedAt, next.Decision, next.Tries = PayoutFailed, &m.at, decision, 0
		if retryAt != nil {
			due := o.distribution.Due(next.ChannelID, *retryAt)
			next.DueAt = &due
		}
	}
	m.tell = func(next *ent.Claim) event.Payload {
		return event.ClaimPayoutFailed{Claim: snapshot(next, policyNumber), PayoutReason: bank, RetryAt: (*event.Moment)(retryAt)}
	}
	return o.move(ctx, tx, transitions.failPayout, m)
}

// payAgain makes another attempt at paying a claim whose payout failed for a reason that may pass.
func (o *Service) payAgain(ctx context.Context, f *caseFile) error {
	return o.store.Do(ctx, "pay claim again", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, f.row.PolicyID); err != nil {
			return err
		}
		_, err := o.orderAgain(ctx, tx, f.row, f.policy.Number(), claim.Lease(f.row.Lease))
		return err
	})
}
