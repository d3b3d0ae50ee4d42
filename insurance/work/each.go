package work

import (
	"strconv"

	"entgo.io/ent/dialect/sql"
)

// Each narrows a query to what it finds for each of some owners: the newest 200 notes of each of 100 claims, in one statement.
// One narrows, orders and bounds the rows of one owner, so that an index is read no further than an owner's part needs. How all
// of them are ordered is left to the query.
func Each[T any](owners []T, one func(s *sql.Selector, owner T)) func(*sql.Selector) {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		var all *sql.Selector
		for i, owner := range owners {
			table := d.Table(s.TableName())
			rows := d.Select(table.C("id")).From(table)
			one(rows, owner)
			// A part with a bound must be a table of its own before it may be joined to others.
			part := d.Select("id").From(rows.As("part" + strconv.Itoa(i)))
			if all == nil {
				all = part
			} else {
				all.UnionAll(part)
			}
		}
		if all == nil {
			s.Where(sql.False())
			return
		}
		// Databases read a table of keys once, but would look for a bare union anew for each row.
		s.Where(sql.In(s.C("id"), d.Select("id").From(all.As("parts"))))
	}
}

// Group puts rows into lists by their owners, in the order they have.
func Group[K comparable, T any](rows []T, owner func(T) K) map[K][]T {
	lists := map[K][]T{}
	for _, row := range rows {
		lists[owner(row)] = append(lists[owner(row)], row)
	}
	return lists
}

// ByKey puts rows under their keys.
func ByKey[T any](rows []T, key func(T) int64) map[int64]T {
	byKey := make(map[int64]T, len(rows))
	for _, row := range rows {
		byKey[key(row)] = row
	}
	return byKey
}

// Listed is a page of a list; More tells whether the list continues in the direction that was asked for.
type Listed[T any] struct {
	Rows []T
	More bool
}

// TrimEach is Trim for the lists of some owners.
func TrimEach[K comparable, T any](p Page, lists map[K][]T) map[K]Listed[T] {
	pages := make(map[K]Listed[T], len(lists))
	for owner, rows := range lists {
		list, more := Trim(p, rows)
		pages[owner] = Listed[T]{list, more}
	}
	return pages
}
