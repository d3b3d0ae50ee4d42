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

// SettleInput says what became of a disputed payout.
type SettleInput struct {
	ClaimNumber     string
	ExpectedVersion int
	Paid            *money.Input // nil: nothing
	Reason          string
}

const ownDecision = "who decided, entered or changed the claim does not settle its payout"

// SettleDisputed ends a dispute: the bank said that it paid another amount than it was told to. Where something was paid
// the claim is closed as paid, with that amount; where nothing was, it is paid again, under a new key. Either way the bank
// must say the same by now. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT; INVALID_STATE where no payout of the claim is
// disputed, or the bank says otherwise; FOUR_EYES for whoever had a hand in the decision, an approval included.
func (o *Service) SettleDisputed(ctx context.Context, caller *access.Caller, in *SettleInput) (answer *Claim, err error) {
	if err := checkText(in.Reason, longestReason, "reason"); err != nil {
		return nil, err
	}
	err = o.act(ctx, func() (func(context.Context, *work.Tx) error, error) {
		d, err := o.disputeOf(ctx, caller, in)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tx *work.Tx) error {
			next, err := d.settle(ctx, tx)
			answer = &Claim{row: next, service: o}
			return err
		}, nil
	}, "settle disputed payout")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// dispute is a payout that is disputed, on its way to its end.
type dispute struct {
	service *Service
	caller  *access.Caller
	in      *SettleInput
	row     *ent.Claim
	payout  *ent.Payout
	paid    *money.Amount // nil: nothing
	number  string        // of the policy
	now     time.Time
}

// disputeOf checks everything that needs no lock.
func (o *Service) disputeOf(ctx context.Context, caller *access.Caller, in *SettleInput) (*dispute, error) {
	row, err := o.opened(ctx, caller, in.ClaimNumber, in.ExpectedVersion, []claim.State{claim.StateApproved})
	if err != nil {
		return nil, err
	}
	d := &dispute{service: o, caller: caller, in: in, row: row, now: o.distribution.Now(row.ChannelID)}
	d.payout, err = o.store.Client.Payout.Query().Where(payout.PaymentKey(paymentKey(row)), payout.StateEQ(payout.StateDisputed)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		err = fault.New(fault.CodeInvalidState, "its payout is not disputed", "claimNumber")
	case err != nil:
		return nil, fmt.Errorf("payout of claim %s: %w", row.Number, err)
	default:
		err = o.fourEyes(ctx, o.store.Client.Claim, row.ID, ownDecision, d.may()...)
	}
	if err != nil {
		// Somebody may have settled it since the claim was read: then that is why.
		if _, moved := o.opened(ctx, caller, in.ClaimNumber, in.ExpectedVersion, []claim.State{claim.StateApproved}); moved != nil {
			return nil, moved
		}
		return nil, err
	}
	policy, err := o.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	d.number = policy.Number()
	return d, d.confirm(ctx)
}

// confirm asks the bank: what a person found must be what the bank says by now, so that nobody alone makes up an amount
// that is accounted for as paid.
func (d *dispute) confirm(ctx context.Context) error {
	said := d.service.bank(d.row.ChannelID).Find(ctx, d.payout.PaymentKey)
	mismatch := fault.Newf(fault.CodeInvalidState, "the bank says that the payment is %s", said.Status).At("paid")
	if d.in.Paid == nil {
		if said.Status != PayoutAbsent && said.Status != PayoutDeclined {
			return mismatch
		}
		return nil
	}
	amount, err := amountOf(d.in.Paid, d.row.Currency, "paid")
	if err != nil {
		return err
	}
	d.paid = &amount
	if said.Status != PayoutPaid {
		return mismatch
	}
	paid := money.Amount{Minor: d.payout.Amount, Currency: amount.Currency} // where it names none
	if said.Paid != nil {
		paid = *said.Paid
	}
	if paid != amount {
		return fault.Newf(fault.CodeInvalidState, "the bank says that it paid %s", paid).At("paid")
	}
	return nil
}

// may is what must hold for the caller beside the version.
func (d *dispute) may() []predicate.Claim {
	return append(notBy(d.caller), notDecidedBy(d.caller.PersonID()), notApprovedBy(d.caller.PersonID()))
}

// settle stores how it ended. The policy is locked before claim and payout, as everywhere.
func (d *dispute) settle(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	if err := policy.Lock(ctx, tx, d.row.PolicyID); err != nil {
		return nil, err
	}
	state, ends := payout.StateDeclined, d.unpaid
	told := map[string]any{"paymentKey": d.payout.PaymentKey, "paid": "0"}
	if d.paid != nil {
		state, ends = payout.StatePaid, d.close
		told["paid"] = d.paid.Text()
	}
	n, err := tx.Payout.Update().Where(payout.ID(d.payout.ID), payout.StateEQ(payout.StateDisputed)).
		SetState(state).SetReason(d.payout.Reason + ", settled by a person").SetSettledAt(d.now).ClearDueAt().Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errMoved
	}
	next, err := ends(ctx, tx)
	if err != nil {
		return nil, err
	}
	told["state"] = next.State
	return next, d.service.onRecord(ctx, tx, d.caller, audit.Entry{
		Action: "claim.settle_dispute", Object: d.row.Number, ChannelID: d.row.ChannelID, Reason: d.in.Reason,
		Before: map[string]any{"state": d.row.State, "ordered": d.row.Payable}, After: told,
	})
}

// close closes the claim as paid, with what was really paid.
func (d *dispute) close(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return d.service.move(ctx, tx, transitions.payDisputed, move{
		row: d.row, at: d.now, may: d.may(),
		set: func(next *ent.Claim) { next.Payable, next.ClosedAt = &d.paid.Minor, &d.now },
		tell: func(next *ent.Claim) event.Payload {
			return event.ClaimPaid{Claim: snapshot(next, d.number), PayoutReference: d.payout.Reference, PaidAt: event.Moment(d.now)}
		},
	})
}

// unpaid leaves the claim as one whose payout failed, to be paid again at once by a worker.
func (d *dispute) unpaid(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return d.service.failPayout(ctx, tx, move{row: d.row, at: d.now, may: d.may()}, d.number, "NOT_PAID", &d.now)
}
