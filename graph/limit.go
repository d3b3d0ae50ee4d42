package graph

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"baodan/insurance/fault"
)

// What the schema says with @limit is held here for queries, before anything is looked up, and for filters of lists wherever they stand. The
// acts behind mutations hold their own bounds, which are the same, and answer among userErrors.

// limit is one @limit. A bound of nil is none.
type limit struct {
	min, max *int
	pattern  *regexp.Regexp // of a whole text
}

// limits are those of a view, by what they stand at.
type limits struct {
	schema *ast.Schema
	of     map[*ast.Directive]limit
}

// limitsOf reads @limit. A pattern that is none is a mistake of the schema, which its tests find.
func limitsOf(view *ast.Schema) limits {
	l := limits{view, map[*ast.Directive]limit{}}
	for _, d := range view.Types {
		for _, f := range d.Fields {
			l.add(f.Directives)
			for _, a := range f.Arguments {
				l.add(a.Directives)
			}
		}
	}
	return l
}

func (l limits) add(directives ast.DirectiveList) {
	d := directives.ForName("limit")
	if d == nil {
		return
	}
	var one limit
	for name, bound := range map[string]**int{"min": &one.min, "max": &one.max} {
		if a := d.Arguments.ForName(name); a != nil {
			n := numberIn(d, name, 0)
			*bound = &n
		}
	}
	if a := d.Arguments.ForName("pattern"); a != nil {
		one.pattern = regexp.MustCompile("^(?:" + a.Value.Raw + ")$")
	}
	l.of[d] = one
}

// beyond are the inputs of a query that lie beyond their limits; of a mutation those of filters.
func (l limits) beyond(op *ast.OperationDefinition, variables map[string]any) gqlerror.List {
	s := sentry{limits: l, variables: variables, filters: op.Operation == ast.Mutation}
	s.walk(op.SelectionSet, nil)
	return s.found
}

// sentry walks an operation. It stops at the first faults that it is worth telling.
type sentry struct {
	limits
	variables map[string]any
	filters   bool // only these are looked at
	found     gqlerror.List
}

func (s *sentry) walk(set ast.SelectionSet, path ast.Path) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			at := append(path[:len(path):len(path)], ast.PathName(selection.Alias))
			for _, a := range selection.Arguments {
				def := selection.Definition.Arguments.ForName(a.Name)
				value, err := a.Value.Value(s.variables)
				if def == nil || err != nil {
					continue // the executor tells
				}
				s.value(value, def.Type, s.held("", def.Directives), append(at[:len(at):len(at)], ast.PathName(a.Name)))
			}
			s.walk(selection.SelectionSet, at)
		case *ast.InlineFragment:
			s.walk(selection.SelectionSet, path)
		case *ast.FragmentSpread:
			s.walk(selection.Definition.SelectionSet, path)
		}
		if len(s.found) >= mostErrors {
			return
		}
	}
}

// held are the directives of an argument, or of a field of an input, whose limit is held here.
func (s *sentry) held(input string, directives ast.DirectiveList) ast.DirectiveList {
	if s.filters && !strings.HasSuffix(input, "Filter") {
		return nil
	}
	return directives
}

// value looks at what was given for an argument or a field of an input, and at what lies in it.
func (s *sentry) value(value any, of *ast.Type, directives ast.DirectiveList, path ast.Path) {
	if value == nil {
		return
	}
	if d := directives.ForName("limit"); d != nil {
		if f, bad := s.of[d].refuses(value, of.Elem != nil); bad {
			last := len(path) - 1
			s.found = append(s.found, gqlerror.WrapPath(path[:last:last], f.At(string(path[last].(ast.PathName)))))
			return
		}
	}
	if rows, many := value.([]any); many && of.Elem != nil {
		for i, row := range rows {
			s.value(row, of.Elem, nil, append(path[:len(path):len(path)], ast.PathIndex(i)))
		}
		return
	}
	fields, ok := value.(map[string]any)
	input := s.schema.Types[of.Name()]
	if !ok || input == nil || input.Kind != ast.InputObject {
		return
	}
	for _, f := range input.Fields {
		s.value(fields[f.Name], f.Type, s.held(input.Name, f.Directives), append(path[:len(path):len(path)], ast.PathName(f.Name)))
	}
}

// refuses says what is wrong with a value; false: nothing. One value stands for a list of one.
func (l limit) refuses(value any, list bool) (f fault.Fault, bad bool) {
	if list {
		rows, many := value.([]any)
		if !many {
			rows = []any{value}
		}
		return l.amount(len(rows), "%d to %d entries", "at most %d entries", "at least %d entries")
	}
	if text, ok := value.(string); ok {
		f, bad = l.amount(utf8.RuneCountInString(text), "%d to %d characters", "at most %d characters", "at least %d characters")
		if !bad && l.pattern != nil && !l.pattern.MatchString(text) {
			return fault.New(fault.CodeVariableInvalid, "it does not fit the pattern that the schema names"), true
		}
		return f, bad
	}
	if n, err := wholeNumber(value); err == nil {
		return l.amount(n, "%d to %d", "at most %d", "at least %d")
	}
	return fault.Fault{}, false
}

// amount refuses one that is out of bounds, in the words that fit them.
func (l limit) amount(n int, between, most, least string) (f fault.Fault, bad bool) {
	switch {
	case (l.min == nil || n >= *l.min) && (l.max == nil || n <= *l.max):
		return fault.Fault{}, false
	case l.max == nil:
		return fault.Newf(fault.CodeVariableInvalid, least, *l.min), true
	case l.min == nil:
		return fault.Newf(fault.CodeVariableInvalid, most, *l.max), true
	}
	return fault.Newf(fault.CodeVariableInvalid, between, *l.min, *l.max), true
}

// wholeNumber reads an Int of a document or of variables.
func wholeNumber(value any) (int, error) {
	switch n := value.(type) {
	case int64:
		return int(n), nil
	case json.Number:
		return strconv.Atoi(n.String())
	case float64:
		return int(n), nil
	}
	return 0, strconv.ErrSyntax
}
