package graph

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/fault"
)

// Limits of one request. Each has a test at the limit and one past it.
const (
	MaxBody = 256 << 10 // bytes
	// MaxBodyOfPeople is that of somebody who is signed in: a product file, and the one that they began from.
	MaxBodyOfPeople = 4 << 20
	MaxTokens       = 5000
	MaxDepth        = 15
	MaxAliases      = 15
	MaxFields       = 500
	MaxCost         = 2000 // points
	MaxRows         = 5000 // of all lists together that are pages, also of those in the rows of others
)

// What is looked up for the rows of a list is looked up for all of them together, so that points follow statements and not rows:
// what a row costs is taken once for each started 50 of them.
const rowsAtOnce = 50

// shape is what an operation asks for, measured once and kept with the parsed document. How large it may be was checked before it
// was validated.
type shape struct {
	mutations  int
	multiplied bool // its cost depends on variables
	cost       int
	rows       int             // of its lists, at most
	deprecated []deprecatedUse // deprecated elements that it uses
}

// price of a field: its weight; the arguments that say how many rows it has, and so how often what lies under its edges is paid
// for; of a field without edges, how often it is paid for itself, once for each `per` of the greatest.
type price struct {
	weight   int
	multiply []string
	per      int
	edges    bool
}

// tariff are the prices of a view's fields.
type tariff map[*ast.FieldDefinition]price

// tariffOf reads @cost. An object that has an id costs a point where nothing else is said: it is looked up.
func tariffOf(view *ast.Schema) tariff {
	prices := tariff{}
	for _, d := range view.Types {
		for _, f := range d.Fields {
			p := price{per: 1, edges: isConnection(view.Types[f.Type.Name()])}
			if of := view.Types[f.Type.Name()]; of != nil && slices.Contains(of.Interfaces, "Node") {
				p.weight = 1
			}
			if cost := f.Directives.ForName("cost"); cost != nil {
				p.weight = numberIn(cost, "weight", 0)
				p.per = numberIn(cost, "per", 1)
				if multiply := cost.Arguments.ForName("multiply"); multiply != nil {
					for _, name := range multiply.Value.Children {
						p.multiply = append(p.multiply, name.Value.Raw)
					}
				}
			}
			prices[f] = p
		}
	}
	return prices
}

func isConnection(d *ast.Definition) bool {
	return d != nil && strings.HasSuffix(d.Name, "Connection") && d.Fields.ForName("edges") != nil
}

// numberIn is an argument of a directive, which the schema's own tests read as Int.
func numberIn(d *ast.Directive, name string, otherwise int) int {
	if a := d.Arguments.ForName(name); a != nil {
		if n, err := strconv.Atoi(a.Value.Raw); err == nil {
			return n
		}
	}
	return otherwise
}

// measure walks an operation. Fragments are counted wherever they are spread.
func (v *View) measure(op *ast.OperationDefinition, variables map[string]any) shape {
	m := measuring{view: v, variables: variables}
	m.cost = m.walk(op.SelectionSet, 1, 1)
	if op.Operation == ast.Mutation {
		m.mutations = countRoots(op.SelectionSet)
	}
	return m.shape
}

// measuring is a shape that is being measured.
type measuring struct {
	shape
	view      *View
	variables map[string]any
}

func countRoots(set ast.SelectionSet) int {
	n := 0
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Name != "__typename" {
				n++
			}
		case *ast.InlineFragment:
			n += countRoots(selection.SelectionSet)
		case *ast.FragmentSpread:
			n += countRoots(selection.Definition.SelectionSet)
		}
	}
	return n
}

// walk adds a selection set up that is asked for of some rows, and answers its cost in points. Of a page it says how many rows lie
// under its edges.
func (m *measuring) walk(set ast.SelectionSet, rows, page int) int {
	cost := 0
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			cost += m.field(selection, rows, page)
		case *ast.InlineFragment:
			cost += m.walk(selection.SelectionSet, rows, page)
		case *ast.FragmentSpread:
			cost += m.walk(selection.Definition.SelectionSet, rows, page)
		}
		cost = min(cost, most)
	}
	return cost
}

// most that anything is counted up to.
const most = 1 << 30

func (m *measuring) field(f *ast.Field, rows, page int) int {
	if introspects(f) {
		return m.view.census.price(f)
	}
	m.countDeprecated(f)
	p := m.view.tariff[f.Definition]
	cost := p.weight * parts(rows, rowsAtOnce)
	if p.multiply != nil && !p.edges {
		cost = min(cost*parts(m.asked(f, p.multiply), p.per), most)
	}
	switch {
	case p.multiply != nil && p.edges:
		page = m.asked(f, p.multiply)
	case f.Name == "edges":
		rows, page = min(rows*page, most), 1
		m.rows = min(m.rows+rows, most)
	default:
		page = 1
	}
	return cost + m.walk(f.SelectionSet, rows, page)
}

// parts that n has, each of a size at most; at least one.
func parts(n, of int) int { return max(1, (n+of-1)/of) }

// asked is how many rows are asked for.
func (m *measuring) asked(f *ast.Field, names []string) int {
	m.multiplied = true
	arguments := f.ArgumentMap(m.variables)
	rows, said := 1, false
	for _, name := range names {
		if n, ok := asInt(arguments[name]); ok {
			rows, said = max(rows, min(n, most)), true
		}
	}
	if !said {
		return defaultPage
	}
	return rows
}

func asInt(v any) (int, bool) {
	switch v := v.(type) {
	case int64:
		return int(v), true
	case int:
		return v, true
	case interface{ Int64() (int64, error) }:
		n, err := v.Int64()
		return int(n), err == nil
	}
	return 0, false
}

// refuse tells which limit of cost an operation breaks.
func (s *shape) refuse() error {
	switch {
	case s.cost > MaxCost:
		return fault.Newf(fault.CodeQueryTooComplex, "cost %d, at most %d", s.cost, MaxCost)
	case s.rows > MaxRows:
		return fault.Newf(fault.CodeQueryTooComplex, "up to %d rows, at most %d", s.rows, MaxRows)
	case s.mutations > 1:
		return fault.Newf(fault.CodeOneMutationPerRequest, "%d mutations", s.mutations)
	}
	return nil
}
