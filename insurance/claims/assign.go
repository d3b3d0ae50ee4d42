package claims

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// TakeInput takes a claim.
type TakeInput struct {
	ClaimNumber      string
	ExpectedRevision int
}

// AssignInput gives a claim to somebody.
type AssignInput struct {
	ClaimNumber      string
	ExpectedRevision int
	PersonID         *work.PersonKey // nil: nobody
}

// ClaimRef is a claim as somebody saw it.
type ClaimRef struct {
	ClaimNumber      string
	ExpectedRevision int
}

// AssignAllInput gives claims to somebody.
type AssignAllInput struct {
	Claims   []ClaimRef
	PersonID *work.PersonKey // nil: nobody
}

const maxAssigned = 100 // at once

// Take assigns a claim to the caller (B8). The channel is not told, so the version stays. Faults: NOT_FOUND,
// INVALID_STATE for a closed claim; CONFLICT where it has another version, or is assigned to somebody else: use Assign
// then.
func (s *Desk) Take(ctx context.Context, caller *access.Caller, in *TakeInput) (*Claim, error) {
	return s.reassign(ctx, caller, in.ClaimNumber, in.ExpectedRevision, caller.PersonID(), "claim.take", func(c *ent.Claim) error {
		return mayTake(c, caller)
	})
}

// Assign assigns a claim to a person who handles claims, or to nobody (B8). Faults: INVALID_VALUE for a person who
// handles none, NOT_FOUND, CONFLICT, INVALID_STATE.
func (s *Desk) Assign(ctx context.Context, caller *access.Caller, in *AssignInput) (*Claim, error) {
	to, err := s.handler(ctx, in.PersonID)
	if err != nil {
		return nil, err
	}
	return s.assignTo(ctx, caller, ClaimRef{in.ClaimNumber, in.ExpectedRevision}, to)
}

// AssignAll assigns claims to a person who handles claims, or to nobody: each that may be, whatever becomes of the others. It answers
// those that were, and the faults of the others at their places in the input. Faults: as Assign; INVALID_VALUE for none, for more than
// 100, and for one that is named twice.
func (s *Desk) AssignAll(ctx context.Context, caller *access.Caller, in *AssignAllInput) (assigned []*Claim, err error) {
	if n := len(in.Claims); n == 0 || n > maxAssigned {
		return nil, fault.Newf(fault.CodeInvalidValue, "1 to %d claims", maxAssigned).At("claims")
	}
	to, err := s.handler(ctx, in.PersonID)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	named := map[string]bool{}
	for i, ref := range in.Claims {
		var done *Claim
		if err = fault.New(fault.CodeInvalidValue, "it is named twice", "claimNumber"); !named[ref.ClaimNumber] {
			done, err = s.assignTo(ctx, caller, ref, to)
		}
		named[ref.ClaimNumber] = true
		if err == nil {
			assigned = append(assigned, done)
			continue
		}
		refused := fault.All(err)
		if refused == nil {
			return assigned, err
		}
		for _, f := range refused {
			faults = append(faults, fault.Below(f, "claims", strconv.Itoa(i)))
		}
	}
	if len(faults) > 0 {
		return assigned, faults
	}
	return assigned, nil
}

// handler is the key of a person who handles claims; 0: nobody. Fault: INVALID_VALUE for one who handles none.
func (s *Desk) handler(ctx context.Context, key *work.PersonKey) (int64, error) {
	if key == nil {
		return 0, nil
	}
	p, err := s.store.Client.Person.Query().Where(person.ID(int64(*key)), person.StateEQ(person.StateActive)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return 0, err
	}
	if p == nil || !slices.Contains(p.Roles, string(access.Claims)) {
		return 0, fault.New(fault.CodeInvalidValue, "nobody who handles claims", "personId")
	}
	return p.ID, nil
}

func (s *Desk) assignTo(ctx context.Context, caller *access.Caller, ref ClaimRef, to int64) (*Claim, error) {
	return s.reassign(ctx, caller, ref.ClaimNumber, ref.ExpectedRevision, to, "claim.assign", func(*ent.Claim) error { return nil })
}

// reassign changes the assignee, unless somebody else changed it after the claim was read.
func (s *Desk) reassign(ctx context.Context, caller *access.Caller, number string, version int, to int64, action string, check func(*ent.Claim) error) (*Claim, error) {
	row, err := s.reader.load(ctx, caller, number, version, unclosed)
	if err != nil {
		return nil, err
	}
	if err := check(row); err != nil {
		return nil, err
	}
	answer, err := s.assign(ctx, caller, row, to, action, nil)
	if errors.Is(err, errMoved) {
		return nil, fault.Changed(work.ClaimID.Of(row.ID), "somebody changed or took it meanwhile", "claimNumber")
	}
	return answer, err
}

// assign changes the assignee of a claim that is as it was read, with what else is to be stored; else it fails with errMoved.
func (s *Desk) assign(ctx context.Context, caller *access.Caller, row *ent.Claim, to int64, action string, also func(context.Context, *work.Tx) error) (*Claim, error) {
	next := *row
	next.Assignee = to
	err := s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Claim.Update().Where(claim.ID(row.ID), claim.Version(row.Version), claim.Assignee(row.Assignee)).SetAssignee(to).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return errMoved
		}
		if also != nil {
			if err := also(ctx, tx); err != nil {
				return err
			}
		}
		return recordAudit(ctx, tx, s.audit, caller, audit.Entry{
			Action: action, Object: row.Number, ChannelID: row.ChannelID,
			Before: map[string]any{"assignee": row.Assignee}, After: map[string]any{"assignee": to},
		})
	})
	if err != nil {
		return nil, err
	}
	return s.reader.claim(&next), nil
}
