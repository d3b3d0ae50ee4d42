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

// maxAutomaticPayouts is how many attempts are made by themselves; a corrected claim may have more.
const maxAutomaticPayouts = 3

// retryAfter is how long after the nth attempt the next one is made by itself.
var retryAfter = []time.Duration{10 * time.Minute, time.Hour}

// knownOutcome is a payout whose outcome is known, on its way into the database.
type knownOutcome struct {
	row     *ent.Payout
	outcome PayoutOutcome
	claim   *ent.Claim
	number  string // of the policy
	now     time.Time
}

// recordOnce runs what an outcome does in one transaction, with the policy locked; an outcome that was settled before
// does nothing.
func (s *Service) recordOnce(ctx context.Context, row *ent.Payout, outcome PayoutOutcome, effect func(context.Context, *work.Tx, *knownOutcome) error) error {
	err := retryOnConflict(ctx, func() error {
		c, err := s.store.Client.Claim.Get(ctx, row.ClaimID)
		if err != nil {
			return fmt.Errorf("claim %d: %w", row.ClaimID, err)
		}
		policy, err := s.policies.ByKey(ctx, c.PolicyID, policy.PointInTime{})
		if err != nil {
			return err
		}
		known := &knownOutcome{row: row, outcome: outcome, claim: c, number: policy.Number(), now: s.distribution.Now(row.ChannelID)}
		return s.store.Do(ctx, "settle payout", func(ctx context.Context, tx *work.Tx) error {
			return effect(ctx, tx, known)
		})
	})
	if errors.Is(err, errRecorded) {
		return nil
	}
	return err
}

// recordPaid closes a claim as paid (A7): payout, claim, the policy's counts and the event in one transaction, once. Where
// claim and policy were read already, the settlements that are ready share a transaction.
func (s *Service) recordPaid(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	if p.claim == nil || !s.live(p.row.ChannelID) {
		return s.recordPaidAlone(ctx, p.row, outcome)
	}
	_, err := s.paidBatch.Do(ctx, &knownOutcome{
		row: p.row, outcome: outcome, claim: p.claim, number: p.policy.Number(), now: s.distribution.Now(p.row.ChannelID),
	})
	return err
}

func (s *Service) recordPaidAlone(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	var after time.Duration
	err := s.recordOnce(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, known *knownOutcome) error {
		next, err := s.move(ctx, tx, transitions.pay, move{
			row: known.claim, at: known.now, set: known.close, event: known.event,
			first: func(ctx context.Context, tx *work.Tx) error {
				return closePayout(ctx, tx, row, payout.StatePaid, outcome, known.now)
			},
		})
		if err == nil {
			after = known.now.Sub(next.SubmittedAt)
		}
		return err
	})
	if err == nil && after > 0 {
		s.reportPaid(after)
	}
	return err
}

func (k *knownOutcome) close(next *ent.Claim) { next.ClosedAt = &k.now }

// event is what is told once a claim is paid.
func (k *knownOutcome) event(next *ent.Claim) event.Payload {
	return event.ClaimPaid{Claim: snapshot(next, k.number), PayoutReference: clip(k.outcome.Reference), PaidAt: event.Moment(k.now)}
}

func (s *Service) reportPaid(after time.Duration) {
	if s.onPaid != nil {
		s.onPaid(after)
	}
}

// recordDeclined leaves a claim open whose payment the bank declined: it is tried again by itself where that may help, or
// corrected with updateClaim; it is never told that it exists already.
func (s *Service) recordDeclined(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	return s.recordOnce(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, known *knownOutcome) error {
		if err := policy.Lock(ctx, tx, known.claim.PolicyID); err != nil {
			return err
		}
		if err := closePayout(ctx, tx, row, payout.StateDeclined, outcome, known.now); err != nil {
			return err
		}
		var retryAt *time.Time
		if outcome.Retryable && row.Attempt < maxAutomaticPayouts {
			at := known.now.Add(retryAfter[min(row.Attempt, len(retryAfter))-1])
			retryAt = &at
		}
		_, err := s.failPayout(ctx, tx, move{row: known.claim, at: known.now}, known.number, clip(outcome.Reason), retryAt)
		return err
	})
}

// failPayout leaves a claim as one whose payout failed, for a reason that the bank gave, to be paid again at an instant; nil:
// not by itself. The caller has locked the policy.
func (s *Service) failPayout(ctx context.Context, tx *work.Tx, m move, policyNumber, bank string, retryAt *time.Time) (*ent.Claim, error) {
	text := sentence(PayoutFailed)
	decision, err := withReason(m.row, PayoutFailed, rule.Text{Zh: text.Zh + "：" + bank, En: text.En + ": " + bank})
	if err != nil {
		return nil, err
	}
	m.set = func(next *ent.Claim) {
		next.Reason, next.DecidedAt, next.Decision, next.Tries = PayoutFailed, &m.at, decision, 0
		if retryAt != nil {
			due := s.distribution.Due(next.ChannelID, *retryAt)
			next.DueAt = &due
		}
	}
	m.event = func(next *ent.Claim) event.Payload {
		return event.ClaimPayoutFailed{Claim: snapshot(next, policyNumber), PayoutReason: bank, RetryAt: (*event.Moment)(retryAt)}
	}
	return s.move(ctx, tx, transitions.failPayout, m)
}

// payAgain makes another attempt at paying a claim whose payout failed for a reason that may pass.
func (s *Service) payAgain(ctx context.Context, f *caseFile) error {
	return s.store.Do(ctx, "pay claim again", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, f.row.PolicyID); err != nil {
			return err
		}
		_, err := s.orderAgain(ctx, tx, f.row, f.policy.Number(), claim.Lease(f.row.Lease))
		return err
	})
}
