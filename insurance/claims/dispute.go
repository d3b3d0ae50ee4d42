package claims

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// ResolveDisputeInput says what became of a disputed payout.
type ResolveDisputeInput struct {
	ClaimNumber      string
	ExpectedRevision int
	Paid             *money.Input // nil: nothing
	Reason           string
}

const ownDecision = "nobody resolves the payout of a claim that they decided, entered or changed"

// ResolveDispute ends a dispute: the bank said that it paid another amount than was ordered, or contradicted itself. If
// something was paid, the claim is closed as paid with that amount; if nothing was, it is paid again under a new key, or
// by the attempt that was held. A claim that was paid stays so; what the bank says is recorded with the payment. In both cases the bank
// must confirm it. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT; INVALID_STATE where no payout of the claim is disputed,
// or the bank says otherwise; FOUR_EYES for people who took part in the decision, also by approving it.
func (s *Payouts) ResolveDispute(ctx context.Context, caller *access.Caller, in *ResolveDisputeInput) (answer *Claim, err error) {
	if err := checkText(in.Reason, maxReasonLength, "reason"); err != nil {
		return nil, err
	}
	err = transact(ctx, s.store, func() (func(context.Context, *work.Tx) error, error) {
		d, err := s.prepareResolution(ctx, caller, in)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tx *work.Tx) error {
			next, err := d.store(ctx, tx)
			answer = s.reader.claim(next)
			return err
		}, nil
	}, "resolve disputed payout")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// resolution is the end of a dispute that is about to be stored.
type resolution struct {
	payouts *Payouts
	caller  *access.Caller
	in      *ResolveDisputeInput
	row     *ent.Claim
	payout  *ent.Payout
	paid    *money.Amount // nil: nothing
	number  string        // of the policy
	now     time.Time
}

// disputable are the states of a claim that a payout may be disputed in: its payment is on its way, or was made.
var disputable = []claim.State{claim.StateApproved, claim.StatePaid}

// prepareResolution checks everything that needs no lock.
func (s *Payouts) prepareResolution(ctx context.Context, caller *access.Caller, in *ResolveDisputeInput) (*resolution, error) {
	row, err := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, disputable)
	if err != nil {
		return nil, err
	}
	d := &resolution{payouts: s, caller: caller, in: in, row: row, now: s.distribution.Now(row.ChannelID)}
	d.payout, err = s.store.Client.Payout.Query().
		Where(payout.ChannelID(row.ChannelID), payout.ClaimID(row.ID), payout.StateEQ(payout.StateDisputed)).Order(ent.Asc(payout.FieldAttempt)).First(ctx)
	switch {
	case ent.IsNotFound(err):
		err = undisputed()
	case err != nil:
		return nil, fmt.Errorf("payout of claim %s: %w", row.Number, err)
	default:
		err = fourEyes(ctx, s.store.Client.Claim, row.ID, ownDecision, d.guards()...)
	}
	if err != nil {
		// Somebody may have resolved it after the claim was read; then that is the reason.
		if _, moved := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, disputable); moved != nil {
			return nil, moved
		}
		return nil, err
	}
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	d.number = policy.Number()
	if err := d.confirmWithBank(ctx); err != nil {
		return nil, err
	}
	return d, d.checkLater(ctx)
}

// checkLater refuses to close a claim as paid by an earlier payment while a later one was made, or may have been: INVALID_STATE.
func (d *resolution) checkLater(ctx context.Context) error {
	if d.row.State == claim.StatePaid || d.paid == nil || d.payout.Attempt == d.row.Payouts {
		return nil
	}
	later := d.payouts.halves.bank(d.row.ChannelID).Find(ctx, paymentKey(d.row))
	if later.Status != PayoutAbsent && later.Status != PayoutDeclined {
		return fault.Newf(fault.CodeInvalidState, "the bank says that the later payment is %s: wait until that is known", later.Status).At("claimNumber")
	}
	return nil
}

// confirmWithBank refuses what the bank does not say too: no single person may invent an amount that is booked as paid.
func (d *resolution) confirmWithBank(ctx context.Context) error {
	answer := d.payouts.halves.bank(d.row.ChannelID).Find(ctx, d.payout.PaymentKey)
	mismatch := fault.Newf(fault.CodeInvalidState, "the bank says that the payment is %s", answer.Status).At("paid")
	if d.in.Paid == nil {
		if answer.Status != PayoutAbsent && answer.Status != PayoutDeclined {
			return mismatch
		}
		return nil
	}
	amount, err := amountOf(d.in.Paid, d.row.Currency, "paid")
	if err != nil {
		return err
	}
	d.paid = &amount
	if answer.Status != PayoutPaid {
		return mismatch
	}
	paid := money.Amount{Minor: d.payout.Amount, Currency: amount.Currency} // where it names none
	if answer.Paid != nil {
		paid = *answer.Paid
	}
	if paid != amount {
		return fault.Newf(fault.CodeInvalidState, "the bank says that it paid %s", paid).At("paid")
	}
	return nil
}

// guards are the conditions for the caller, beside the version.
func (d *resolution) guards() []predicate.Claim {
	return resolves(d.caller)
}

// store records how the dispute ended. The policy is locked before claim and payout, as everywhere.
func (d *resolution) store(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	if err := policy.Lock(ctx, tx, d.row.PolicyID); err != nil {
		return nil, err
	}
	state, finish := payout.StateDeclined, d.leaveUnpaid
	after := map[string]any{"paymentKey": d.payout.PaymentKey, "paid": "0"}
	if d.paid != nil {
		state, finish = payout.StatePaid, d.closeAsPaid
		after["paid"] = d.paid.Text()
	}
	n, err := tx.Payout.Update().Where(payout.ID(d.payout.ID), payout.StateEQ(payout.StateDisputed)).
		SetState(state).SetReason(d.payout.Reason + resolvedByPerson).SetSettledAt(d.now).ClearDisputedAt().ClearDueAt().Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errMoved
	}
	switch {
	case d.row.State == claim.StatePaid:
		finish = d.keepPaid
	case d.paid == nil && d.payout.Attempt < d.row.Payouts:
		finish = d.goOn
	case d.paid != nil:
		if err := d.closeLater(ctx, tx); err != nil {
			return nil, err
		}
	}
	next, err := finish(ctx, tx)
	if err != nil {
		return nil, err
	}
	after["state"] = next.State
	return next, recordAudit(ctx, tx, d.payouts.audit, d.caller, audit.Entry{
		Action: "claim.resolve_dispute", Object: d.row.Number, ChannelID: d.row.ChannelID, Reason: d.in.Reason,
		Before: map[string]any{"state": d.row.State, "ordered": d.row.Payable}, After: after,
	})
}

// keepPaid leaves a claim that was paid as it is: what the bank says of its payment is recorded there.
func (d *resolution) keepPaid(context.Context, *work.Tx) (*ent.Claim, error) { return d.row, nil }

// goOn lets a later attempt that was held go on.
func (d *resolution) goOn(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	due := d.payouts.distribution.Due(d.row.ChannelID, d.now)
	return d.row, tx.Payout.Update().Where(payout.PaymentKey(paymentKey(d.row)), outcomeOpen).SetDueAt(due).Exec(ctx)
}

// closeLater ends a later attempt that the bank never saw, or declined.
func (d *resolution) closeLater(ctx context.Context, tx *work.Tx) error {
	return tx.Payout.Update().Where(payout.PaymentKey(paymentKey(d.row)), payout.IDNEQ(d.payout.ID), outcomeOpen).
		SetState(payout.StateDeclined).SetReason("NOT_SENT: an earlier payment was made").SetSettledAt(d.now).ClearDueAt().Exec(ctx)
}

// closeAsPaid closes the claim with the amount that was really paid.
func (d *resolution) closeAsPaid(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return transitions.payDisputed.move(ctx, tx, move{
		row: d.row, at: d.now, guards: d.guards(), by: d.caller.Actor(),
		set: func(next *ent.Claim) { next.Payable, next.ClosedAt = &d.paid.Minor, &d.now },
		event: func(next *ent.Claim) event.Payload {
			return event.ClaimPaid{Claim: snapshot(next, d.number), PayoutReference: d.payout.Reference, PaidAt: event.Time(d.now)}
		},
	})
}

// leaveUnpaid marks the payout as failed; a worker pays the claim again immediately.
func (d *resolution) leaveUnpaid(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return d.payouts.failPayout(ctx, tx, move{row: d.row, at: d.now, guards: d.guards()}, d.number, "NOT_PAID", &d.now)
}
