package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/file"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/ent/recovery"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// What belongs to claims is looked up for all claims of a page at once, and answered by the keys of the claims.

// What is told of a claim at once is bounded; no claim has as much in earnest.
const (
	maxListed    = 200
	maxEvidence  = 100
	maxRevisions = 50 // each with all facts
)

// PoliciesOf claims are those that they were claimed under, as they stand now.
func (s *Reader) PoliciesOf(ctx context.Context, list []*Claim) (map[int64]work.Result[*policy.Policy], error) {
	keys := make([]int64, len(list))
	for i, c := range list {
		keys[i] = c.row.PolicyID
	}
	byKey, err := s.policies.ByKeys(ctx, keys, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	policies := make(map[int64]work.Result[*policy.Policy], len(list))
	for _, c := range list {
		policies[c.row.ID] = byKey[c.row.PolicyID]
	}
	return policies, nil
}

// OfPolicies are the claims of policies, newest first, by the keys of the policies.
func (s *Reader) OfPolicies(ctx context.Context, policies []*policy.Policy, page work.Page) (map[int64]work.Listed[*Claim], error) {
	rows, err := s.store.Client.Claim.Query().Where(work.Each(policies, func(q *sql.Selector, p *policy.Policy) {
		claim.PolicyID(p.Key())(q)
		page.Newest(q)
	}), predicate.Claim(page.NewestOrder)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("claims of policies: %w", err)
	}
	list := make([]*Claim, len(rows))
	for i, row := range rows {
		list[i] = s.claim(row)
	}
	return work.TrimEach(page, work.Group(list, func(c *Claim) int64 { return c.row.PolicyID })), nil
}

// RevisionsOf claims are those up to the revision of the claim, oldest first; of each claim the newest 50 where there are more.
func (s *Reader) RevisionsOf(ctx context.Context, list []*Claim) (map[int64][]*Revision, error) {
	return s.RevisionsBefore(ctx, list, math.MaxInt32)
}

// RevisionsBefore are those of RevisionsOf before a revision of the claim.
func (s *Reader) RevisionsBefore(ctx context.Context, list []*Claim, version int) (map[int64][]*Revision, error) {
	rows, err := s.store.Client.ClaimRevision.Query().Where(work.Each(list, func(s *sql.Selector, c *Claim) {
		claimrevision.And(claimrevision.ClaimID(c.row.ID), claimrevision.VersionLTE(c.row.Version), claimrevision.VersionLT(version))(s)
		s.OrderBy(sql.Desc(s.C(claimrevision.FieldVersion))).Limit(maxRevisions)
	})).Order(ent.Asc(claimrevision.FieldVersion)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("revisions of claims: %w", err)
	}
	revisions := make([]*Revision, len(rows))
	for i, r := range rows {
		revisions[i] = revisionOf(r)
	}
	return work.Group(revisions, func(r *Revision) int64 { return r.claim }), nil
}

func revisionOf(r *ent.ClaimRevision) *Revision {
	return &Revision{
		claim: r.ClaimID, Revision: r.Version, At: r.At, Kind: r.Kind, Facts: json.RawMessage(r.Facts), Changed: r.Changed, MadeBy: r.MadeBy,
	}
}

// EvidenceOf claims are the files that belong to them, oldest first; of each the newest 100 where there are more.
func (s *Reader) EvidenceOf(ctx context.Context, list []*Claim) (map[int64][]*ent.File, error) {
	rows, err := s.store.Client.File.Query().Where(work.Each(list, func(s *sql.Selector, c *Claim) {
		file.ClaimID(c.row.ID)(s)
		s.OrderBy(sql.Desc(s.C(file.FieldID))).Limit(maxEvidence)
	})).Order(ent.Asc(file.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("evidence of claims: %w", err)
	}
	return work.Group(rows, func(f *ent.File) int64 { return *f.ClaimID }), nil
}

// PayoutByID is a payout by its key, for the insurer's people; nil where there is none in the caller's view.
func (s *Reader) PayoutByID(ctx context.Context, caller *access.Caller, id int64) (*ent.Payout, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, nil // no such payout
	}
	row, err := s.store.Client.Payout.Query().Where(payout.ID(id), caller.InView(payout.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such payout
	}
	return row, err
}

// NoteByID is a note by its key, for the insurer's people; nil where there is none in the caller's view.
func (s *Reader) NoteByID(ctx context.Context, caller *access.Caller, id int64) (*ent.ClaimNote, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, nil // no such note
	}
	row, err := s.store.Client.ClaimNote.Query().Where(claimnote.ID(id), caller.InView(claimnote.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such note
	}
	return row, err
}

// NotesOf claims are what people wrote down about them, oldest first; of each the newest 200 where there are more.
func (s *Reader) NotesOf(ctx context.Context, list []*Claim) (map[int64][]*ent.ClaimNote, error) {
	rows, err := s.store.Client.ClaimNote.Query().Where(work.Each(list, func(s *sql.Selector, c *Claim) {
		claimnote.ClaimID(c.row.ID)(s)
		s.OrderBy(sql.Desc(s.C(claimnote.FieldID))).Limit(maxListed)
	})).Order(ent.Asc(claimnote.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("notes on claims: %w", err)
	}
	return work.Group(rows, func(n *ent.ClaimNote) int64 { return n.ClaimID }), nil
}

// PayoutsOf claims are the attempts at paying them, oldest first; of each the newest 200 where there are more.
func (s *Reader) PayoutsOf(ctx context.Context, list []*Claim) (map[int64][]*ent.Payout, error) {
	rows, err := s.store.Client.Payout.Query().Where(work.Each(list, func(s *sql.Selector, c *Claim) {
		payout.And(payout.ChannelID(c.row.ChannelID), payout.ClaimID(c.row.ID))(s)
		s.OrderBy(sql.Desc(s.C(payout.FieldAttempt))).Limit(maxListed)
	})).Order(ent.Asc(payout.FieldAttempt)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("payouts of claims: %w", err)
	}
	return work.Group(rows, func(p *ent.Payout) int64 { return p.ClaimID }), nil
}

// RecoveriesOf claims are what came back, oldest first; of each the newest 200 where there are more.
func (s *Reader) RecoveriesOf(ctx context.Context, list []*Claim) (map[int64][]*ent.Recovery, error) {
	rows, err := s.store.Client.Recovery.Query().Where(work.Each(list, func(s *sql.Selector, c *Claim) {
		recovery.ClaimID(c.row.ID)(s)
		s.OrderBy(sql.Desc(s.C(recovery.FieldID))).Limit(maxListed)
	})).Order(ent.Asc(recovery.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("recoveries of claims: %w", err)
	}
	return work.Group(rows, func(r *ent.Recovery) int64 { return r.ClaimID }), nil
}

// ApprovalsOf claims are the requests that wait for others: to pay them, or to reopen them where they are declined.
func (s *Reader) ApprovalsOf(ctx context.Context, list []*Claim) (map[int64]*ent.Approval, error) {
	approvals := map[int64]*ent.Approval{}
	for kind, states := range map[approval.Kind][]claim.State{
		approval.KindClaimPayout: undecided, approval.KindClaimReopening: transitions.reopen.from,
	} {
		numbers := map[string]int64{}
		for _, c := range list {
			if slices.Contains(states, c.row.State) {
				numbers[c.row.Number] = c.row.ID
			}
		}
		if len(numbers) == 0 {
			continue // nothing can wait
		}
		waiting, err := s.approvals.Waiting(ctx, kind, slices.Collect(maps.Keys(numbers)))
		if err != nil {
			return nil, err
		}
		for number, id := range numbers {
			if waiting[number] != nil {
				approvals[id] = waiting[number]
			}
		}
	}
	return approvals, nil
}
