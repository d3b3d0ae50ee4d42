package enquiry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"

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

// sorted is what an order sorts by.
type sorting struct {
	column  string
	falling bool
}

const (
	byBound   = "bound_at"
	byEnd     = "end_at"
	byPremium = "listed_premium"
)

var sortings = map[Order]sorting{
	Newest: {byBound, true}, Oldest: {byBound, false}, EndsFirst: {byEnd, false}, EndsLast: {byEnd, true},
	LeastFirst: {byPremium, false}, MostFirst: {byPremium, true},
}

func (f *Filter) sorting(o Order) sorting {
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

// rangeOf an index: equal columns, then the column that rows are sorted by.
type rangeOf struct {
	index, equal string
	values       []any
}

// span is a part of a list between two places, without them; a key of 0: it has no such end.
type span struct{ after, before work.Place }

// holds tells whether a place lies in it, in the direction of a list.
func (n span) holds(p work.Place, falling bool) bool {
	return (n.after.Key == 0 || compare(n.after, p, falling) < 0) && (n.before.Key == 0 || compare(p, n.before, falling) < 0)
}

func compare(p, q work.Place, falling bool) int {
	if falling {
		p, q = q, p
	}
	return cmp.Or(cmp.Compare(p.Value, q.Value), cmp.Compare(p.Key, q.Key))
}

// moment is how a database tells a column of time in milliseconds.
func (s *Service) moment(column string) string {
	switch {
	case column == byPremium:
		return column
	case s.store.Dialect() == dialect.MySQL:
		return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + column + ") DIV 1000"
	}
	return "CAST(ROUND((julianday(" + column + ") - 2440587.5) * 86400000) AS INTEGER)"
}

// valueOf is a value of a sorted column as the database compares it.
func valueOf(column string, value int64) any {
	if column == byPremium {
		return value
	}
	return time.UnixMilli(value).UTC()
}

// within says in SQL what a search and a span hold of a range that is sorted by a column.
func (q *search) within(column string, n span, falling bool) (condition string, values []any) {
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
	for _, end := range []struct {
		place   work.Place
		greater bool
	}{{n.after, !falling}, {n.before, falling}} {
		if end.place.Key == 0 {
			continue
		}
		than, value := "<", valueOf(column, end.place.Value)
		if end.greater {
			than = ">"
		}
		// The first half is what an index is entered by.
		and(column+" "+than+"= ? AND ("+column+" "+than+" ? OR id "+than+" ?)", value, value, end.place.Key)
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

// read reads the first places of some ranges, each by its own index, in the direction of a list.
func (s *Service) read(ctx context.Context, q *search, ranges []rangeOf, by sorting, n span, most int) ([]work.Place, error) {
	if len(ranges) == 0 {
		return nil, nil
	}
	condition, more := q.within(by.column, n, by.falling)
	direction := ""
	if by.falling {
		direction = " DESC"
	}
	before, after := "(", ")" // SQLite sorts no part of a union but as a table of its own
	if s.store.Dialect() != dialect.MySQL {
		before, after = "SELECT * FROM (", ")"
	}
	var parts []string
	var values []any
	for _, r := range ranges {
		parts = append(parts, before+"SELECT id, "+s.moment(by.column)+" v FROM "+s.store.ByIndex(insurancepolicy.Table, r.index)+" WHERE "+r.equal+condition+
			" ORDER BY "+by.column+direction+", id"+direction+" LIMIT ?"+after)
		values = append(append(append(values, r.values...), more...), most)
	}
	rows, err := s.store.Client.QueryContext(ctx, strings.Join(parts, " UNION ALL "), values...)
	if err != nil {
		return nil, fmt.Errorf("find policies: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var places []work.Place
	for rows.Next() {
		var p work.Place
		if err := rows.Scan(&p.Key, &p.Value); err != nil {
			return nil, fmt.Errorf("find policies: %w", err)
		}
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b work.Place) int { return compare(a, b, by.falling) })
	return places[:min(len(places), most)], rows.Err()
}

// count counts rows of some ranges, up to a maximum.
func (s *Service) countIn(ctx context.Context, q *search, ranges []rangeOf, by sorting, most int) (int, error) {
	condition, more := q.within(by.column, span{}, by.falling)
	n := 0
	for _, r := range ranges {
		if n >= most {
			break
		}
		counted, err := s.store.Keys(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM "+s.store.ByIndex(insurancepolicy.Table, r.index)+" WHERE "+r.equal+condition+
			" LIMIT ?) d", append(append(slices.Clone(r.values), more...), most-n)...)
		if err != nil {
			return 0, fmt.Errorf("count policies: %w", err)
		}
		n += int(counted[0])
	}
	return n, nil
}
