package graph

import (
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/fault"
)

// Limits of a document that are held before it is validated.
const (
	maxSelections = 10 * MaxFields // selections and values of all operations and fragments, each written out
	maxPairs      = 5000           // pairs of selections that are answered under one name in one place: one field 100 times
)

// survey counts what a document asks for before it is validated. Validation compares any two selections that are answered
// in one place under one name, and looks at every selection and value of a fragment wherever an operation or another fragment
// spreads it; both grow faster than the document. What is counted here bounds them.
type survey struct {
	fragments map[string]*ast.FragmentDefinition
	// Of all operations and fragments.
	selections, pairs int
	// Of the operation or fragment that is counted now.
	fields, aliases int
	deep            bool
}

// selected are selections that are answered together, and the way to them.
type selected struct {
	set ast.SelectionSet
	way *written
}

// written is a fragment that was written out, and the way to where it is spread.
type written struct {
	fragment *ast.FragmentDefinition
	above    *written
}

// answered is what a place answers under one name.
type answered struct {
	name  string
	sets  []selected
	times int
}

// surveyed refuses a document that is too large to be validated. Fragments are counted wherever they are spread, and by
// themselves. One that spreads itself, or does not exist, is left to validation. Faults: QUERY_TOO_DEEP,
// QUERY_TOO_MANY_FIELDS, QUERY_TOO_MANY_ALIASES.
func surveyed(doc *ast.QueryDocument) error {
	s := survey{}
	if len(doc.Fragments) > 0 {
		s.fragments = make(map[string]*ast.FragmentDefinition, len(doc.Fragments))
		for _, f := range doc.Fragments {
			s.fragments[f.Name] = f
		}
	}
	for _, op := range doc.Operations {
		s.directives(op.Directives)
		if err := s.root(selected{set: op.SelectionSet}); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments {
		if err := s.root(selected{f.SelectionSet, &written{fragment: s.fragments[f.Name]}}); err != nil {
			return err
		}
	}
	return nil
}

// root counts an operation or a fragment.
func (s *survey) root(set selected) error {
	s.fields, s.aliases = 0, 0
	s.place([]selected{set}, 1)
	return s.refuse()
}

// refuse tells which limit is broken.
func (s *survey) refuse() error {
	switch {
	case s.deep:
		return fault.Newf(fault.CodeQueryTooDeep, "at most %d", MaxDepth)
	case s.fields > MaxFields:
		return fault.Newf(fault.CodeQueryTooManyFields, "at most %d", MaxFields)
	case s.aliases > MaxAliases:
		return fault.Newf(fault.CodeQueryTooManyAliases, "at most %d", MaxAliases)
	case s.pairs > maxPairs:
		return fault.New(fault.CodeQueryTooManyFields, "the same field again and again in one place")
	case s.selections > maxSelections:
		return fault.Newf(fault.CodeQueryTooManyFields, "at most %d selections and values, with fragments written out", maxSelections)
	}
	return nil
}

// place counts selections that are answered in one place, then what lies below them.
func (s *survey) place(sets []selected, depth int) {
	if depth > MaxDepth {
		s.deep = true
		return
	}
	var list []answered
	for _, one := range sets {
		list = s.collect(list, one)
		if s.refuse() != nil {
			return
		}
	}
	for i := range list {
		if len(list[i].sets) > 0 {
			s.place(list[i].sets, depth+1)
		}
		if s.refuse() != nil {
			return
		}
	}
}

// collect sorts selections by the name that they are answered under.
func (s *survey) collect(list []answered, from selected) []answered {
	for _, selection := range from.set {
		if s.selections++; s.selections > maxSelections || s.fields > MaxFields {
			return list
		}
		switch selection := selection.(type) {
		case *ast.Field:
			list = s.field(list, selection, from.way)
		case *ast.InlineFragment:
			s.directives(selection.Directives)
			list = s.collect(list, selected{selection.SelectionSet, from.way})
		case *ast.FragmentSpread:
			s.directives(selection.Directives)
			list = s.collectSpread(list, selection, from.way)
		}
	}
	return list
}

func (s *survey) collectSpread(list []answered, spread *ast.FragmentSpread, way *written) []answered {
	f := s.fragments[spread.Name]
	if f == nil {
		return list
	}
	for w := way; w != nil; w = w.above {
		if w.fragment == f {
			return list
		}
	}
	s.directives(f.Directives)
	return s.collect(list, selected{f.SelectionSet, &written{f, way}})
}

func (s *survey) field(list []answered, f *ast.Field, way *written) []answered {
	s.fields++
	if f.Alias != f.Name {
		s.aliases++
	}
	s.arguments(f.Arguments)
	s.directives(f.Directives)
	at := -1
	for i := range list {
		if list[i].name == f.Alias {
			at = i
			break
		}
	}
	if at < 0 {
		at = len(list)
		list = append(list, answered{name: f.Alias})
	}
	s.pairs += list[at].times
	list[at].times++
	if len(f.SelectionSet) > 0 {
		list[at].sets = append(list[at].sets, selected{f.SelectionSet, way})
	}
	return list
}

func (s *survey) directives(list ast.DirectiveList) {
	for _, d := range list {
		s.selections++
		s.arguments(d.Arguments)
	}
}

func (s *survey) arguments(list ast.ArgumentList) {
	for _, a := range list {
		s.value(a.Value)
	}
}

func (s *survey) value(v *ast.Value) {
	s.selections++
	for _, child := range v.Children {
		if s.selections > maxSelections {
			return
		}
		s.value(child.Value)
	}
}
