package rating

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"baodan/engine/rule"
)

// RowOf names a row of a table, both counted from 0 in the order of the declarations.
type RowOf struct{ Table, Row int }

// Unused are the tables, by position, that no sheet asks.
func (b *Book) Unused(sheets ...*Sheet) []int {
	var unused []int
	for _, t := range b.tables {
		if !slices.ContainsFunc(sheets, func(s *Sheet) bool { return s != nil && slices.Contains(s.tables(), t) }) {
			unused = append(unused, t.index)
		}
	}
	slices.Sort(unused)
	return unused
}

// Corners are the values at which answers of tables change, by the variable that tables are keyed or banded by: keys of
// rows, and where bands begin and end.
func (b *Book) Corners() map[string][]string {
	corners := map[string][]string{}
	note := func(name, text string) {
		if !slices.Contains(corners[name], text) {
			corners[name] = append(corners[name], text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.tables)) {
		t := b.tables[name]
		for _, key := range slices.Sorted(maps.Keys(t.groups)) {
			for i, text := range strings.Split(key, separator) {
				if i < len(t.keys) {
					note(t.keys[i].Name, text)
				}
			}
		}
		for _, c := range t.cells() {
			if c.from != nil {
				note(t.band.Name, c.from.String())
			}
			if c.below != nil {
				note(t.band.Name, c.below.String())
			}
		}
	}
	return corners
}

// Negative refuses values below 0 that the sheet, called what, sets or multiplies by: an amount is never less than
// nothing. Paths are like [0].rows[2].value. A discount is added, or multiplied by what is left: 0.9.
func (s *Sheet) Negative(what string) []rule.Problem {
	var problems rule.Problems
	for i := range s.lines {
		l := &s.lines[i]
		if l.table == nil || l.add {
			continue
		}
		for _, c := range l.table.cells() {
			if c.value.Sign() < 0 {
				problems.Add(fmt.Sprintf("[%d].rows[%d].value", l.table.index, c.row), "row %d: %s is less than nothing, and %s is computed from it by %q", c.row+1, c.value, what, l.name)
			}
		}
	}
	return problems.List
}

// Rows are the rows that tables of the sheet answer for a case; tables that answer nothing are left out.
func (s *Sheet) Rows(c *rule.Case) []RowOf {
	var rows []RowOf
	scope := c.Scope(s.book.env)
	for _, t := range s.tables() {
		if found, _, err := t.find(scope, nil); err == nil {
			rows = append(rows, RowOf{t.index, found.row})
		}
	}
	return rows
}

// Cost is what computing the sheet once costs at most, in operations of its formulas.
func (s *Sheet) Cost() (total uint64) {
	for i := range s.lines {
		total += s.lines[i].guard.Cost() + s.lines[i].formula.Cost()
	}
	return total
}

// tables that the sheet asks, by steps, formulas or conditions.
func (s *Sheet) tables() []*table {
	var all []*table
	note := func(t *table) {
		if t != nil && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for i := range s.lines {
		l := &s.lines[i]
		note(l.table)
		for _, f := range []*rule.Formula{l.guard, l.formula} {
			if f == nil {
				continue
			}
			for _, name := range f.Reads() {
				if of, ok := strings.CutPrefix(name, tablePrefix); ok {
					note(s.book.tables[of])
				}
			}
		}
	}
	return all
}

// cells are all cells, in the order of their rows.
func (t *table) cells() []cell {
	all := slices.Clone(t.others)
	for _, group := range t.groups {
		all = append(all, group...)
	}
	slices.SortFunc(all, func(a, b cell) int { return a.row - b.row })
	return all
}
