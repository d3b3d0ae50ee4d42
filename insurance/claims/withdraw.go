package claims

import (
	"context"

	"baodan/ent"
	"baodan/ent/claimrevision"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// withdrawable are the states in which a claim may be withdrawn.
var withdrawable = transitions.withdraw.from

// Withdraw withdraws a claim that is not approved yet. Faults: INVALID_VALUE, NOT_FOUND, INVALID_STATE,
// REQUEST_MISMATCH.
func (s *Intake) Withdraw(ctx context.Context, caller *access.Caller, in *WithdrawInput) (answer *Answer, err error) {
	err = retryOnConflict(ctx, func() error {
		answer, err = s.withdraw(ctx, caller, in)
		return err
	})
	return answer, err
}

func (s *Intake) withdraw(ctx context.Context, caller *access.Caller, in *WithdrawInput) (*Answer, error) {
	c, err := s.prepareChange(ctx, caller, in.RequestNo, in.ClaimNumber, claimrevision.KindWithdraw)
	if err != nil {
		return nil, err
	}
	c.revision.State = string(transitions.withdraw.to)
	c.revision.RequestHash = s.requestHash(c.revision.Kind, in.ClaimNumber)
	c.revision.Facts, c.revision.Changed = c.row.Facts, []string{}
	c.revision.Claimed, c.revision.Computed = c.row.Claimed, c.row.Computed
	return c.store(ctx, "withdraw claim", func(ctx context.Context, tx *work.Tx) error {
		if err := c.check(withdrawable, nil); err != nil {
			return err
		}
		_, err := transitions.withdraw.move(ctx, tx, move{
			row: c.row, at: c.revision.At, by: c.revision.MadeBy, document: c.revision.RequestNo,
			set: func(next *ent.Claim) {
				next.Reason, next.DecidedAt, next.Decision, next.Payable, next.ClosedAt = "", nil, "null", nil, &c.revision.At
			},
			event: func(next *ent.Claim) event.Payload {
				return event.ClaimWithdrawn{Claim: snapshot(next, c.policy.Number()), WithdrawRequestNo: c.revision.RequestNo}
			},
		})
		return err
	})
}
