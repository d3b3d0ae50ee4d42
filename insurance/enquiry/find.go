package enquiry

import (
	"context"
	"fmt"
	"slices"

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
// answered as well, whatever it is: it is there to go on from, so that a filter neither ends nor skips. Faults:
// INVALID_VALUE, VARIABLE_INVALID for a cursor that no list gave.
func (o *Service) Policies(ctx context.Context, caller *access.Caller, f *Filter, order Order, page work.Page) (list []*policy.Policy, more bool, err error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, false, nil
	}
	s, err := o.prepare(ctx, f)
	if err != nil {
		return nil, false, err
	}
	rows, more, err := o.page(ctx, s, order, page)
	if err != nil {
		return nil, false, err
	}
	list, err = o.views(ctx, rows)
	return list, more, err
}

// page reads a page of what a search finds, in the order of the list.
func (o *Service) page(ctx context.Context, s *search, order Order, page work.Page) (rows []*ent.InsurancePolicy, more bool, err error) {
	t := stretch{newest: (order == Newest) != page.Backward}
	after, err := o.placeAt(ctx, page.After)
	if err != nil {
		return nil, false, err
	}
	before, err := o.placeAt(ctx, page.Before)
	if err != nil {
		return nil, false, err
	}
	if t.low, t.high = after, before; order == Newest {
		t.low, t.high = before, after
	}
	atOnce, narrows := page.Most+1, s.narrows() && !s.few
	if narrows {
		atOnce = max(atOnce, min(lookedAtOnce, mostEntries/max(len(s.channels), 1)))
	}
	last, more, err := o.walk(ctx, s, t, mostLooked, atOnce, func(row *ent.InsurancePolicy) bool {
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

// placeAt is the place that a cursor stands for; nil where there is none.
func (o *Service) placeAt(ctx context.Context, key int64) (*place, error) {
	if key == 0 {
		return nil, nil // no cursor
	}
	rows, err := o.light(ctx, []int64{key})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.CodeVariableInvalid, "a cursor is one that a list gave")
	}
	at := placeOf(rows[0])
	return &at, nil
}

// views reads policies whole, as they hold now.
func (o *Service) views(ctx context.Context, rows []*ent.InsurancePolicy) ([]*policy.Policy, error) {
	keys := make([]int64, len(rows))
	for i, row := range rows {
		keys[i] = row.ID
	}
	byID, err := o.policies.Rows(ctx, keys)
	if err != nil {
		return nil, err
	}
	whole := make([]*ent.InsurancePolicy, len(rows))
	for i, row := range rows {
		whole[i] = byID[row.ID]
	}
	return o.policies.Views(ctx, whole, policy.PointInTime{})
}

// MostCount is the most that is counted.
const MostCount = 10_000

// Count counts what a filter finds, up to a maximum of 1 to 10,000; where states or products narrow it, among the newest
// 20,000 policies. Fault: INVALID_VALUE.
func (o *Service) Count(ctx context.Context, caller *access.Caller, f *Filter, most int) (work.Count, error) {
	if most < 1 || most > MostCount {
		return work.Count{}, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", MostCount).At("max")
	}
	if _, all := caller.ChannelScope(); !all {
		return work.Count{Exact: true}, nil
	}
	s, err := o.prepare(ctx, f)
	if err != nil {
		return work.Count{}, err
	}
	if !s.few && !s.narrows() {
		return o.countAll(ctx, s, most)
	}
	n := 0
	_, more, err := o.walk(ctx, s, stretch{newest: true}, mostCounted, max(lookedAtOnce, min(mostLooked, mostEntries/max(len(s.channels), 1))),
		func(*ent.InsurancePolicy) bool { n++; return n <= most })
	return work.Count{Value: min(n, most), Exact: !more}, err
}

// countAll counts entries of the channels' indexes.
func (o *Service) countAll(ctx context.Context, s *search, most int) (work.Count, error) {
	condition, values := s.within(stretch{})
	text := "SELECT COUNT(*) FROM (SELECT 1 FROM " + insurancepolicy.Table + " WHERE channel_id = ?" + condition + " LIMIT ?) d"
	n := 0
	for _, id := range s.channels {
		counted, err := o.store.Keys(ctx, text, append(append([]any{id}, values...), most+1-n)...)
		if err != nil {
			return work.Count{}, fmt.Errorf("count policies: %w", err)
		}
		if n += int(counted[0]); n > most {
			return work.Count{Value: most}, nil
		}
	}
	return work.Count{Value: n, Exact: true}, nil
}
