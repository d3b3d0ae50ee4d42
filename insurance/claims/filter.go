package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/insurancepolicy"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of claims; what is given must all hold. A list holds at most 100 values, and an empty one says nothing.
type Filter struct {
	Numbers       []string        `json:"numbers,omitempty"`
	PolicyNumbers []string        `json:"policyNumbers,omitempty"`
	OrderNos      []string        `json:"orderNos,omitempty"` // of their policies
	States        []claim.State   `json:"states,omitempty"`
	Reasons       []string        `json:"reasons,omitempty"` // codes of their newest decisions
	ProductCodes  []string        `json:"productCodes,omitempty"`
	ChannelCodes  []string        `json:"channelCodes,omitempty"`
	Mode          work.Mode       `json:"mode,omitempty"`
	AssigneeID    *work.PersonKey `json:"assigneeId,omitempty"`
	Unassigned    bool            `json:"unassigned,omitempty"`
	Mine          bool            `json:"mine,omitempty"` // the caller's, and nobody's
	ScoreFrom     *int32          `json:"scoreFrom,omitempty"`
	ScoreTo       *int32          `json:"scoreTo,omitempty"`
	ClaimedFrom   *money.Input    `json:"claimedFrom,omitempty"`  // the loss, in one currency
	ClaimedTo     *money.Input    `json:"claimedTo,omitempty"`    // the loss, in one currency
	PayoutStates  []payout.State  `json:"payoutStates,omitempty"` // of their newest payouts
	SubmittedAt   *work.Period    `json:"submittedAt,omitempty"`
	PromisedAt    *work.Period    `json:"promisedAt,omitempty"`
	Disputed      bool            `json:"disputed,omitempty"` // with a payout that is disputed
	Overdue       bool            `json:"overdue,omitempty"`  // not paid by the time that was promised
}

const maxCodes = 100 // values of a list in a filter

func (f *Filter) check() error {
	var faults fault.List
	for name, n := range map[string]int{
		"numbers": len(f.Numbers), "policyNumbers": len(f.PolicyNumbers), "orderNos": len(f.OrderNos), "states": len(f.States),
		"reasons": len(f.Reasons), "productCodes": len(f.ProductCodes), "channelCodes": len(f.ChannelCodes), "payoutStates": len(f.PayoutStates),
	} {
		if n > maxCodes {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "at most %d", maxCodes).At("filter", name))
		}
	}
	if f.Unassigned && f.AssigneeID != nil || f.Mine && (f.Unassigned || f.AssigneeID != nil) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "somebody's or nobody's, not both", "filter", "unassigned"))
	}
	for name, p := range map[string]*work.Period{"submittedAt": f.SubmittedAt, "promisedAt": f.PromisedAt} {
		if p != nil && !p.End.After(p.Start) {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the end lies before the beginning", "filter", name))
		}
	}
	for name, in := range map[string]*money.Input{"claimedFrom": f.ClaimedFrom, "claimedTo": f.ClaimedTo} {
		if in == nil {
			continue
		}
		if _, err := in.Amount.In(money.Currency(in.Currency)); err != nil {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "no amount in %s", in.Currency).At("filter", name))
		}
	}
	if f.ClaimedFrom != nil && f.ClaimedTo != nil && f.ClaimedFrom.Currency != f.ClaimedTo.Currency {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "another currency than claimedFrom", "filter", "claimedTo"))
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// search is a filter made ready.
type search struct {
	filter    *Filter
	states    []claim.State // that are asked for
	some      bool          // not all states are
	channels  []int64       // that it names, or all of its half that the caller may see
	named     bool          // they are not all of its half
	assignees []int64       // nil: anybody
	from, to  *int64        // of the loss, minor units
	now       time.Time
	nothing   bool         // can be found
	few       []*ent.Claim // all that fit, where they were looked up; else nil
	gathered  bool         // it was tried
}

var allStates = append(slices.Clone(unclosed), claim.StatePaid, claim.StateDeclined, claim.StateWithdrawn)

// prepare makes a filter ready. Fault: INVALID_VALUE.
func (s *Reader) prepare(ctx context.Context, caller *access.Caller, f *Filter) (*search, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	q := &search{filter: f, states: slices.Compact(slices.Sorted(slices.Values(f.States))), now: s.store.Now(), from: minor(f.ClaimedFrom), to: minor(f.ClaimedTo)}
	if len(q.states) == 0 {
		q.states = allStates
	}
	if f.Disputed {
		q.only(disputable)
	}
	if f.Overdue {
		q.only(unclosed)
	}
	q.only(paidIn(f.PayoutStates))
	q.some = len(q.states) < len(allStates)
	switch {
	case f.Unassigned:
		q.assignees = []int64{0}
	case f.AssigneeID != nil:
		q.assignees = []int64{int64(*f.AssigneeID)}
	case f.Mine:
		q.assignees = []int64{0, caller.PersonID()}
	}
	_, all := caller.ChannelScope()
	q.channels, q.named = s.distribution.Seen(caller, f.Mode, f.ChannelCodes), len(f.ChannelCodes) > 0 || !all || caller.Only != nil
	q.nothing = len(q.channels) == 0 || len(q.states) == 0
	if q.nothing {
		return q, nil
	}
	return q, s.candidates(ctx, q)
}

// paidIn are the states of claims whose newest payout may be in one of some states.
func paidIn(payouts []payout.State) (states []claim.State) {
	if len(payouts) == 0 {
		return allStates
	}
	for _, state := range payouts {
		switch state {
		case payout.StateOrdered, payout.StateUnknown:
			states = append(states, claim.StateApproved)
		case payout.StatePaid:
			states = append(states, claim.StatePaid)
		case payout.StateDisputed:
			states = append(states, disputable...)
		case payout.StateDeclined: // the claimant may have corrected the claim since
			return allStates
		}
	}
	return states
}

func (q *search) only(states []claim.State) {
	q.states = slices.DeleteFunc(slices.Clone(q.states), func(s claim.State) bool { return !slices.Contains(states, s) })
}

func minor(in *money.Input) *int64 {
	if in == nil {
		return nil
	}
	amount, err := in.Amount.In(money.Currency(in.Currency))
	if err != nil {
		panic(err) // it was checked
	}
	return &amount.Minor
}

// fits tells whether a filter lets a claim through; what it says of payouts is looked up elsewhere.
func (q *search) fits(row *ent.Claim) bool {
	f := q.filter
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	_, known := slices.BinarySearch(q.channels, row.ChannelID)
	in := func(from, to *int64) bool {
		return from == nil && to == nil || row.Claimed != nil && (from == nil || *row.Claimed >= *from) && (to == nil || *row.Claimed <= *to)
	}
	currency := func(in *money.Input) bool { return in == nil || in.Currency == row.Currency }
	return known && slices.Contains(q.states, row.State) && among(f.Numbers, row.Number) && among(f.Reasons, row.Reason) &&
		among(f.ProductCodes, row.ProductCode) && (q.assignees == nil || slices.Contains(q.assignees, row.Assignee)) &&
		(f.ScoreFrom == nil || row.Score >= int(*f.ScoreFrom)) && (f.ScoreTo == nil || row.Score <= int(*f.ScoreTo)) &&
		in(q.from, q.to) && currency(f.ClaimedFrom) && currency(f.ClaimedTo) && f.SubmittedAt.Holds(row.SubmittedAt) && f.PromisedAt.Holds(row.PromisedAt) &&
		(!f.Overdue || row.PromisedAt.Before(q.now))
}

// mostPaid claims with payouts in some states are looked up at most; more are found along the list.
const mostPaid = 40

// candidates looks up what numbers, policies, orders and payouts leave, each by its index.
func (s *Reader) candidates(ctx context.Context, q *search) error {
	f := q.filter
	var where []func(*ent.ClaimQuery)
	if len(f.Numbers) > 0 {
		where = append(where, func(c *ent.ClaimQuery) { c.Where(claim.NumberIn(f.Numbers...)) })
	}
	if len(f.PolicyNumbers) > 0 || len(f.OrderNos) > 0 {
		policies, err := s.policiesOf(ctx, q)
		if err != nil {
			return err
		}
		where = append(where, func(c *ent.ClaimQuery) { c.Where(claim.PolicyIDIn(policies...)) })
	}
	if f.Disputed {
		ids, err := s.disputedClaims(ctx)
		if err != nil {
			return err
		}
		where = append(where, func(c *ent.ClaimQuery) { c.Where(claim.IDIn(ids...)) })
	}
	if unpaid := f.PayoutStates; len(unpaid) > 0 && !slices.Contains(unpaid, payout.StatePaid) {
		var ids []int64
		err := s.store.Client.Payout.Query().Where(payout.StateIn(unpaid...)).Limit(mostPaid+1).Select(payout.FieldClaimID).Scan(ctx, &ids)
		if err != nil {
			return fmt.Errorf("payouts of claims: %w", err)
		}
		if len(ids) <= mostPaid {
			where = append(where, func(c *ent.ClaimQuery) { c.Where(claim.IDIn(ids...)) })
		}
	}
	if len(where) == 0 {
		return nil
	}
	query := s.store.Client.Claim.Query()
	for _, narrow := range where {
		narrow(query)
	}
	rows, err := query.Limit(MostCounted).All(ctx)
	if err != nil {
		return fmt.Errorf("find claims: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(row *ent.Claim) bool { return !q.fits(row) })
	rows, err = s.withPayouts(ctx, q, rows)
	q.few = append([]*ent.Claim{}, rows...)
	return err
}

// policiesOf are the keys of the policies that a filter names.
func (s *Reader) policiesOf(ctx context.Context, q *search) ([]int64, error) {
	query := s.store.Client.InsurancePolicy.Query()
	if len(q.filter.PolicyNumbers) > 0 {
		query.Where(insurancepolicy.NumberIn(q.filter.PolicyNumbers...))
	}
	if len(q.filter.OrderNos) > 0 {
		query.Where(insurancepolicy.ChannelIDIn(q.channels...), insurancepolicy.OrderNoIn(q.filter.OrderNos...))
	}
	ids, err := query.IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("policies of claims: %w", err)
	}
	return ids, nil
}

// disputedClaims are the claims with a payout that is disputed, at most MostCounted. There are few: each is an alarm.
func (s *Reader) disputedClaims(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.store.Client.Payout.Query().Where(payout.DisputedAtNotNil()).Order(ent.Asc(payout.FieldDisputedAt)).Limit(MostCounted).
		Select(payout.FieldClaimID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("disputed payouts: %w", err)
	}
	return ids, nil
}

// withPayouts keeps claims whose newest payout is in a state that the filter names.
func (s *Reader) withPayouts(ctx context.Context, q *search, rows []*ent.Claim) ([]*ent.Claim, error) {
	if len(q.filter.PayoutStates) == 0 || len(rows) == 0 {
		return rows, nil
	}
	values := make([]any, len(rows))
	for i, row := range rows {
		values[i] = paymentKey(row)
	}
	found, err := s.store.Client.QueryContext(ctx, "SELECT payment_key, state FROM "+s.store.ByIndex(payout.Table, "payout_payment_key")+
		" WHERE payment_key IN (?"+strings.Repeat(",?", len(rows)-1)+")", values...)
	if err != nil {
		return nil, fmt.Errorf("payouts of claims: %w", err)
	}
	defer found.Close() //nolint:errcheck // what was read is checked below
	states := map[string]payout.State{}
	for found.Next() {
		var key string
		var state payout.State
		if err := found.Scan(&key, &state); err != nil {
			return nil, fmt.Errorf("payouts of claims: %w", err)
		}
		states[key] = state
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("payouts of claims: %w", err)
	}
	return slices.DeleteFunc(rows, func(row *ent.Claim) bool { return !slices.Contains(q.filter.PayoutStates, states[paymentKey(row)]) }), nil
}
