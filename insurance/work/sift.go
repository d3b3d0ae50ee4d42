package work

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent/channel"
)

// Found is a page of a list that is sorted by its keys.
type Found[T any] struct {
	Rows    []T
	More    bool  // the list continues in the direction that was asked for
	Through int64 // where more was looked at than is shown: the key to go on from; 0: that of the last row
}

// Looked is the page that is read where what is wanted is seen only of rows that were read: five times as many and 100 more. Sift
// takes the rest away.
func (p Page) Looked() Page {
	p.Most = 5*p.Most + 100 - 1 // one more is read
	return p
}

// Sift keeps the rows of a looked page that are wanted. Where these do not fill the page and the list goes on, it is gone on with from
// the last row that was looked at: a row that does not fit is never shown.
func Sift[T any](p Page, rows []T, wanted func(T) bool, key func(T) int64) Found[T] {
	looked := p.Looked()
	found := Found[T]{More: len(rows) > looked.Most}
	if found.More {
		found.Through = key(rows[len(rows)-1])
	}
	for _, row := range rows {
		if !wanted(row) {
			continue
		}
		if len(found.Rows) == p.Most {
			found.More, found.Through = true, 0
			break
		}
		found.Rows = append(found.Rows, row)
	}
	found.Rows, _ = Trim(p, found.Rows)
	return found
}

// MostCounted is how far anything is counted at most.
const MostCounted = 10_000

// CountUpTo counts the rows of a table that fit, and no further than to a maximum.
func CountUpTo[P ~func(*sql.Selector)](ctx context.Context, s *Store, table string, most int, where ...P) (Count, error) {
	d := sql.Dialect(s.db.Dialect)
	t := d.Table(table)
	rows := d.Select(t.C("id")).From(t)
	for _, fits := range where {
		fits(rows)
	}
	text, values := d.Select(sql.Count("*")).From(rows.Limit(most + 1).As("counted")).Query()
	n, err := s.Keys(ctx, text, values...)
	if err != nil {
		return Count{}, fmt.Errorf("count %s: %w", table, err)
	}
	return CountOf(int(n[0]), most), nil
}

// CountRanges counts the rows that fit any of some ranges, which have no row in common.
func CountRanges[P ~func(*sql.Selector)](ctx context.Context, s *Store, table string, most int, ranges [][]P) (Count, error) {
	n := 0
	for _, where := range ranges {
		one, err := CountUpTo(ctx, s, table, most-n, where...)
		if err != nil || !one.Exact {
			return Count{Value: most}, err
		}
		n += one.Value
	}
	return Count{Value: n, Exact: true}, nil
}

// OrAny is each value once, in order, or the empty one, which narrows nothing: for queries of one range for each value.
func OrAny[T ~string](values []T) []T {
	if len(values) == 0 {
		return []T{""}
	}
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}

// InMode narrows to rows of channels in a mode, by the column of their channel; those of no channel are LIVE.
func InMode(mode Mode, column string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		t := sql.Table(channel.Table)
		sandboxes := sql.Dialect(s.Dialect()).Select(t.C(channel.FieldID)).From(t).Where(sql.EQ(t.C(channel.FieldLive), false))
		if mode.IsLive() {
			s.Where(sql.NotIn(s.C(column), sandboxes))
		} else {
			s.Where(sql.In(s.C(column), sandboxes))
		}
	}
}

// CountOf is a count that went one past its maximum at most.
func CountOf(n, most int) Count { return Count{Value: min(n, most), Exact: n <= most} }
