package claims

import (
	"context"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// RetryInput has a claim paid again.
type RetryInput struct {
	ClaimNumber      string
	ExpectedRevision int
	Reason           string
}

// unpaidStates are the states of a claim whose payout may be tried again.
var unpaidStates = []claim.State{claim.StatePayoutFailed, claim.StateApproved}

// RetryPayout pays a claim again whose payout failed. It uses a new key, as the bank declined the old one for good.
// Where a payout has no outcome yet, the bank is asked about it immediately, under its own key. Faults: INVALID_VALUE,
// NOT_FOUND, CONFLICT, INVALID_STATE, also for a payout that is disputed.
func (s *Payouts) RetryPayout(ctx context.Context, caller *access.Caller, in *RetryInput) (answer *Claim, err error) {
	if err := checkText(in.Reason, maxReasonLength, "reason"); err != nil {
		return nil, err
	}
	err = transact(ctx, s.store, func() (func(context.Context, *work.Tx) error, error) {
		row, err := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, unpaidStates)
		if err != nil {
			return nil, err
		}
		p, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tx *work.Tx) error {
			if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
				return err
			}
			next := row
			if row.State == claim.StateApproved {
				err = s.makeDueNow(ctx, tx, row)
			} else {
				next, err = s.orderAgain(ctx, tx, row, p.Number())
			}
			if err != nil {
				return err
			}
			answer = s.reader.claim(next)
			return recordAudit(ctx, tx, s.audit, caller, audit.Entry{
				Action: "claim.retry_payout", Object: row.Number, ChannelID: row.ChannelID, Reason: in.Reason,
				Before: map[string]any{"state": row.State}, After: map[string]any{"state": next.State, "paymentKey": paymentKey(next)},
			})
		}, nil
	}, "retry payout")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// makeDueNow makes a payout without outcome due: a worker asks the bank, and pays only what the bank has never seen.
func (s *Payouts) makeDueNow(ctx context.Context, tx *work.Tx, row *ent.Claim) error {
	n, err := tx.Payout.Update().Where(payout.PaymentKey(paymentKey(row)), outcomeOpen).SetDueAt(s.store.Now()).Save(ctx)
	if err == nil && n == 0 {
		err = otherAmount()
	}
	return err
}

// orderAgain makes another attempt at paying a claim whose payout failed. The caller has locked the policy. It fails
// with errMoved where the claim changed after it was read.
func (s *Payouts) orderAgain(ctx context.Context, tx *work.Tx, row *ent.Claim, policyNumber string, guards ...predicate.Claim) (*ent.Claim, error) {
	now := s.distribution.Now(row.ChannelID)
	decision, err := withReason(row, catalog.Approved, sentence(catalog.Approved))
	if err != nil {
		return nil, err
	}
	next, err := transitions.payAgain.move(ctx, tx, move{
		row: row, at: now, guards: guards,
		set: func(next *ent.Claim) {
			next.Reason, next.DecidedAt, next.Decision, next.Payouts = catalog.Approved, &now, decision, row.Payouts+1
		},
		event: func(next *ent.Claim) event.Payload { return event.ClaimApproved{Claim: snapshot(next, policyNumber)} },
	})
	if err != nil {
		return nil, err
	}
	return next, orderPayout(ctx, tx, s.distribution, next, now)
}

// payAgain makes another attempt at paying a claim whose payout failed for a reason that may pass.
func (s *Payouts) payAgain(ctx context.Context, f *caseFile) error {
	return s.store.Do(ctx, "pay claim again", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, f.row.PolicyID); err != nil {
			return err
		}
		_, err := s.orderAgain(ctx, tx, f.row, f.policy.Number(), claim.Lease(f.row.Lease))
		return err
	})
}
