package approval

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/diff"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// ByID finds a request by its key; nil where there is none in the caller's view: all of the insurer's people see it.
func (s *Service) ByID(ctx context.Context, caller *access.Caller, id int64) (*ent.Approval, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, nil // no such request
	}
	row, err := s.byKey(ctx, id)
	if row == nil || !caller.Sees(row.ChannelID) {
		return nil, err
	}
	return row, err
}

// byKey finds a request; nil where there is none.
func (s *Service) byKey(ctx context.Context, id int64) (*ent.Approval, error) {
	row, err := s.store.Client.Approval.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such request
	}
	if err != nil {
		return nil, fmt.Errorf("request %d: %w", id, err)
	}
	return row, nil
}

// Votes are what was said to requests, oldest first, by the keys of these; comments are bounded, and so are votes.
func (s *Service) Votes(ctx context.Context, rows []*ent.Approval) (map[int64][]*ent.ApprovalVote, error) {
	list, err := s.store.Client.ApprovalVote.Query().Where(approvalvote.ApprovalIDIn(idsOf(rows)...)).
		Order(ent.Asc(approvalvote.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("votes of requests: %w", err)
	}
	return work.Group(list, func(v *ent.ApprovalVote) int64 { return v.ApprovalID }), nil
}

func idsOf(rows []*ent.Approval) []int64 {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids
}

// MayApprove tells which requests the caller could approve now, by their keys: it waits, they have not given their verdict, and
// nothing that Approve would refuse with FOUR_EYES stands against it.
func (s *Service) MayApprove(ctx context.Context, caller *access.Caller, rows []*ent.Approval) (map[int64]bool, error) {
	open := slices.DeleteFunc(slices.Clone(rows), func(row *ent.Approval) bool { return s.decidesNow(caller, row) != nil })
	if len(open) == 0 {
		return nil, nil // none
	}
	votes, people, err := s.around(ctx, caller, open)
	if err != nil {
		return nil, err
	}
	refused, err := s.refusals(ctx, caller, open, approvalvote.VerdictApprove, votes, people)
	may := map[int64]bool{}
	for _, row := range open {
		if refused[row.ID] == nil {
			may[row.ID] = true
		}
	}
	return may, err
}

// decidesNow refuses a request that waits no more, INVALID_STATE, and those who may not decide it: FOUR_EYES.
func (s *Service) decidesNow(caller *access.Caller, row *ent.Approval) error {
	if err := waits(row); err != nil {
		return err
	}
	return s.mayDecide(caller, row)
}

// waits refuses a request that is decided: INVALID_STATE.
func waits(row *ent.Approval) error {
	if row.State == approval.StateRequested {
		return nil
	}
	return fault.Newf(fault.CodeInvalidState, "it is %s", row.State)
}

// around requests are what was said to them, and who has to do with them.
func (s *Service) around(ctx context.Context, caller *access.Caller, rows []*ent.Approval) (map[int64][]*ent.ApprovalVote, map[int64]*ent.Person, error) {
	votes, err := s.Votes(ctx, rows)
	if err != nil {
		return nil, nil, err
	}
	people, err := voters(ctx, s.store.Client, caller, rows, votes)
	return votes, people, err
}

// refusals are why the caller may not give a verdict on requests, by their keys.
func (s *Service) refusals(ctx context.Context, caller *access.Caller, rows []*ent.Approval, verdict approvalvote.Verdict, votes map[int64][]*ent.ApprovalVote, people map[int64]*ent.Person) (map[int64]error, error) {
	refused, byKind := map[int64]error{}, map[approval.Kind][]*ent.Approval{}
	for _, row := range rows {
		err := s.decidesNow(caller, row)
		if err == nil {
			_, err = s.weigh(caller, row, verdict, votes[row.ID], people)
		}
		if err == nil && slices.ContainsFunc(votes[row.ID], func(v *ent.ApprovalVote) bool { return v.PersonID == caller.PersonID() && v.Number == 0 }) {
			err = oneVerdict()
		}
		if err != nil {
			refused[row.ID] = err
		} else if verdict == approvalvote.VerdictApprove {
			byKind[row.Kind] = append(byKind[row.Kind], row)
		}
	}
	for kind, some := range byKind {
		if err := keep(ctx, s.store, caller, s.subjects[kind].May, some, refused); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// keep adds what a kind keeps the caller from approving.
func keep(ctx context.Context, store *work.Store, caller *access.Caller, ask May, rows []*ent.Approval, refused map[int64]error) error {
	if ask == nil {
		return nil
	}
	return store.Do(ctx, "may approve", func(ctx context.Context, tx *work.Tx) error {
		kept, err := ask(ctx, tx, rows, caller)
		for id, why := range kept {
			refused[id] = why
		}
		return err
	})
}

// DifferencesOf are those between what a request would replace and what it asks for.
func DifferencesOf(row *ent.Approval) []diff.Difference {
	var inForce []byte
	if row.InForce != nil {
		inForce = []byte(*row.InForce)
	}
	return diff.JSON(inForce, []byte(row.Content))
}
