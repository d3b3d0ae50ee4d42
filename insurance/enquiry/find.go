package enquiry

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Order of a list: by when policies were bound, and of one moment by their keys.
type Order string

// Orders.
const (
	Newest Order = "BOUND_AT_DESC"
	Oldest Order = "BOUND_AT_ASC"
)

// Policies finds policies of all channels, for the insurer's people (E1, A4, B6); anybody else finds nothing. States and
// products are looked for among 5,000 policies a call: where these do not fill the page, the last one looked at is
// answered as well, whatever it is: it is there to continue from, so that a filter neither ends nor skips. A search by personal
// data is on record. Faults: INVALID_VALUE, VARIABLE_INVALID for a cursor that no list gave, FORBIDDEN for personal data.
func (s *Service) Policies(ctx context.Context, caller *access.Caller, f *Filter, order Order, page work.Page) (list []*policy.Policy, more bool, err error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, false, nil
	}
	if err := maySearch(caller, f); err != nil {
		return nil, false, err
	}
	q, err := s.prepare(ctx, f)
	if err != nil {
		return nil, false, err
	}
	if err := s.recordSearch(ctx, caller, f); err != nil {
		return nil, false, err
	}
	rows, more, err := s.page(ctx, q, order, page)
	if err != nil {
		return nil, false, err
	}
	list, err = s.views(ctx, rows)
	return list, more, err
}

// page reads a page of what a search finds, in the order of the list.
func (s *Service) page(ctx context.Context, q *search, order Order, page work.Page) (rows []*ent.InsurancePolicy, more bool, err error) {
	t := stretch{newest: (order == Newest) != page.Backward}
	after, err := s.sortKeyAt(ctx, page.After.Key)
	if err != nil {
		return nil, false, err
	}
	before, err := s.sortKeyAt(ctx, page.Before.Key)
	if err != nil {
		return nil, false, err
	}
	if t.low, t.high = after, before; order == Newest {
		t.low, t.high = before, after
	}
	atOnce, narrows := page.Most+1, q.narrows() && !q.few
	if narrows {
		atOnce = max(atOnce, min(lookedAtOnce, mostEntries/max(len(q.channels), 1)))
	}
	last, more, err := s.walk(ctx, q, t, mostLooked, atOnce, func(row *ent.InsurancePolicy) bool {
		rows = append(rows, row)
		return len(rows) <= page.Most
	})
	if err != nil {
		return nil, false, err
	}
	if more && len(rows) < page.Most && (len(rows) == 0 || rows[len(rows)-1].ID != last.ID) {
		rows = append(rows, last)
	}
	rows = rows[:min(len(rows), page.Most)]
	if page.Backward {
		slices.Reverse(rows)
	}
	return rows, more, nil
}

// sortKeyAt is the place that a cursor stands for; nil where there is none.
func (s *Service) sortKeyAt(ctx context.Context, key int64) (*sortKey, error) {
	if key == 0 {
		return nil, nil // no cursor
	}
	rows, err := s.light(ctx, []int64{key})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.CodeVariableInvalid, "a cursor is one that the same list gave to the same caller, in the same order and with the same filter")
	}
	at := sortKeyOf(rows[0])
	return &at, nil
}

// views reads policies whole, as they hold now.
func (s *Service) views(ctx context.Context, rows []*ent.InsurancePolicy) ([]*policy.Policy, error) {
	keys := make([]int64, len(rows))
	for i, row := range rows {
		keys[i] = row.ID
	}
	byID, err := s.policies.Rows(ctx, keys)
	if err != nil {
		return nil, err
	}
	whole := make([]*ent.InsurancePolicy, len(rows))
	for i, row := range rows {
		whole[i] = byID[row.ID]
	}
	return s.policies.Views(ctx, whole, policy.PointInTime{})
}

// MostCount is the most that is counted.
const MostCount = 10_000

// Count counts what a filter finds, up to a maximum of 1 to 10,000; where states or products narrow it, among the newest
// 20,000 policies. Fault: INVALID_VALUE.
func (s *Service) Count(ctx context.Context, caller *access.Caller, f *Filter, most int) (work.Count, error) {
	if most < 1 || most > MostCount {
		return work.Count{}, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", MostCount).At("max")
	}
	if _, all := caller.ChannelScope(); !all {
		return work.Count{Exact: true}, nil
	}
	if err := maySearch(caller, f); err != nil {
		return work.Count{}, err
	}
	q, err := s.prepare(ctx, f)
	if err != nil {
		return work.Count{}, err
	}
	if !q.few && !q.narrows() {
		return s.countAll(ctx, q, most)
	}
	n := 0
	_, more, err := s.walk(ctx, q, stretch{newest: true}, mostCounted, max(lookedAtOnce, min(mostLooked, mostEntries/max(len(q.channels), 1))),
		func(*ent.InsurancePolicy) bool { n++; return n <= most })
	return work.Count{Value: min(n, most), Exact: !more}, err
}

// countAll counts entries of the channels' indexes, those of many channels by one statement.
func (s *Service) countAll(ctx context.Context, q *search, most int) (work.Count, error) {
	condition, values := q.within(stretch{})
	n := 0
	for some := range slices.Chunk(q.channels, countedAtOnce) {
		text := "SELECT COUNT(*) FROM (SELECT 1 FROM " + s.store.ByIndex(insurancepolicy.Table, "insurancepolicy_channel_id_bound_at") +
			" WHERE channel_id IN (?" + strings.Repeat(", ?", len(some)-1) + ")" + condition + " LIMIT ?) d"
		var all []any
		for _, id := range some {
			all = append(all, id)
		}
		counted, err := s.store.Keys(ctx, text, append(append(all, values...), most+1-n)...)
		if err != nil {
			return work.Count{}, fmt.Errorf("count policies: %w", err)
		}
		if n += int(counted[0]); n > most {
			return work.Count{Value: most}, nil
		}
	}
	return work.Count{Value: n, Exact: true}, nil
}

// countedAtOnce are counted by one statement.
const countedAtOnce = 1000
