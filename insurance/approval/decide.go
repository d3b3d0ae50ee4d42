package approval

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Decision is what somebody says to a request.
type Decision struct {
	ID               work.ApprovalKey
	ExpectedRevision int
	Comment          string
}

const (
	longestComment = 1000
	longestOutcome = 500
)

// Approve says yes, in the name of a person who did not ask. With as many as are needed the request takes effect in the
// same transaction. Faults: INVALID_VALUE for the comment; NOT_FOUND; INVALID_STATE where it is decided, or where its
// content is not what was asked for (it is then void); CONFLICT where its revision is another, or what it is about
// changed (it is then void, with the reason); FOUR_EYES for a person who may not; and the faults of its kind.
func (s *Service) Approve(ctx context.Context, caller *access.Caller, in Decision) (*ent.Approval, error) {
	row, err := s.open(ctx, caller, in, 0)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(s.hash(row), row.ContentHash) {
		slog.ErrorContext(ctx, "a request for approval is not what was asked for", "approval", row.ID, "kind", row.Kind)
		return nil, s.voidBecause(ctx, row, fault.New(fault.CodeInvalidState, "its content is not what was asked for"))
	}
	subject := s.subjects[row.Kind]
	if subject.Check != nil {
		if err := subject.Check(ctx, row); err != nil {
			return nil, s.orVoid(ctx, row, err)
		}
	}
	var refused error
	err = s.store.Do(ctx, "approve request", func(ctx context.Context, tx *work.Tx) error {
		refused = nil
		complete, err := s.say(ctx, tx, caller, row, approvalvote.VerdictApprove, in.Comment)
		if err != nil || !complete {
			return err
		}
		approved := *row
		approved.State, approved.DecidedAt, approved.Revision = approval.StateApproved, &tx.Now, row.Revision+1
		refused = subject.Apply(ctx, tx, &approved, caller)
		return refused
	})
	if refused != nil && fault.All(err) != nil {
		return nil, s.orVoid(ctx, row, err)
	}
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, row.ID)
}

// Reject says no, in the name of a person who might have approved. Faults as Approve; the comment is needed.
func (s *Service) Reject(ctx context.Context, caller *access.Caller, in Decision) (*ent.Approval, error) {
	row, err := s.open(ctx, caller, in, 1)
	if err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "reject request", func(ctx context.Context, tx *work.Tx) error {
		if _, err := s.say(ctx, tx, caller, row, approvalvote.VerdictReject, in.Comment); err != nil {
			return err
		}
		return s.ended(ctx, tx, row, approval.StateRejected)
	})
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, row.ID)
}

// open looks at a request before it is decided: is it there, does it wait, may the caller decide it.
func (s *Service) open(ctx context.Context, caller *access.Caller, in Decision, shortest int) (*ent.Approval, error) {
	if err := checkComment(in.Comment, shortest); err != nil {
		return nil, err
	}
	row, err := s.current(ctx, in)
	if err != nil {
		return nil, err
	}
	return row, s.mayDecide(caller, row)
}

// current is a request that waits and has the revision that was seen.
func (s *Service) current(ctx context.Context, in Decision) (*ent.Approval, error) {
	row, err := s.byKey(ctx, int64(in.ID))
	switch {
	case err != nil:
		return nil, err
	case row == nil:
		return nil, fault.New(fault.CodeNotFound, "no such request", "id")
	case row.State == approval.StateVoid && row.Revision != in.ExpectedRevision:
		return nil, fault.Changed(work.ApprovalID.Of(row.ID), "it is void by now: what it is about changed", "expectedRevision")
	case waits(row) != nil:
		return nil, waits(row)
	case row.Revision != in.ExpectedRevision:
		return nil, changed(row.ID)
	}
	return row, nil
}

func changed(id int64) error {
	return fault.Changed(work.ApprovalID.Of(id), "somebody decided it or voted meanwhile", "expectedRevision")
}

// mayDecide tells who may not: FOUR_EYES, with why.
func (s *Service) mayDecide(caller *access.Caller, row *ent.Approval) error {
	subject, handled := s.subjects[row.Kind]
	switch {
	case !handled:
		return fmt.Errorf("approval %d: nobody handles %s", row.ID, row.Kind)
	case caller.PersonID() == 0:
		return fault.New(fault.CodeFourEyes, "a person decides, not the command line")
	case caller.PersonID() == row.RequestedBy:
		return fault.New(fault.CodeFourEyes, "nobody decides what they asked for themselves")
	case caller.HasRole(access.Audit):
		return fault.New(fault.CodeFourEyes, "an auditor reads and decides nothing")
	case !caller.HasRole(subject.Roles...):
		return fault.Newf(fault.CodeFourEyes, "somebody with one of the roles %v decides it", subject.Roles)
	case subject.isAbout(caller, row):
		return fault.New(fault.CodeFourEyes, "nobody decides about themselves")
	}
	return nil
}

// say records a verdict and moves the request on. The update's own condition holds that it still waits, that nobody
// voted since, and that it is not the caller's own; the vote's key holds that one person has one verdict.
func (s *Service) say(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Approval, verdict approvalvote.Verdict, comment string) (complete bool, err error) {
	votes, err := s.weighNow(ctx, tx, caller, row, verdict)
	if err != nil {
		return false, err
	}
	if may := s.subjects[row.Kind].May; may != nil && verdict == approvalvote.VerdictApprove {
		refused, err := may(ctx, tx, []*ent.Approval{row}, caller)
		if err != nil {
			return false, err
		}
		if why := refused[row.ID]; why != nil {
			return false, why
		}
	}
	update := tx.Approval.Update().
		Where(approval.ID(row.ID), approval.StateEQ(approval.StateRequested), approval.Revision(row.Revision), approval.RequestedByNEQ(caller.PersonID())).
		AddRevision(1)
	complete = verdict == approvalvote.VerdictReject || votes+1 >= row.Needed
	if complete {
		state := approval.StateApproved
		if verdict == approvalvote.VerdictReject {
			state = approval.StateRejected
		}
		update.SetState(state).SetDecidedAt(tx.Now).ClearWaiting()
	}
	n, err := update.Save(ctx)
	if err != nil {
		return false, fmt.Errorf("decide request: %w", err)
	}
	if n == 0 {
		return false, changed(row.ID)
	}
	err = tx.ApprovalVote.Create().SetID(tx.NewKey()).SetApprovalID(row.ID).SetPersonID(caller.PersonID()).
		SetVerdict(verdict).SetNumber(0).SetComment(comment).SetAt(tx.Now).Exec(ctx)
	if work.IsDuplicate(err) {
		return false, oneVerdict()
	}
	if err != nil {
		return false, fmt.Errorf("vote: %w", err)
	}
	action := map[approvalvote.Verdict]string{approvalvote.VerdictApprove: "approval.approve", approvalvote.VerdictReject: "approval.reject"}[verdict]
	return complete, s.record(ctx, tx, caller, row, action, comment)
}

// Withdraw takes a request back; only the one who asked may. Faults: NOT_FOUND, INVALID_STATE, CONFLICT, FOUR_EYES.
func (s *Service) Withdraw(ctx context.Context, caller *access.Caller, in Decision) (*ent.Approval, error) {
	row, err := s.current(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := mayWithdraw(caller, row); err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "withdraw request", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Approval.Update().
			Where(approval.ID(row.ID), approval.StateEQ(approval.StateRequested), approval.Revision(row.Revision), approval.RequestedBy(caller.PersonID())).
			SetState(approval.StateWithdrawn).SetDecidedAt(tx.Now).ClearWaiting().AddRevision(1).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw request: %w", err)
		}
		if n == 0 {
			return changed(row.ID)
		}
		if err := s.record(ctx, tx, caller, row, "approval.withdraw", ""); err != nil {
			return err
		}
		return s.ended(ctx, tx, row, approval.StateWithdrawn)
	})
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, row.ID)
}

// orVoid voids a request whose kind refuses with CONFLICT: what it is about changed. Other errors leave it waiting.
func (s *Service) orVoid(ctx context.Context, row *ent.Approval, refused error) error {
	if !fault.Has(refused, fault.CodeConflict) {
		return refused
	}
	return whatChanged(row, s.voidBecause(ctx, row, refused))
}

// whatChanged names the request in a CONFLICT that names nothing: void by now, it tells why, and what is in force beside what was asked for.
func whatChanged(row *ent.Approval, why error) error {
	if list := fault.All(why); len(list) == 1 {
		if plain, ok := list[0].(fault.Fault); ok && plain.Code == fault.CodeConflict {
			return fault.Conflict{Fault: plain, Object: work.ApprovalID.Of(row.ID)}
		}
	}
	return why
}

// voidBecause ends a request that can never take effect, and answers why.
func (s *Service) voidBecause(ctx context.Context, row *ent.Approval, why error) error {
	outcome := fault.All(why)[0].Base()
	text := outcome.Detail
	if text == "" {
		text = outcome.Message("en")
	}
	err := s.store.Do(ctx, "void request", func(ctx context.Context, tx *work.Tx) error { return s.void(ctx, tx, row, text) })
	if err != nil && !fault.Has(err, fault.CodeConflict) {
		return errors.Join(err, why)
	}
	return why
}

// void ends a request that waits, and is itself on record.
func (s *Service) void(ctx context.Context, tx *work.Tx, row *ent.Approval, why string) error {
	if runes := []rune(why); len(runes) > longestOutcome {
		why = string(runes[:longestOutcome])
	}
	n, err := tx.Approval.Update().
		Where(approval.ID(row.ID), approval.StateEQ(approval.StateRequested), approval.Revision(row.Revision)).
		SetState(approval.StateVoid).SetOutcome(why).SetDecidedAt(tx.Now).ClearWaiting().AddRevision(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("void request: %w", err)
	}
	if n == 0 {
		return changed(row.ID)
	}
	err = s.audit.Record(ctx, tx, audit.Actor{Name: "system:approval"}, audit.Entry{
		Action: "approval.void", ObjectKind: "approval", Object: row.Object, ChannelID: row.ChannelID,
		After: map[string]any{"kind": row.Kind}, Reason: why,
	})
	if err != nil {
		return err
	}
	return s.ended(ctx, tx, row, approval.StateVoid)
}

// ended tells the handler of the kind that a request will not take effect.
func (s *Service) ended(ctx context.Context, tx *work.Tx, row *ent.Approval, state approval.State) error {
	tell := s.subjects[row.Kind].Ended
	if tell == nil {
		return nil
	}
	over := *row
	over.State, over.DecidedAt, over.Revision = state, &tx.Now, row.Revision+1
	return tell(ctx, tx, &over)
}

func (s *Service) record(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Approval, action, comment string) error {
	if runes := []rune(comment); len(runes) > longestReason {
		comment = string(runes[:longestReason])
	}
	return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: action, ObjectKind: "approval", Object: row.Object, ChannelID: row.ChannelID,
		After: map[string]any{"kind": row.Kind}, Reason: comment,
	})
}

// checkComment finds fault with a comment: INVALID_VALUE.
func checkComment(comment string, shortest int) error {
	if n := utf8.RuneCountInString(comment); n < shortest || n > longestComment || !utf8.ValidString(comment) {
		return fault.Newf(fault.CodeInvalidValue, "a comment has %d to %d characters", shortest, longestComment).At("comment")
	}
	return nil
}
