package claims

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Reader finds claims, one by one and in lists, and shows what a caller may see of them.
type Reader struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	approvals    *approval.Service
}

// Lookup says which claim: exactly one of these.
type Lookup struct {
	ID        *work.ClaimKey
	Number    *string
	RequestNo *string // of the caller's channel
}

// By finds a claim; nil where the caller can see no such claim. The insurer's people have no numbers of their own here.
func (s *Reader) By(ctx context.Context, caller *access.Caller, by Lookup) (*Claim, error) {
	switch {
	case by.ID != nil:
		return s.ByID(ctx, caller, int64(*by.ID))
	case by.Number != nil:
		return s.ByNumber(ctx, caller, *by.Number)
	}
	if _, all := caller.ChannelScope(); all || by.RequestNo == nil {
		return nil, nil // no such claim
	}
	return s.find(ctx, caller, claim.RequestNo(*by.RequestNo))
}

// ByNumber finds a claim by its number; nil where the caller can see no such claim.
func (s *Reader) ByNumber(ctx context.Context, caller *access.Caller, no string) (*Claim, error) {
	if kind, _, err := number.Parse(no); err != nil || kind != number.Claim {
		return nil, nil //nolint:nilerr // no such claim
	}
	return s.find(ctx, caller, claim.Number(no))
}

// ByID finds a claim by its key; nil where the caller can see no such claim.
func (s *Reader) ByID(ctx context.Context, caller *access.Caller, id int64) (*Claim, error) {
	return s.find(ctx, caller, claim.ID(id))
}

// find is how every claim is read for a caller. For a channel, claims of other channels do not exist.
func (s *Reader) find(ctx context.Context, caller *access.Caller, which predicate.Claim) (*Claim, error) {
	row, err := s.store.Client.Claim.Query().Where(which, caller.InView(claim.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such claim
	}
	if err != nil {
		return nil, fmt.Errorf("find claim: %w", err)
	}
	return s.claim(row), nil
}

// claim is what a caller gets of a row.
func (s *Reader) claim(row *ent.Claim) *Claim { return &Claim{row: row, reader: s} }

// load reads a claim that a person works on. Faults: NOT_FOUND; CONFLICT where it has another version than they saw;
// INVALID_STATE where its state is none of those.
func (s *Reader) load(ctx context.Context, caller *access.Caller, number string, version int, states []claim.State) (*ent.Claim, error) {
	found, err := s.ByNumber(ctx, caller, number)
	if err != nil {
		return nil, err
	}
	switch {
	case found == nil:
		return nil, fault.New(fault.CodeNotFound, "", "claimNumber")
	case found.row.Version != version:
		return nil, fault.Changed(work.ClaimID.Of(found.Key()), "somebody changed the claim meanwhile", "expectedRevision")
	case !slices.Contains(states, found.row.State):
		return nil, stands(found.row)
	}
	return found.row, nil
}

// stands refuses an act for which a claim is in the wrong state: INVALID_STATE.
func stands(row *ent.Claim) error {
	return fault.Newf(fault.CodeInvalidState, "the claim is %s", row.State).At("claimNumber")
}

// Overdue counts open claims of live channels whose promised time of payment has passed (A7).
func (s *Reader) Overdue(ctx context.Context) (int, error) {
	n, err := s.store.Client.Claim.Query().
		Where(claim.ClosedAtIsNil(), claim.PromisedAtLT(s.store.Now()), claim.ChannelIDIn(s.distribution.LiveChannels()...)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count overdue claims: %w", err)
	}
	return n, nil
}

// policiesOf reads the policies of claims by one statement and views each at its own point in time. The answer is by
// claim.
func policiesOf(ctx context.Context, policies *policy.Service, rows []*ent.Claim, moment func(*ent.Claim) policy.PointInTime) (map[int64]*policy.Policy, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.PolicyID
	}
	stored, err := policies.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	held, moments := make([]*ent.InsurancePolicy, len(rows)), make([]policy.PointInTime, len(rows))
	for i, row := range rows {
		if held[i] = stored[row.PolicyID]; held[i] == nil {
			return nil, fmt.Errorf("claim %s has no policy", row.Number)
		}
		moments[i] = moment(row)
	}
	list, err := policy.ViewsAt(ctx, policies, held, moments)
	if err != nil {
		return nil, err
	}
	views := make(map[int64]*policy.Policy, len(rows))
	for i, row := range rows {
		views[row.ID] = list[i]
	}
	return views, nil
}
