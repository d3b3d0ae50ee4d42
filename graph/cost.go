package graph

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/fault"
)

// Limits of one request. Each has a test at the limit and one past it.
const (
	MaxBody    = 256 << 10 // bytes
	MaxTokens  = 5000
	MaxDepth   = 15
	MaxAliases = 15
	MaxFields  = 500
	MaxCost    = 2000 // points
)

// shape is what an operation asks for, measured once and kept with the parsed document. How large it may be was checked before it
// was validated.
type shape struct {
	mutations  int
	multiplied bool // its cost depends on variables
	cost       int
	deprecated []deprecatedUse // deprecated elements that it uses
}

// measure walks an operation. Fragments are counted wherever they are spread.
func measure(op *ast.OperationDefinition, variables map[string]any, schema *census) shape {
	var s shape
	s.cost = s.walk(op.SelectionSet, variables, schema)
	if op.Operation == ast.Mutation {
		s.mutations = countRoots(op.SelectionSet)
	}
	return s
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

// walk adds a selection set up and answers its cost in points.
func (s *shape) walk(set ast.SelectionSet, variables map[string]any, schema *census) int {
	cost := 0
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			if introspects(selection) {
				cost += schema.price(selection)
				continue
			}
			s.countDeprecated(selection)
			weight, times := s.price(selection, variables)
			inner := 0
			if len(selection.SelectionSet) > 0 {
				inner = s.walk(selection.SelectionSet, variables, schema)
			}
			cost += times * (weight + inner)
		case *ast.InlineFragment:
			cost += s.walk(selection.SelectionSet, variables, schema)
		case *ast.FragmentSpread:
			cost += s.walk(selection.Definition.SelectionSet, variables, schema)
		}
		cost = min(cost, 1<<30)
	}
	return cost
}

// price reads @cost of a field: its weight, and how many times what lies below it is asked for.
func (s *shape) price(f *ast.Field, variables map[string]any) (weight, times int) {
	times = 1
	if f.Definition == nil {
		return 0, times
	}
	d := f.Definition.Directives.ForName("cost")
	if d == nil {
		return 0, times
	}
	if w := d.Arguments.ForName("weight"); w != nil {
		weight, _ = strconv.Atoi(w.Value.Raw) // the schema's own tests read it as Int
	}
	multiply := d.Arguments.ForName("multiply")
	if multiply == nil {
		return weight, times
	}
	s.multiplied = true
	arguments := f.ArgumentMap(variables)
	said := false
	for _, name := range multiply.Value.Children {
		if n, ok := asInt(arguments[name.Value.Raw]); ok {
			times, said = max(times, min(n, 1<<20)), true
		}
	}
	if !said {
		times = defaultPage
	}
	return weight, times
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
	case s.mutations > 1:
		return fault.Newf(fault.CodeOneMutationPerRequest, "%d mutations", s.mutations)
	}
	return nil
}
