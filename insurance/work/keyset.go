package work

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
)

// A list that is sorted by a column is read by ranges of indexes: each has equal columns and then that column, so that it is in the
// order of the list and read no further than a page is long. Ranges are merged here, not by the database, which would write and read
// each row once more.

// Sorting is what a list is sorted by; rows that are equal in it come in the order of their keys.
type Sorting struct {
	Column  string
	Moment  bool // the column holds moments, else whole numbers
	Falling bool
}

// Range of an index.
type Range struct {
	Index, Equal string // the condition of the equal columns
	Values       []any
	Null         bool // of the rows that have no value in the column, which come before all others
}

// Once are values of a filter, each once, so that no two ranges are the same: a row that lay in both would be told of twice.
func Once[T cmp.Ordered](values []T) []T { return slices.Compact(slices.Sorted(slices.Values(values))) }

// none stands in a place for no value.
const none = math.MinInt64

// PlaceOfNone is that of a row that has no value in the column.
func PlaceOfNone(key int64) Place { return Place{none, key} }

// Span is a part of a list between two places, without them; a key of 0: it has no such end.
type Span struct{ After, Before Place }

// Toward is the span of a page, and the direction that it is read in.
func (p Page) Toward(by Sorting) (Span, Sorting) {
	if p.Backward {
		by.Falling = !by.Falling
		return Span{p.Before, p.After}, by
	}
	return Span{p.After, p.Before}, by
}

// Holds tells whether a place lies in it, in the direction of a list.
func (n Span) Holds(p Place, falling bool) bool {
	return (n.After.Key == 0 || Compare(n.After, p, falling) < 0) && (n.Before.Key == 0 || Compare(p, n.Before, falling) < 0)
}

// Compare two places in the direction of a list.
func Compare(p, q Place, falling bool) int {
	if falling {
		p, q = q, p
	}
	return cmp.Or(cmp.Compare(p.Value, q.Value), cmp.Compare(p.Key, q.Key))
}

// Value of a column, in SQL, as places have it: moments in milliseconds.
func (s *Store) Value(by Sorting) string {
	switch {
	case !by.Moment:
		return by.Column
	case s.db.Dialect == dialect.MySQL:
		return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + by.Column + ") DIV 1000"
	}
	return "CAST(ROUND((julianday(" + by.Column + ") - 2440587.5) * 86400000) AS INTEGER)"
}

// within says in SQL what a span holds of a range; false: nothing.
func (n Span) within(r Range, by Sorting) (condition string, values []any, some bool) {
	for _, end := range []struct {
		place   Place
		greater bool
	}{{n.After, !by.Falling}, {n.Before, by.Falling}} {
		if end.place.Key == 0 {
			continue
		}
		than := "<"
		if end.greater {
			than = ">"
		}
		switch beyond := end.place.Value == none; {
		case beyond && r.Null:
			condition, values = condition+" AND id "+than+" ?", append(values, end.place.Key)
		case beyond && !end.greater, r.Null && end.greater:
			return "", nil, false // the range lies on the other side of it
		case beyond, r.Null:
		default:
			value := any(end.place.Value)
			if by.Moment {
				value = time.UnixMilli(end.place.Value).UTC()
			}
			// The first half is what an index is entered by.
			condition += " AND " + by.Column + " " + than + "= ? AND (" + by.Column + " " + than + " ? OR id " + than + " ?)"
			values = append(values, value, value, end.place.Key)
		}
	}
	return condition, values, true
}

// fewRanges are each read as far as a page is long, at once.
const fewRanges = 4

// Reading is what is read of a table, in the direction of a list. The condition holds for all of its ranges.
type Reading struct {
	Table     string
	By        Sorting
	Condition string
	Values    []any
	Columns   []string     // of each row, beside its place
	Row       func() []any // into which those of the next row are read
}

// RangeCost is how many rows are read at most, or about, to find the first `most` of some ranges.
func RangeCost(ranges, most int) int {
	if ranges > fewRanges {
		return 3*most + 3*ranges
	}
	return ranges * (most + 1)
}

// ReadRanges reads the first places of some ranges of a table, at most `most`, in the direction of a list; more tells whether there are, or
// may be, others behind them. Of many ranges each is read for its part of the page first, and then those on that the page needs more of, as
// far as one can tell from how close their first rows lie: always in two statements, so that a page costs the same whatever there is. Where
// one could not tell, the answer is shorter than asked for.
func (s *Store) ReadRanges(ctx context.Context, r Reading, ranges []Range, n Span, most int) (places []Place, more bool, err error) {
	parts := make([]*part, len(ranges))
	for i, one := range ranges {
		parts[i] = &part{Range: one, span: n, next: most}
		if len(ranges) <= fewRanges {
			continue
		}
		if parts[i].next = min(most, most/len(ranges)+1); one.Null && r.By.Falling {
			parts[i].next = 1 // they come after all others
		}
	}
	if err := s.readParts(ctx, r, parts); err != nil {
		return nil, false, err
	}
	if len(ranges) > fewRanges {
		on := further(parts, r.By, most)
		if len(on) == 0 { // it costs the same
			nothing := parts[0].Range
			nothing.Equal += " AND 1 = 0"
			on = []*part{{Range: nothing, next: 1}}
		}
		if err := s.readParts(ctx, r, on); err != nil {
			return nil, false, err
		}
	}
	places, more = sure(parts, r.By)
	return places[:min(len(places), most)], more || len(places) > most, nil
}

// readParts reads the next places of each part, in one statement.
func (s *Store) readParts(ctx context.Context, r Reading, parts []*part) error {
	text, values := r.statement(s, parts)
	if text == "" {
		for _, p := range parts {
			p.whole = true
		}
		return nil
	}
	rows, err := s.db.QueryContext(ctx, text, values...)
	if err != nil {
		return fmt.Errorf("list %s: %w", r.Table, err)
	}
	before := make([]int, len(parts))
	for i, p := range parts {
		before[i] = len(p.places)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var i int
		var key int64
		var value *int64
		into := []any{&i, &key, &value}
		if r.Row != nil {
			into = append(into, r.Row()...)
		}
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("list %s: %w", r.Table, err)
		}
		place := PlaceOfNone(key)
		if value != nil {
			place.Value = *value
		}
		parts[i].places = append(parts[i].places, place)
	}
	for i, p := range parts {
		if p.whole = len(p.places)-before[i] < p.next; !p.whole {
			p.span.After = p.places[len(p.places)-1]
		}
	}
	return rows.Err()
}

// statement that reads the next places of each part; empty: nothing is to be read.
func (r Reading) statement(s *Store, parts []*part) (text string, values []any) {
	direction := ""
	if r.By.Falling {
		direction = " DESC"
	}
	open := "(" // SQLite sorts a part of a union only where it is a table of its own
	if s.db.Dialect != dialect.MySQL {
		open = "SELECT * FROM ("
	}
	var texts []string
	for i, p := range parts {
		within, more, some := p.span.within(p.Range, r.By)
		if !some {
			continue
		}
		value, order := s.Value(r.By), r.By.Column+direction+", id"+direction
		if r.By.Column == "id" {
			order = "id" + direction
		}
		if p.Null {
			value, order, within = "NULL", "id"+direction, " AND "+r.By.Column+" IS NULL"+within
		}
		columns := strings.Join(append([]string{strconv.Itoa(i) + " part", "id", value + " v"}, r.Columns...), ", ")
		texts = append(texts, open+"SELECT "+columns+" FROM "+s.ByIndex(r.Table, p.Index)+" WHERE "+p.Equal+within+r.Condition+" ORDER BY "+order+" LIMIT ?)")
		values = append(append(append(append(values, p.Values...), more...), r.Values...), p.next)
	}
	return strings.Join(texts, " UNION ALL "), values
}

// CountRanges counts rows of some ranges of a table, up to `most`.
func (s *Store) CountRanges(ctx context.Context, table string, ranges []Range, condition string, values []any, most int) (n int, err error) {
	for _, r := range ranges {
		if n >= most {
			break
		}
		counted, err := s.Keys(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM "+s.ByIndex(table, r.Index)+" WHERE "+r.Equal+condition+" LIMIT ?) d",
			append(append(slices.Clone(r.Values), values...), most-n)...)
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", table, err)
		}
		n += int(counted[0])
	}
	return n, nil
}
