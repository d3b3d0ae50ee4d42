package claims

import (
	"context"
	"slices"

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

// Take assigns a claim to the caller (B8). The channel is not told, so the version stays. Faults: NOT_FOUND,
// INVALID_STATE for a closed claim; CONFLICT where it has another version, or is assigned to somebody else: use Assign
// then.
func (s *Desk) Take(ctx context.Context, caller *access.Caller, in *TakeInput) (*Claim, error) {
	return s.reassign(ctx, caller, in.ClaimNumber, in.ExpectedRevision, caller.PersonID(), "claim.take", func(c *ent.Claim) error {
		if c.Assignee != 0 && c.Assignee != caller.PersonID() {
			return fault.New(fault.CodeConflict, "somebody else works on it", "claimNumber")
		}
		return nil
	})
}

// Assign assigns a claim to a person who handles claims, or to nobody (B8). Faults: INVALID_VALUE for a person who
// handles none, NOT_FOUND, CONFLICT, INVALID_STATE.
func (s *Desk) Assign(ctx context.Context, caller *access.Caller, in *AssignInput) (*Claim, error) {
	to := int64(0)
	if in.PersonID != nil {
		to = int64(*in.PersonID)
		p, err := s.store.Client.Person.Query().Where(person.ID(to), person.StateEQ(person.StateActive)).Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return nil, err
		}
		if p == nil || !slices.Contains(p.Roles, string(access.Claims)) {
			return nil, fault.New(fault.CodeInvalidValue, "nobody who handles claims", "personId")
		}
	}
	return s.reassign(ctx, caller, in.ClaimNumber, in.ExpectedRevision, to, "claim.assign", func(*ent.Claim) error { return nil })
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
	next := *row
	next.Assignee = to
	err = s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Claim.Update().Where(claim.ID(row.ID), claim.Version(version), claim.Assignee(row.Assignee)).SetAssignee(to).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.CodeConflict, "somebody changed or took it meanwhile", "claimNumber")
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
