package enquiry

import (
	"context"
	"strings"
	"time"

	"baodan/ent/insurancepolicy"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Order of a list; of one value the order is that of the keys. Nothing said: by the span that the filter names, the end of cover or
// the premium, or else by when policies were bound, the newest first.
type Order string

// Orders.
const (
	Newest     Order = "BOUND_AT_DESC"
	Oldest     Order = "BOUND_AT_ASC"
	EndsFirst  Order = "COVER_END_ASC"
	EndsLast   Order = "COVER_END_DESC"
	LeastFirst Order = "PREMIUM_ASC"
	MostFirst  Order = "PREMIUM_DESC"
)

const (
	byBound   = "bound_at"
	byEnd     = "end_at"
	byPremium = "listed_premium"
)

var sortings = map[Order]work.Sorting{
	Newest: {Column: byBound, Moment: true, Falling: true}, Oldest: {Column: byBound, Moment: true, Falling: false}, EndsFirst: {Column: byEnd, Moment: true, Falling: false}, EndsLast: {Column: byEnd, Moment: true, Falling: true},
	LeastFirst: {Column: byPremium, Falling: false}, MostFirst: {Column: byPremium, Falling: true},
}

func (f *Filter) sorting(o Order) work.Sorting {
	switch {
	case o != "":
		return sortings[o]
	case f.CoverEnd != nil:
		return sortings[EndsFirst]
	case f.PremiumFrom != nil || f.PremiumTo != nil:
		return sortings[MostFirst]
	}
	return sortings[Newest]
}

// listed is what filters and orders look at of a policy.
type listed struct {
	key, channel, agreement        int64
	product, plan, payer, currency string
	state                          policy.State
	premium                        int64
	bound, end                     time.Time
}

// place in a list that is sorted by a column.
func (l *listed) place(column string) work.Place {
	switch column {
	case byEnd:
		return work.Place{Value: l.end.UnixMilli(), Key: l.key}
	case byPremium:
		return work.Place{Value: l.premium, Key: l.key}
	}
	return work.Place{Value: l.bound.UnixMilli(), Key: l.key}
}

// within says in SQL what a search holds of rows that are sorted by a column, beside equal columns.
func (q *search) within(column string) (condition string, values []any) {
	and := func(text string, more ...any) { condition, values = condition+" AND "+text, append(values, more...) }
	from, to, inclusive := q.filter.spanOf(column)
	if column == byPremium && q.distrusted {
		from, to = nil, nil // rows may say anything
	}
	if from != nil {
		and(column+" >= ?", from)
	}
	if to != nil && inclusive {
		and(column+" <= ?", to)
	} else if to != nil {
		and(column+" < ?", to)
	}
	if q.below != 0 {
		and("id < ?", q.below)
	}
	if len(q.lagging) > 0 {
		and("id NOT IN (?" + strings.Repeat(",?", len(q.lagging)-1) + ")")
		for _, key := range q.lagging {
			values = append(values, key)
		}
	}
	return condition, values
}

// read reads the first places of some ranges.
func (s *Service) read(ctx context.Context, q *search, ranges []work.Range, by work.Sorting, n work.Span, most int) (places []work.Place, more bool, err error) {
	condition, values := q.within(by.Column)
	return s.store.ReadRanges(ctx, work.Reading{Table: insurancepolicy.Table, By: by, Condition: condition, Values: values}, ranges, n, most)
}
