package claims

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/payout"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// HandleCallback takes what the bank itself reports of a payment. It answers false for a key that is none of ours. A
// report that comes twice changes nothing; one that contradicts what is recorded makes the payment disputed.
func (s *Payouts) HandleCallback(ctx context.Context, key string, outcome PayoutOutcome) (found bool, err error) {
	row, err := s.store.Client.Payout.Query().Where(payout.PaymentKey(key)).Only(ctx)
	if ent.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("payout %s: %w", key, err)
	}
	return true, s.recordOutcome(ctx, &payment{row: row}, outcome)
}

// recordOutcome stores what is known of a payment now.
func (s *Payouts) recordOutcome(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	row := p.row
	if row.State == payout.StatePaid || row.State == payout.StateDeclined {
		return s.hear(ctx, row, outcome)
	}
	amount := money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}
	switch {
	case outcome.Status == PayoutPaid && outcome.Paid != nil && *outcome.Paid != amount:
		return s.markDisputed(ctx, row, outcome)
	case outcome.Status == PayoutPaid:
		return s.recordPaid(ctx, p, outcome)
	case outcome.Status == PayoutDeclined:
		return s.recordDeclined(ctx, row, outcome)
	}
	wait := min(minAskDelay<<min(max(row.Tries-1, 0), 12), maxAskDelay)
	return s.store.Client.Payout.Update().Where(payout.ID(row.ID), payout.Lease(row.Lease), outcomeOpen).
		SetState(payout.StateUnknown).SetReason(clip(outcome.Reason)).SetDueAt(s.store.Now().Add(wait)).SetLease(0).Exec(ctx)
}

// outcomeOpen holds while the outcome of a payout is not known. It is the condition of every update that records an
// outcome, so an outcome is recorded once.
var outcomeOpen = payout.StateIn(payout.StateOrdered, payout.StateUnknown)

// markDisputed stops a payment of which the bank says that it paid another amount. Paying again would pay twice, and
// calling it paid would be untrue: a person must look.
func (s *Payouts) markDisputed(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	n, err := s.store.Client.Payout.Update().Where(payout.ID(row.ID), outcomeOpen).SetState(payout.StateDisputed).
		SetReference(clip(outcome.Reference)).SetReason("paid " + outcome.Paid.String()).SetSettledAt(s.distribution.Now(row.ChannelID)).
		SetDisputedAt(s.distribution.Now(row.ChannelID)).ClearDueAt().Save(ctx)
	if n > 0 {
		slog.ErrorContext(ctx, "the bank paid another amount", "payment", row.PaymentKey, "ordered", row.Amount, "paid", outcome.Paid.Minor)
	}
	if err == nil && n == 0 {
		return s.hearAgain(ctx, row, outcome)
	}
	return err
}

// knownOutcome is a payout whose outcome is about to be stored.
type knownOutcome struct {
	row     *ent.Payout
	outcome PayoutOutcome
	claim   *ent.Claim
	number  string // of the policy
	now     time.Time
}

// recordPaid closes a claim as paid (A7): payout, claim, the counts of the policy and the event in one transaction,
// once. Where claim and policy were read before, several payments share a transaction.
func (s *Payouts) recordPaid(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	if p.claim == nil || !s.halves.live(p.row.ChannelID) {
		return s.recordPaidAlone(ctx, p.row, outcome)
	}
	_, err := s.paidBatch.Do(ctx, &knownOutcome{
		row: p.row, outcome: outcome, claim: p.claim, number: p.policy.Number(), now: s.distribution.Now(p.row.ChannelID),
	})
	return err
}

func (s *Payouts) recordPaidAlone(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	var after time.Duration
	err := s.recordOnce(ctx, row, outcome, func(ctx context.Context, tx *work.Tx, known *knownOutcome) error {
		next, err := transitions.pay.move(ctx, tx, move{
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

// event tells the channel that the claim is paid.
func (k *knownOutcome) event(next *ent.Claim) event.Payload {
	return event.ClaimPaid{Claim: snapshot(next, k.number), PayoutReference: clip(k.outcome.Reference), PaidAt: event.Time(k.now)}
}

func (s *Payouts) reportPaid(after time.Duration) {
	if s.onPaid != nil {
		s.onPaid(after)
	}
}

// maxAutomaticPayouts is how often a worker tries to pay a claim without a person; a corrected claim may be paid again.
const maxAutomaticPayouts = 3

// retryAfter is how long a worker waits after the first attempt, after the second, and so on.
var retryAfter = []time.Duration{10 * time.Minute, time.Hour}

// recordDeclined leaves a claim open because the bank declined to pay it. A worker tries again where that may help;
// else the channel corrects it with updateClaim, and the claim's unique facts stay reserved for it.
func (s *Payouts) recordDeclined(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
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

// failPayout marks the payout of a claim as failed, for a reason that the bank gave. A worker pays it again at retryAt;
// nil: it waits for a person or a correction. The caller has locked the policy.
func (s *Payouts) failPayout(ctx context.Context, tx *work.Tx, m move, policyNumber, bank string, retryAt *time.Time) (*ent.Claim, error) {
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
		return event.ClaimPayoutFailed{Claim: snapshot(next, policyNumber), PayoutReason: bank, RetryAt: (*event.Time)(retryAt)}
	}
	return transitions.failPayout.move(ctx, tx, m)
}

// recordOnce stores an outcome in one transaction, and again where the claim changed meanwhile. For an outcome that is
// recorded already it does nothing.
func (s *Payouts) recordOnce(ctx context.Context, row *ent.Payout, outcome PayoutOutcome, effect func(context.Context, *work.Tx, *knownOutcome) error) error {
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
		return s.store.Do(ctx, "record payout", func(ctx context.Context, tx *work.Tx) error {
			return effect(ctx, tx, known)
		})
	})
	if errors.Is(err, errRecorded) {
		return s.hearAgain(ctx, row, outcome)
	}
	return err
}

// closePayout records the outcome in the row of the payout, once.
func closePayout(ctx context.Context, tx *work.Tx, row *ent.Payout, state payout.State, outcome PayoutOutcome, at time.Time) error {
	n, err := tx.Payout.Update().Where(payout.ID(row.ID), outcomeOpen).SetState(state).
		SetReference(clip(outcome.Reference)).SetReason(clip(outcome.Reason)).SetSettledAt(at).ClearDueAt().Save(ctx)
	if err == nil && n == 0 {
		err = errRecorded
	}
	return err
}

// errRecorded says that the outcome of the payout is recorded already. There is nothing to do.
var errRecorded = errors.New("the outcome is recorded already")

// clip keeps what a bank says within its columns.
func clip(text string) string {
	const max = 64
	runes := []rune(text)
	return string(runes[:min(len(runes), max)])
}
