package approval

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/approvalvote"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// Allowed says of requests which acts are possible for a person now, and why others are not, by the keys of the requests. Each act's
// own checks say it.
func (s *Service) Allowed(ctx context.Context, caller *access.Caller, rows []*ent.Approval) (map[int64][]*access.Act, error) {
	votes, people, err := s.around(ctx, caller, rows)
	if err != nil {
		return nil, err
	}
	approves, err := s.refusals(ctx, caller, rows, approvalvote.VerdictApprove, votes, people)
	if err != nil {
		return nil, err
	}
	rejects, err := s.refusals(ctx, caller, rows, approvalvote.VerdictReject, votes, people)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(rows))
	for _, row := range rows {
		allowed[row.ID], err = access.ActsOf(map[string]error{
			"approveApproval": approves[row.ID], "commentApproval": speaks(caller, row, votes[row.ID]),
			"rejectApproval": rejects[row.ID], "withdrawApproval": takesBack(caller, row),
		})
		if err != nil {
			return nil, fmt.Errorf("acts on request %d: %w", row.ID, err)
		}
	}
	return allowed, nil
}

// speaks refuses a comment on a request that is decided, or has enough of them.
func speaks(caller *access.Caller, row *ent.Approval, votes []*ent.ApprovalVote) error {
	if err := mayComment(caller); err != nil {
		return err
	}
	if err := waits(row); err != nil {
		return err
	}
	said := 0
	for _, v := range votes {
		if v.Verdict == approvalvote.VerdictComment {
			said++
		}
	}
	if said >= mostComments {
		return enough()
	}
	return nil
}

// mayComment refuses those who only read: FORBIDDEN.
func mayComment(caller *access.Caller) error {
	if caller.PersonID() == 0 || !slices.ContainsFunc(caller.Roles, func(r access.Role) bool { return r != access.Audit }) {
		return fault.New(fault.CodeForbidden, "an auditor reads and says nothing")
	}
	return nil
}

func enough() error {
	return fault.Newf(fault.CodeInvalidState, "a request takes at most %d comments", mostComments)
}

func takesBack(caller *access.Caller, row *ent.Approval) error {
	if err := waits(row); err != nil {
		return err
	}
	return mayWithdraw(caller, row)
}

// mayWithdraw refuses everybody but the one who asked: FOUR_EYES.
func mayWithdraw(caller *access.Caller, row *ent.Approval) error {
	if caller.PersonID() != row.RequestedBy {
		return fault.New(fault.CodeFourEyes, "only the one who asked takes it back; others reject")
	}
	return nil
}
