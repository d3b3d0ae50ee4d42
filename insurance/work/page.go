package work

import (
	"slices"

	"entgo.io/ent/dialect/sql"
)

// Place is where a row stands in a list: the value that the list is sorted by, such as a moment or an amount, and of one value
// the key of the row. In a list that is sorted by its keys alone the value is 0.
type Place struct{ Value, Key int64 }

// Page asks for a part of a list: at most Most after a place, or before one.
type Page struct {
	Most     int
	After    Place // its key is 0: from the beginning
	Before   Place // its key is 0: to the end
	Backward bool  // the last ones, not the first
}

// Newest narrows, orders and bounds a query over a list that is sorted by its keys, whose newest row comes first. It reads one row more than asked,
// which Cut takes away again.
func (p Page) Newest(s *sql.Selector) { p.narrow(s, true) }

// Oldest is Newest for a list whose oldest row comes first.
func (p Page) Oldest(s *sql.Selector) { p.narrow(s, false) }

func (p Page) narrow(s *sql.Selector, newest bool) {
	id := s.C("id")
	after, before := sql.GT, sql.LT
	if newest {
		after, before = sql.LT, sql.GT
	}
	if p.After.Key != 0 {
		s.Where(after(id, p.After.Key))
	}
	if p.Before.Key != 0 {
		s.Where(before(id, p.Before.Key))
	}
	p.order(s, newest)
	s.Limit(p.Most + 1)
}

// NewestOrder is the order of Newest alone, for a query that Each narrowed by it.
func (p Page) NewestOrder(s *sql.Selector) { p.order(s, true) }

func (p Page) order(s *sql.Selector, newest bool) {
	if id := s.C("id"); newest != p.Backward {
		s.OrderBy(sql.Desc(id))
	} else {
		s.OrderBy(sql.Asc(id))
	}
}

// Trim takes the extra row away and puts the rest into the order of the list; more tells whether the list continues in
// the direction that was asked for.
func Trim[T any](p Page, rows []T) (list []T, more bool) {
	if more = len(rows) > p.Most; more {
		rows = rows[:p.Most]
	}
	if p.Backward {
		slices.Reverse(rows)
	}
	return rows, more
}

// Count is how many there are, as far as they were counted.
type Count struct {
	Value int  // at most as many as were to be counted
	Exact bool // false: there are more, or more were not looked at
}
