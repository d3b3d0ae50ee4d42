package approval

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

const mostComments = 200 // of one request

// CommentInput is a comment on a request.
type CommentInput struct {
	RequestNo string
	ID        work.ApprovalKey
	Comment   string
}

// Comment adds a comment to a pending request; every role but the auditor may. Faults: INVALID_VALUE,
// NOT_FOUND, INVALID_STATE, FORBIDDEN.
func (s *Service) Comment(ctx context.Context, caller *access.Caller, in CommentInput) (*ent.Approval, error) {
	if err := checkComment(in.Comment, 1); err != nil {
		return nil, err
	}
	if err := mayComment(caller); err != nil {
		return nil, err
	}
	row, err := s.byKey(ctx, int64(in.ID))
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, fault.New(fault.CodeNotFound, "no such request", "id")
	}
	if err := waits(row); err != nil {
		return nil, err
	}
	return row, s.store.Do(ctx, "comment request", func(ctx context.Context, tx *work.Tx) error {
		if err := s.comment(ctx, tx, caller, row, in.Comment); err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, row.ID, "")
	})
}

// comment adds words to a request. Touching its row first makes those that speak at once take turns, and holds that it
// still waits.
func (s *Service) comment(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Approval, words string) error {
	n, err := tx.Approval.Update().Where(approval.ID(row.ID), approval.StateEQ(approval.StateRequested)).AddRevision(0).Save(ctx)
	if err != nil {
		return fmt.Errorf("comment request: %w", err)
	}
	if n == 0 {
		return fault.New(fault.CodeInvalidState, "it is decided")
	}
	said, err := tx.ApprovalVote.Query().
		Where(approvalvote.ApprovalID(row.ID), approvalvote.VerdictEQ(approvalvote.VerdictComment)).Count(ctx)
	if err != nil {
		return fmt.Errorf("comment request: %w", err)
	}
	if said >= mostComments {
		return enough()
	}
	err = tx.ApprovalVote.Create().SetID(tx.NewKey()).SetApprovalID(row.ID).SetPersonID(caller.PersonID()).
		SetVerdict(approvalvote.VerdictComment).SetNumber(said + 1).SetComment(words).SetAt(tx.Now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("comment request: %w", err)
	}
	return s.record(ctx, tx, caller, row, "approval.comment", words)
}
