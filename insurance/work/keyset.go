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

// value of a column, in SQL, as places have it: moments in milliseconds.
func (s *Store) value(by Sorting) string {
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

// ReadRanges reads the first places of some ranges of a table, at most `most`, in the direction of a list. The condition holds for all of
// them. Of many ranges each is read for its part of the page first, and then those on that the page needs more of.
func (s *Store) ReadRanges(ctx context.Context, table string, ranges []Range, by Sorting, n Span, condition string, values []any, most int) ([]Place, error) {
	parts := make([]part, len(ranges))
	for i, r := range ranges {
		parts[i] = part{r, n, nil}
	}
	r := reading{table, by, condition, values}
	first := most
	if len(ranges) > fewRanges {
		first = min(most, 2*most/len(ranges)+1)
	}
	if err := s.readParts(ctx, r, parts, first); err != nil {
		return nil, err
	}
	places := collect(parts, by)
	if first == most {
		return places[:min(len(places), most)], nil
	}
	var on []part
	for _, p := range parts {
		if len(p.places) < first {
			continue // all there is
		}
		p.span.After = p.places[first-1]
		if len(places) < most || Compare(p.span.After, places[most-1], by.Falling) < 0 {
			on = append(on, part{p.Range, p.span, nil})
		}
	}
	if err := s.readParts(ctx, r, on, most-first); err != nil {
		return nil, err
	}
	places = collect(append(parts, on...), by)
	return places[:min(len(places), most)], nil
}

// reading is what all parts of a list have in common.
type reading struct {
	table     string
	by        Sorting
	condition string
	values    []any
}

// part of a list: the span of one range, and what was found in it.
type part struct {
	Range
	span   Span
	places []Place
}

func collect(parts []part, by Sorting) (places []Place) {
	for _, p := range parts {
		places = append(places, p.places...)
	}
	slices.SortFunc(places, func(a, b Place) int { return Compare(a, b, by.Falling) })
	return places
}

// readParts reads the first places of each part, at most `most` of each, in one statement.
func (s *Store) readParts(ctx context.Context, r reading, parts []part, most int) error {
	direction := ""
	if r.by.Falling {
		direction = " DESC"
	}
	open := "(" // SQLite sorts a part of a union only where it is a table of its own
	if s.db.Dialect != dialect.MySQL {
		open = "SELECT * FROM ("
	}
	var texts []string
	var all []any
	for i, p := range parts {
		within, more, some := p.span.within(p.Range, r.by)
		if !some {
			continue
		}
		value, order := s.value(r.by), r.by.Column+direction+", id"+direction
		if p.Null {
			value, order, within = "NULL", "id"+direction, " AND "+r.by.Column+" IS NULL"+within
		}
		texts = append(texts, open+"SELECT "+strconv.Itoa(i)+" part, id, "+value+" v FROM "+s.ByIndex(r.table, p.Index)+" WHERE "+p.Equal+within+r.condition+
			" ORDER BY "+order+" LIMIT ?)")
		all = append(append(append(append(all, p.Values...), more...), r.values...), most)
	}
	if len(texts) == 0 {
		return nil
	}
	rows, err := s.db.QueryContext(ctx, strings.Join(texts, " UNION ALL "), all...)
	if err != nil {
		return fmt.Errorf("list %s: %w", r.table, err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var i int
		var key int64
		var value *int64
		if err := rows.Scan(&i, &key, &value); err != nil {
			return fmt.Errorf("list %s: %w", r.table, err)
		}
		place := PlaceOfNone(key)
		if value != nil {
			place.Value = *value
		}
		parts[i].places = append(parts[i].places, place)
	}
	return rows.Err()
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
