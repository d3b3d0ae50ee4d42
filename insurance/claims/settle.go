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
func (o *Office) settling(ctx context.Context, row *ent.Payout, outcome PayoutOutcome, does func(context.Context, *work.Tx, *settlement) error) error {
	err := retry(ctx, func() error {
		c, err := o.store.Client.Claim.Get(ctx, row.ClaimID)
		if err != nil {
			return fmt.Errorf("claim %d: %w", row.ClaimID, err)
		}
		policy, err := o.policies.ByKey(ctx, c.PolicyID, policy.PointInTime{})
		if err != nil {
			return err
		}
		s := &settlement{row: row, outcome: outcome, claim: c, number: policy.Number(), now: o.directory.Now(row.ChannelID)}
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
func (o *Office) paid(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	if p.claim == nil || !o.live(p.row.ChannelID) {
		return o.paidAlone(ctx, p.row, outcome)
	}
	_, err := o.settlements.Do(ctx, &settlement{
		row: p.row, outcome: outcome, claim: p.claim, number: p.policy.Number(), now: o.directory.Now(p.row.ChannelID),
	})
	return err
}

func (o *Office) paidAlone(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	var after time.Duration
	err := o.settling(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, s *settlement) error {
		_, err := policy.CountClaims(ctx, tx, -1, 1, s.claim.PolicyID)
		if err != nil {
			return err
		}
		if err := settleRow(ctx, tx, row, payout.StatePaid, outcome, s.now); err != nil {
			return err
		}
		next, happened := s.paid()
		if err := s.move(ctx, tx, next, func(u *ent.ClaimUpdate) { u.SetClosedAt(s.now).ClearDueAt() }); err != nil {
			return err
		}
		after = s.now.Sub(next.SubmittedAt)
		return event.Record(ctx, tx, row.ChannelID, next.Number, next.Version, s.now, happened)
	})
	if err == nil && after > 0 {
		o.tellPaid(after)
	}
	return err
}

// paid is the claim once it is paid, and what happened.
func (s *settlement) paid() (*ent.Claim, event.ClaimPaid) {
	next := *s.claim
	next.State, next.Version = claim.StatePaid, s.claim.Version+1
	return &next, event.ClaimPaid{
		Claim: snapshot(&next, s.number), PayoutReference: clip(s.outcome.Reference), PaidAt: event.Moment(s.now),
	}
}

func (o *Office) tellPaid(after time.Duration) {
	if o.onPaid != nil {
		o.onPaid(after)
	}
}

// failed leaves a claim open whose payment the bank declined: it is tried again by itself where that may help, or
// corrected with updateClaim; it is never told that it exists already.
func (o *Office) failed(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	return o.settling(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, s *settlement) error {
		if err := policy.Lock(ctx, tx, s.claim.PolicyID); err != nil {
			return err
		}
		if err := settleRow(ctx, tx, row, payout.StateDeclined, outcome, s.now); err != nil {
			return err
		}
		next := *s.claim
		next.State, next.Version, next.Reason, next.DecidedAt = claim.StatePayoutFailed, s.claim.Version+1, PayoutFailed, &s.now
		bank := clip(outcome.Reason)
		var err error
		if next.Decision, err = withReason(s.claim, PayoutFailed, rule.Text{
			Zh: sentence(PayoutFailed).Zh + "：" + bank, En: sentence(PayoutFailed).En + ": " + bank,
		}); err != nil {
			return err
		}
		var retryAt *time.Time
		if outcome.Retryable && row.Attempt < mostPayouts {
			at := s.now.Add(retryAfter[min(row.Attempt, len(retryAfter))-1])
			retryAt = &at
		}
		err = s.move(ctx, tx, &next, func(u *ent.ClaimUpdate) {
			u.SetReason(next.Reason).SetDecidedAt(s.now).SetDecision(next.Decision).SetTries(0).ClearDueAt()
			if retryAt != nil {
				u.SetDueAt(o.directory.Due(row.ChannelID, *retryAt))
			}
		})
		if err != nil {
			return err
		}
		return event.Record(ctx, tx, row.ChannelID, next.Number, next.Version, s.now, event.ClaimPayoutFailed{
			Claim: snapshot(&next, s.number), PayoutReason: bank, RetryAt: (*event.Moment)(retryAt),
		})
	})
}

// move writes the next state of a claim that is being paid.
func (s *settlement) move(ctx context.Context, tx *work.Tx, next *ent.Claim, more func(*ent.ClaimUpdate)) error {
	update := tx.Claim.Update().
		Where(claim.ID(s.claim.ID), claim.Version(s.claim.Version), claim.StateEQ(claim.StateApproved)).
		SetState(next.State).SetVersion(next.Version).SetLease(0)
	more(update)
	n, err := update.Save(ctx)
	if err == nil && n == 0 {
		err = errMoved
	}
	return err
}

// payAgain makes another attempt at paying a claim whose payout failed for a reason that may pass.
func (o *Office) payAgain(ctx context.Context, f *caseFile) error {
	return o.store.Do(ctx, "pay claim again", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, f.row.PolicyID); err != nil {
			return err
		}
		_, err := o.orderAgain(ctx, tx, f.row, f.policy.Number(), claim.Lease(f.row.Lease))
		return err
	})
}
