package policy

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/work"
)

// A claim whose payment is ordered, or failed, is open, and will be paid. Where a policy ends it counts as paid: no policy is
// void whose claim is paid a moment later, and none gives the premium of a paid claim back.

// PaidClaims are the claims of the policy that were paid, with those that CountBeingPaid found.
func (p *Policy) PaidClaims() int { return p.row.PaidClaims + p.beingPaid }

// CountBeingPaid counts the claims of a policy that are being paid among the paid ones.
func (s *Service) CountBeingPaid(ctx context.Context, p *Policy) error {
	return s.CountBeingPaidOf(ctx, []*Policy{p})
}

// CountBeingPaidOf does so for several policies at once.
func (s *Service) CountBeingPaidOf(ctx context.Context, list []*Policy) error {
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.row.ID
	}
	found, err := s.Reader.store.Client.Claim.Query().Where(claim.PolicyIDIn(ids...), claim.StateIn(paying...)).Select(claim.FieldPolicyID).All(ctx)
	if err != nil {
		return fmt.Errorf("claims of policies: %w", err)
	}
	counts := map[int64]int{}
	for _, c := range found {
		counts[c.PolicyID]++
	}
	for _, p := range list {
		p.beingPaid = counts[p.row.ID]
	}
	return nil
}

// paying are the states of claims that are being paid.
var paying = []claim.State{claim.StateApproved, claim.StatePayoutFailed}

// CheckBeingPaid fails with ErrMoved where other claims are being paid than CountBeingPaid found. The policy is locked.
func CheckBeingPaid(ctx context.Context, tx *work.Tx, p *Policy) error {
	n, err := beingPaid(ctx, tx.Claim, p.row.ID)
	if err == nil && n != p.beingPaid {
		err = ErrMoved
	}
	return err
}

func beingPaid(ctx context.Context, claims *ent.ClaimClient, id int64) (int, error) {
	n, err := claims.Query().Where(claim.PolicyID(id), claim.StateIn(paying...)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("claims of policy %d: %w", id, err)
	}
	return n, nil
}
