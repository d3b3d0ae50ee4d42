package claims

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// resolvedByPerson ends the reason of a payout whose dispute a person resolved.
const resolvedByPerson = ", resolved by a person"

// OtherAmount tells whether a payout may have paid another amount than was ordered: a person said which.
func OtherAmount(row *ent.Payout) bool { return strings.HasSuffix(row.Reason, resolvedByPerson) }

// contradicts says what the bank says now of a payout against what it said before; empty: it says the same, or nothing.
func contradicts(row *ent.Payout, outcome PayoutOutcome) string {
	now := ""
	switch {
	case outcome.Status == PayoutPaid && outcome.Paid != nil:
		now = "PAID " + outcome.Paid.Text()
	case outcome.Status == PayoutPaid:
		now = "PAID"
	case outcome.Status == PayoutDeclined:
		now = strings.TrimSuffix("DECLINED "+outcome.Reason, " ")
	}
	switch row.State {
	case payout.StateDeclined:
		if outcome.Status == PayoutPaid {
			return "DECLINED, then " + now
		}
	case payout.StatePaid:
		other := outcome.Paid != nil && outcome.Paid.Minor != row.Amount && !OtherAmount(row)
		if outcome.Status == PayoutDeclined || outcome.Status == PayoutPaid && other {
			return "PAID, then " + now
		}
	case payout.StateOrdered, payout.StateUnknown, payout.StateDisputed: // nothing is recorded for good
	}
	return ""
}

// hearAgain is hear for a payout that was settled after it was read.
func (s *Payouts) hearAgain(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	row, err := s.store.Client.Payout.Get(ctx, row.ID)
	if err != nil {
		return fmt.Errorf("payout: %w", err)
	}
	return s.hear(ctx, row, outcome)
}

// hear takes what the bank says of a payment that is settled. Its contract forbids that it says anything else than before; where it
// does, money may have moved twice, or come back: what it said is kept with the payment, which is disputed then, no
// further attempt is made, and a person looks.
func (s *Payouts) hear(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	said := contradicts(row, outcome)
	if said == "" {
		return nil
	}
	return retryOnConflict(ctx, func() error {
		c, err := s.store.Client.Claim.Get(ctx, row.ClaimID)
		if err != nil {
			return fmt.Errorf("claim %d: %w", row.ClaimID, err)
		}
		held, err := s.policies.ByKey(ctx, c.PolicyID, policy.PointInTime{})
		if err != nil {
			return err
		}
		disputed := 0
		err = s.store.Do(ctx, "dispute payout", func(ctx context.Context, tx *work.Tx) error {
			if err := policy.Lock(ctx, tx, c.PolicyID); err != nil {
				return err
			}
			now := s.distribution.Now(row.ChannelID)
			disputed, err = tx.Payout.Update().Where(payout.ID(row.ID), payout.StateEQ(row.State)).SetState(payout.StateDisputed).
				SetReason(said).SetDisputedAt(now).ClearDueAt().Save(ctx)
			if err != nil || disputed == 0 || c.State != claim.StatePayoutFailed {
				return err
			}
			// The next attempt is not made: the claim waits as one whose payment is on its way.
			return s.holdPayout(ctx, tx, move{row: c, at: now}, held.Number())
		})
		if err == nil && disputed > 0 {
			slog.ErrorContext(ctx, "the bank contradicts itself", "payment", row.PaymentKey, "said", said)
		}
		return err
	})
}

// holdPayout takes a claim whose payout failed back to its payout, without another attempt.
func (s *Payouts) holdPayout(ctx context.Context, tx *work.Tx, m move, policyNumber string) error {
	decision, err := withReason(m.row, catalog.Approved, sentence(catalog.Approved))
	if err != nil {
		return err
	}
	m.set = func(next *ent.Claim) { next.Reason, next.DecidedAt, next.Decision = catalog.Approved, &m.at, decision }
	m.event = func(next *ent.Claim) event.Payload { return event.ClaimApproved{Claim: snapshot(next, policyNumber)} }
	_, err = transitions.holdPayout.move(ctx, tx, m)
	return err
}

// held tells whether another payment of the claim is disputed: then none is ordered, since it could be the second.
func (s *Payouts) held(ctx context.Context, row *ent.Payout) (bool, error) {
	if row.Attempt == 1 {
		return false, nil
	}
	disputed, err := s.store.Client.Payout.Query().Where(
		payout.ChannelID(row.ChannelID), payout.ClaimID(row.ClaimID), payout.AttemptLT(row.Attempt), payout.StateEQ(payout.StateDisputed),
	).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("payouts of claim %d: %w", row.ClaimID, err)
	}
	return disputed, nil
}

// Disputed counts payouts of live channels that are disputed: each waits for a person.
func (s *Reader) Disputed(ctx context.Context) (int, error) {
	n, err := s.store.Client.Payout.Query().
		Where(payout.DisputedAtNotNil(), payout.ChannelIDIn(s.distribution.LiveChannels()...)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count disputed payouts: %w", err)
	}
	return n, nil
}
