package approval

import (
	"context"
	"fmt"

	"baodan/engine/diff"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of requests; what is empty narrows nothing.
type Filter struct {
	States []approval.State
	Kinds  []approval.Kind
	Object string // exactly
	Mine   bool   // those that the caller asked for
}

// List finds requests, newest first. All of the insurer's people see all of them; content holds no secret.
func (s *Service) List(ctx context.Context, caller *access.Caller, f Filter, page work.Page) (list []*ent.Approval, more bool, err error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, false, nil
	}
	query := s.store.Client.Approval.Query().Where(predicate.Approval(page.Newest))
	if len(f.States) > 0 {
		query.Where(approval.StateIn(f.States...))
	}
	if len(f.Kinds) > 0 {
		query.Where(approval.KindIn(f.Kinds...))
	}
	if f.Object != "" {
		query.Where(approval.Object(f.Object))
	}
	if f.Mine {
		query.Where(approval.RequestedBy(caller.PersonID()))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list requests for approval: %w", err)
	}
	list, more = work.Trim(page, rows)
	return list, more, nil
}

// ByID finds a request by its key; nil where there is none. It is for the insurer's own people: look at the caller first.
func (s *Service) ByID(ctx context.Context, id int64) (*ent.Approval, error) {
	row, err := s.store.Client.Approval.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such request
	}
	if err != nil {
		return nil, fmt.Errorf("request %d: %w", id, err)
	}
	return row, nil
}

// Votes are what was said to a request, oldest first; comments are bounded, and so are votes.
func (s *Service) Votes(ctx context.Context, row *ent.Approval) ([]*ent.ApprovalVote, error) {
	list, err := s.store.Client.ApprovalVote.Query().Where(approvalvote.ApprovalID(row.ID)).Order(ent.Asc(approvalvote.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("votes of request %d: %w", row.ID, err)
	}
	return list, nil
}

// MayApprove tells whether the caller could approve a request now: it waits, they have not given their verdict, and nothing
// that Approve would refuse with FOUR_EYES stands against it.
func (s *Service) MayApprove(ctx context.Context, caller *access.Caller, row *ent.Approval) (bool, error) {
	if row.State != approval.StateRequested || s.mayDecide(caller, row) != nil {
		return false, nil //nolint:nilerr // who may not decide it may not approve it
	}
	voted, err := s.store.Client.ApprovalVote.Query().
		Where(approvalvote.ApprovalID(row.ID), approvalvote.PersonID(caller.PersonID()), approvalvote.Number(0)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("votes of request %d: %w", row.ID, err)
	}
	if voted {
		return false, nil
	}
	_, err = s.weigh(ctx, s.store.Client, caller, row, approvalvote.VerdictApprove)
	if may := s.subjects[row.Kind].May; err == nil && may != nil {
		err = s.store.Do(ctx, "may approve", func(ctx context.Context, tx *work.Tx) error { return may(ctx, tx, row, caller) })
	}
	if fault.All(err) != nil {
		return false, nil //nolint:nilerr // a refusal, and no failure
	}
	return err == nil, err
}

// DifferencesOf are those between what a request would replace and what it asks for.
func DifferencesOf(row *ent.Approval) []diff.Difference {
	var inForce []byte
	if row.InForce != nil {
		inForce = []byte(*row.InForce)
	}
	return diff.JSON(inForce, []byte(row.Content))
}

// Person who asked or voted, by their key; nil where it was the command line.
func (s *Service) Person(ctx context.Context, key int64) (*ent.Person, error) {
	if key == 0 {
		return nil, nil // no person
	}
	p, err := s.store.Client.Person.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("person %d: %w", key, err)
	}
	return p, nil
}
