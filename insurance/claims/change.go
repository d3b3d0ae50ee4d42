package claims

import (
	"context"
	"errors"
	"slices"
	"strings"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// change is an update or a withdrawal that is about to be stored.
type change struct {
	intake   *Intake
	caller   *access.Caller
	row      *ent.Claim
	policy   *policy.Policy
	revision *ent.ClaimRevision
}

// prepareChange reads the claim that is to be changed, and its policy as it was when the loss happened.
func (s *Intake) prepareChange(ctx context.Context, caller *access.Caller, no, claimNumber string, kind claimrevision.Kind) (*change, error) {
	if !policy.ValidOrderNo(no) {
		return nil, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	found, err := s.reader.ByNumber(ctx, caller, claimNumber)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, s.unlessUsed(ctx, caller, no, fault.New(fault.CodeNotFound, "", "claimNumber"))
	}
	row := found.row
	caller = s.actingFor(caller, row.ChannelID)
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt})
	if err != nil {
		return nil, err
	}
	return &change{intake: s, caller: caller, row: row, policy: policy, revision: &ent.ClaimRevision{
		ID: s.store.NewKey(), ChannelID: row.ChannelID, ClaimID: row.ID, RequestNo: caller.RequestNo(no), Kind: kind,
		Version: row.Version + 1, At: s.distribution.Now(row.ChannelID), MadeBy: caller.Actor(),
	}}, nil
}

// actingFor is the caller as they change a claim of a channel. A person acts for the channel (E4).
func (s *Intake) actingFor(caller *access.Caller, channelID int64) *access.Caller {
	if caller.Audience == access.Channel {
		return caller
	}
	return caller.ActingFor(s.distribution.Channel(channelID))
}

// store inserts the revision first, so that a repeated request fails on its number whatever state the claim has now,
// and then applies the change. The policy is locked before the claim, as everywhere.
func (c *change) store(ctx context.Context, act string, effect func(context.Context, *work.Tx) error) (*Answer, error) {
	s := c.intake
	err := s.store.Do(ctx, act, func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, c.row.PolicyID); err != nil {
			return err
		}
		if err := insertRevision(ctx, tx, c.revision); err != nil {
			return err
		}
		if err := effect(ctx, tx); err != nil {
			return err
		}
		if err := voidApproval(ctx, tx, s.approvals, c.row, "the claim was changed"); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, c.caller, audit.Entry{
			Action: "claim." + strings.ToLower(string(c.revision.Kind)), Object: c.row.Number, ChannelID: c.row.ChannelID,
			Before: map[string]any{"state": c.row.State}, After: map[string]any{"state": c.revision.State, "changed": c.revision.Changed},
		})
	})
	if work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		answer, replayed := s.replay(ctx, c.revision, err)
		if replayed != nil && work.IsDuplicate(replayed) {
			return nil, errMoved // another change took the version
		}
		return answer, replayed
	}
	if err != nil {
		return nil, err
	}
	return &Answer{Claim: s.reader.claim(asLeft(c.row, c.revision))}, nil
}

// check refuses a claim of another version (CONFLICT) or state (INVALID_STATE).
func (c *change) check(states []claim.State, expected *int) error {
	if expected != nil && *expected != c.row.Version {
		return fault.Newf(fault.CodeConflict, "the claim has revision %d", c.row.Version).At("expectedRevision")
	}
	if !slices.Contains(states, c.row.State) {
		return fault.Newf(fault.CodeInvalidState, "the claim is %s", c.row.State).At("claimNumber")
	}
	return nil
}
