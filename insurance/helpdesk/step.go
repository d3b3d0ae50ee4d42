package helpdesk

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Ref names a request and the revision that a person saw.
type Ref struct {
	ID               work.ServiceRequestKey
	ExpectedRevision int
}

// step is how a request moves on.
type step struct {
	*rule
	// do sets what changes, and does what belongs to it in the same transaction. It answers what is said on record.
	do func(ctx context.Context, tx *work.Tx, row *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error)
}

// move does a step. That the request stands where it may and still has its revision is the update's own condition.
// Faults: NOT_FOUND, CONFLICT, INVALID_STATE, FORBIDDEN for another desk's, and those of the step.
func (s *Service) move(ctx context.Context, caller *access.Caller, seen Ref, to step) (*ent.ServiceRequest, error) {
	row, err := s.open(ctx, caller, seen, to)
	if err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, to.action, func(ctx context.Context, tx *work.Tx) error {
		change := tx.ServiceRequest.Update().
			Where(servicerequest.ID(row.ID), servicerequest.Revision(row.Revision), servicerequest.StateIn(to.from...)).AddRevision(1)
		entry, err := to.do(ctx, tx, row, change)
		if err != nil {
			return err
		}
		n, err := change.Save(ctx)
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if n == 0 {
			return changed(row.ID)
		}
		entry.Action, entry.ObjectKind, entry.Object, entry.ChannelID = to.action, objectKind, row.Number, row.ChannelID
		return s.audit.Record(ctx, tx, caller.AuditActor(), entry)
	})
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, row.ID)
}

// open looks at a request before it moves.
func (s *Service) open(ctx context.Context, caller *access.Caller, seen Ref, to step) (*ent.ServiceRequest, error) {
	row, err := s.byKey(ctx, int64(seen.ID))
	if err != nil {
		return nil, err
	}
	if row == nil || !caller.Sees(row.ChannelID) {
		return nil, fault.New(fault.CodeNotFound, "no such service request", "id")
	}
	if err := to.worksOn(caller, row); err != nil {
		return nil, err
	}
	if row.Revision != seen.ExpectedRevision {
		return nil, changed(row.ID)
	}
	return row, to.permits(caller, row)
}

func changed(id int64) error {
	return fault.Changed(work.ServiceRequestID.Of(id), "somebody changed it meanwhile", "expectedRevision")
}

// Take makes the request the caller's work; one that a colleague has may be taken over. Faults: NOT_FOUND, CONFLICT,
// INVALID_STATE, FORBIDDEN.
func (s *Service) Take(ctx context.Context, caller *access.Caller, seen Ref) (*ent.ServiceRequest, error) {
	return s.move(ctx, caller, seen, step{
		rule: taking,
		do: func(_ context.Context, _ *work.Tx, row *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error) {
			change.SetState(servicerequest.StateInWork).SetAssignee(caller.PersonID())
			return audit.Entry{Before: map[string]any{"state": row.State}, After: map[string]any{"state": servicerequest.StateInWork, "assignee": caller.Person.Name}}, nil
		},
	})
}

// PostedInput says how a letter was posted.
type PostedInput struct {
	Ref
	Carrier    string
	TrackingNo string
}

// MarkPosted says that the letter is on its way. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT, INVALID_STATE, FORBIDDEN.
func (s *Service) MarkPosted(ctx context.Context, caller *access.Caller, in *PostedInput) (*ent.ServiceRequest, error) {
	var list fault.List
	if !carrierPattern.MatchString(in.Carrier) {
		list = append(list, fault.New(fault.CodeInvalidValue, "1 to 32 letters and digits", "carrier"))
	}
	if !trackingPattern.MatchString(in.TrackingNo) {
		list = append(list, fault.New(fault.CodeInvalidValue, "4 to 64 letters, digits and -", "trackingNo"))
	}
	if len(list) > 0 {
		return nil, list
	}
	return s.move(ctx, caller, in.Ref, step{
		rule: posting,
		do: func(ctx context.Context, tx *work.Tx, row *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error) {
			if err := s.stillPaid(ctx, tx, row); err != nil {
				return audit.Entry{}, err
			}
			change.SetState(servicerequest.StateSent).SetSentAt(tx.Now).SetCarrier(in.Carrier).SetTrackingNo(in.TrackingNo)
			return audit.Entry{After: map[string]any{"carrier": in.Carrier, "trackingNo": in.TrackingNo}}, nil
		},
	})
}

// CloseInput says how a request came out.
type CloseInput struct {
	Ref
	Outcome string
}

// Close ends a request that was sent. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT, INVALID_STATE, FORBIDDEN.
func (s *Service) Close(ctx context.Context, caller *access.Caller, in *CloseInput) (*ent.ServiceRequest, error) {
	if !sentence(in.Outcome, 0, longestOutcome, true) {
		return nil, fault.Newf(fault.CodeInvalidValue, "at most %d characters", longestOutcome).At("outcome")
	}
	return s.move(ctx, caller, in.Ref, step{
		rule: closing,
		do: func(_ context.Context, tx *work.Tx, _ *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error) {
			change.SetState(servicerequest.StateClosed).SetClosedAt(tx.Now).SetOutcome(in.Outcome)
			return audit.Entry{Reason: in.Outcome}, nil
		},
	})
}

// CancelInput says why a request is not sent.
type CancelInput struct {
	Ref
	Reason string
}

// Cancel ends a request that was not sent; another invoice may be asked for then. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT, INVALID_STATE, FORBIDDEN.
func (s *Service) Cancel(ctx context.Context, caller *access.Caller, in *CancelInput) (*ent.ServiceRequest, error) {
	if !sentence(in.Reason, 1, longestOutcome, true) {
		return nil, fault.Newf(fault.CodeInvalidValue, "1 to %d characters", longestOutcome).At("reason")
	}
	return s.move(ctx, caller, in.Ref, step{
		rule: cancelling,
		do: func(_ context.Context, tx *work.Tx, row *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error) {
			change.SetState(servicerequest.StateCancelled).SetClosedAt(tx.Now).SetOutcome(in.Reason).ClearInvoices()
			return audit.Entry{Before: map[string]any{"state": row.State}, Reason: in.Reason}, nil
		},
	})
}
