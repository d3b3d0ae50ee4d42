package enquiry

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
)

// sortKey is where a policy stands in every list: when it was bound, and of one moment its key.
type sortKey struct {
	at  time.Time
	key int64
}

func sortKeyOf(row *ent.InsurancePolicy) sortKey { return sortKey{row.BoundAt, row.ID} }

func (p sortKey) compare(q sortKey) int { return cmp.Or(p.at.Compare(q.at), cmp.Compare(p.key, q.key)) }

// stretch is a part of the order of places, without its ends; nil: it has none on that side.
type stretch struct {
	low, high *sortKey
	newest    bool // it is read from its high end
}

// holds tells whether a place lies in it.
func (t stretch) holds(p sortKey) bool {
	return (t.low == nil || p.compare(*t.low) > 0) && (t.high == nil || p.compare(*t.high) < 0)
}

// after is what is left of it behind a place, in the direction it is read.
func (t stretch) after(p sortKey) stretch {
	if t.newest {
		t.high = &p
	} else {
		t.low = &p
	}
	return t
}

// sorted puts rows into the direction it is read.
func (t stretch) sorted(rows []*ent.InsurancePolicy) {
	slices.SortFunc(rows, func(a, b *ent.InsurancePolicy) int {
		if t.newest {
			a, b = b, a
		}
		return sortKeyOf(a).compare(sortKeyOf(b))
	})
}

// part reads the first policies of a stretch; fewer than asked for are all there are.
func (s *Service) part(ctx context.Context, q *search, t stretch, most int) ([]*ent.InsurancePolicy, error) {
	if q.few {
		rows := slices.DeleteFunc(slices.Clone(q.rows), func(row *ent.InsurancePolicy) bool { return !t.holds(sortKeyOf(row)) })
		t.sorted(rows)
		return rows[:min(len(rows), most)], nil
	}
	var keys []int64
	for some := range slices.Chunk(q.channels, channelsAtOnce) {
		found, err := s.merged(ctx, q, some, t, most)
		if err != nil {
			return nil, err
		}
		keys = append(keys, found...)
	}
	rows := make([]*ent.InsurancePolicy, 0, len(keys))
	for some := range slices.Chunk(keys, inChunk) {
		read, err := s.light(ctx, some)
		if err != nil {
			return nil, err
		}
		rows = append(rows, read...)
	}
	t.sorted(rows)
	return rows[:min(len(rows), most)], nil
}

// channelsAtOnce are read by one statement; SQLite joins 500 queries at most.
const channelsAtOnce = 200

// merged are the keys of the first policies of some channels: those of each by its own index, which has them in order.
func (s *Service) merged(ctx context.Context, q *search, channels []int64, t stretch, most int) ([]int64, error) {
	condition, values := q.within(t)
	order := " ORDER BY bound_at, id LIMIT ?"
	if t.newest {
		order = " ORDER BY bound_at DESC, id DESC LIMIT ?"
	}
	one := "SELECT * FROM (SELECT id, bound_at FROM " + insurancepolicy.Table + " WHERE channel_id = ?" + condition + order + ") d"
	text := "SELECT id FROM (" + strings.Repeat(one+" UNION ALL ", len(channels)-1) + one + ") p" + order
	var all []any
	for _, id := range channels {
		all = append(append(append(all, id), values...), most)
	}
	return s.store.Keys(ctx, text, append(all, most)...)
}

// within says in SQL what a stretch and a filter hold of the places of a channel's policies.
func (s *search) within(t stretch) (condition string, values []any) {
	and := func(text string, more ...any) { condition, values = condition+" AND "+text, append(values, more...) }
	if f := s.filter.BoundAt; f != nil {
		and("bound_at >= ? AND bound_at < ?", f.Start.UTC(), f.End.UTC())
	}
	// The first half of each is what an index is entered by.
	if t.low != nil {
		and("bound_at >= ? AND (bound_at > ? OR id > ?)", t.low.at, t.low.at, t.low.key)
	}
	if t.high != nil {
		and("bound_at <= ? AND (bound_at < ? OR id < ?)", t.high.at, t.high.at, t.high.key)
	}
	if s.before != 0 {
		and("id < ?", s.before)
	}
	return condition, values
}

const (
	// mostLooked is how many policies a list looks at in one call, and how many in one part, where a filter narrows.
	mostLooked, lookedAtOnce = 5000, 500
	// mostCounted is how many a count looks at, then.
	mostCounted = 20_000
	// mostEntries of indexes are read by one part and by all parts of a call: with many channels parts are smaller.
	mostEntries, mostEntriesInAll = 50_000, 200_000
)

// walk reads a stretch part by part, at most `most` policies, and shows those that fit until it is told to stop. It
// answers the last policy that it looked at, and whether there was another one.
func (s *Service) walk(ctx context.Context, q *search, t stretch, looks, atOnce int, show func(*ent.InsurancePolicy) (on bool)) (last *ent.InsurancePolicy, more bool, err error) {
	if len(q.channels) == 0 {
		return nil, false, nil
	}
	looked, entries := 0, 0
	for {
		rows, err := s.part(ctx, q, t, atOnce)
		if err != nil {
			return nil, false, err
		}
		fit := rows
		if !q.few {
			if fit, err = s.fitting(ctx, q, rows); err != nil {
				return nil, false, err
			}
		}
		for _, row := range fit {
			if !show(row) {
				return row, true, nil
			}
		}
		if len(rows) < atOnce {
			return last, false, nil
		}
		last = rows[len(rows)-1]
		t = t.after(sortKeyOf(last))
		if looked, entries = looked+len(rows), entries+len(q.channels)*atOnce; looked >= looks || entries >= mostEntriesInAll {
			return last, true, nil
		}
	}
}
