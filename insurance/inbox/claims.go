package inbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

var (
	// undecided are the states in which a claim waits for a person to decide it.
	undecided = []claim.State{claim.StateInReview, claim.StateEvidenceNeeded}
	// unpaid are those in which it may be late.
	unpaid = append(slices.Clone(undecided), claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateApproved, claim.StatePayoutFailed)
)

// claims are the caller's, nobody's, and those that are late, each range of an index read no further than is counted.
func (s *Service) claims(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	now := s.store.Now()
	var ranges []func(*sql.Selector)
	for _, state := range undecided {
		for _, assignee := range []int64{caller.PersonID(), 0} {
			ranges = append(ranges, first(claim.FieldSubmittedAt, claim.Assignee(assignee), caller.InView(claim.FieldChannelID), claim.StateEQ(state), claim.Live(true)))
		}
	}
	for _, state := range unpaid {
		ranges = append(ranges, first(claim.FieldPromisedAt, claim.Live(true), caller.InView(claim.FieldChannelID), claim.StateEQ(state), claim.PromisedAtLT(now)))
	}
	query := s.store.Client.Claim.Query().Where(work.Each(ranges, func(of *sql.Selector, one func(*sql.Selector)) { one(of) }))
	query.Select(claim.FieldNumber, claim.FieldState, claim.FieldAssignee, claim.FieldSubmittedAt, claim.FieldPromisedAt)
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("claims that wait: %w", err)
	}
	mine := kept(rows, func(c *ent.Claim) bool { return c.Assignee == caller.PersonID() && slices.Contains(undecided, c.State) })
	back, err := s.evidenceCame(ctx, mine)
	if err != nil {
		return nil, err
	}
	numbers := []string{}
	for _, c := range back[:min(len(back), most)] {
		numbers = append(numbers, c.Number)
	}
	states := []string{string(claim.StateInReview), string(claim.StateEvidenceNeeded)}
	return []*Item{
		claimItem(ClaimsMine, map[string]any{"assigneeId": work.PersonID.Of(caller.PersonID()), "states": states}, mine),
		claimItem(EvidenceCame, map[string]any{"numbers": numbers, "states": states[:1]}, back),
		claimItem(ClaimsUnassigned, map[string]any{"unassigned": true, "states": states},
			kept(rows, func(c *ent.Claim) bool { return c.Assignee == 0 && slices.Contains(undecided, c.State) })),
		claimItem(ClaimsOverdue, map[string]any{"overdue": true}, kept(rows, func(c *ent.Claim) bool { return c.PromisedAt.Before(now) })),
	}, nil
}

// first narrows to the first rows of a range, one more than is counted.
func first[P ~func(*sql.Selector)](by string, where ...P) func(*sql.Selector) {
	return func(s *sql.Selector) {
		for _, narrow := range where {
			narrow(s)
		}
		s.OrderBy(sql.Asc(s.C(by))).Limit(most + 1)
	}
}

func claimItem(kind Kind, filter map[string]any, rows []*ent.Claim) *Item {
	things := make([]waiting, len(rows))
	for i, c := range rows {
		things[i] = waiting{c.SubmittedAt, c.PromisedAt}
	}
	return itemOf(kind, ClaimList, filter, things)
}

// evidenceCame are the claims in review for which evidence was asked for.
func (s *Service) evidenceCame(ctx context.Context, rows []*ent.Claim) ([]*ent.Claim, error) {
	var keys, asked []int64
	for _, c := range rows {
		if c.State == claim.StateInReview {
			keys = append(keys, c.ID)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	err := s.store.Client.ClaimNote.Query().Where(claimnote.ClaimIDIn(keys...), claimnote.KindEQ(claimnote.KindEvidenceRequest)).
		Unique(true).Select(claimnote.FieldClaimID).Scan(ctx, &asked)
	if err != nil {
		return nil, fmt.Errorf("evidence that came: %w", err)
	}
	return kept(rows, func(c *ent.Claim) bool { return c.State == claim.StateInReview && slices.Contains(asked, c.ID) }), nil
}

// disputed are payouts about which the bank contradicts itself or us; their claims are listed.
func (s *Service) disputed(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	var rows []struct {
		DisputedAt time.Time `json:"disputed_at"`
	}
	err := s.store.Client.Payout.Query().Where(payout.DisputedAtNotNil(), caller.InView(payout.FieldChannelID), predicate.Payout(work.InMode(work.Live, payout.FieldChannelID))).
		Order(ent.Asc(payout.FieldDisputedAt)).Limit(most+1).Select(payout.FieldDisputedAt).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("disputed payouts: %w", err)
	}
	things := make([]waiting, len(rows))
	for i, row := range rows {
		things[i].since = row.DisputedAt
	}
	return []*Item{itemOf(PayoutsDisputed, ClaimList, map[string]any{"disputed": true}, things)}, nil
}

func kept[T any](rows []T, wanted func(T) bool) (list []T) {
	for _, row := range rows {
		if wanted(row) {
			list = append(list, row)
		}
	}
	return list
}
