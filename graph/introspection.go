package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// valuesAPoint are values of the schema that are told for a point: about 20 KiB.
const valuesAPoint = 2000

// listed is how long a list of the schema is.
type listed struct{ average, most int }

// census is how much a view has to tell of itself. Introspection is priced by it: it has no weights, and one document may ask for
// all of the schema many times over.
type census struct {
	lists map[string]listed // by field of introspection
}

// censusOf a view counts once what its lists hold.
func censusOf(view *ast.Schema) *census {
	c := &census{lists: map[string]listed{
		"types":      {len(view.Types), len(view.Types)},
		"directives": {len(view.Directives), len(view.Directives)},
		"locations":  {5, 19},
	}}
	var fields, arguments, inputs, values, interfaces, possible []int
	for _, d := range view.Types {
		switch d.Kind {
		case ast.InputObject:
			inputs = append(inputs, len(d.Fields))
		case ast.Enum:
			values = append(values, len(d.EnumValues))
		case ast.Object, ast.Interface:
			fields = append(fields, len(d.Fields))
			interfaces = append(interfaces, len(d.Interfaces))
			possible = append(possible, len(view.PossibleTypes[d.Name]))
			for _, f := range d.Fields {
				arguments = append(arguments, len(f.Arguments))
			}
		case ast.Scalar, ast.Union: // have no lists of their own, or none that is worth a count
		}
	}
	types := len(view.Types)
	for name, lengths := range map[string][]int{"fields": fields, "inputFields": inputs, "enumValues": values, "interfaces": interfaces, "possibleTypes": possible} {
		c.lists[name] = listedOf(lengths, types)
	}
	c.lists["args"] = listedOf(arguments, len(arguments))
	return c
}

// listedOf lists of some owners, of which each has one or none.
func listedOf(lengths []int, owners int) listed {
	sum, most := 0, 1
	for _, n := range lengths {
		sum += n
		most = max(most, n)
	}
	return listed{max((sum+owners-1)/max(owners, 1), 1), most}
}

// introspects tells whether a field asks for the schema.
func introspects(f *ast.Field) bool { return f.Name == "__schema" || f.Name == "__type" }

// price of a field that asks for the schema, in points.
func (c *census) price(f *ast.Field) int {
	return (c.values(f.SelectionSet, false) + valuesAPoint - 1) / valuesAPoint
}

// values that a selection tells. In a list of all types the lists of each are of average length; those of one type that was chosen
// may be the longest.
func (c *census) values(set ast.SelectionSet, all bool) int {
	n := 0
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			times := 1
			if list, ok := c.lists[selection.Name]; ok {
				times = list.most
				if all {
					times = list.average
				}
			}
			n += times * (1 + c.values(selection.SelectionSet, all || selection.Name == "types"))
		case *ast.InlineFragment:
			n += c.values(selection.SelectionSet, all)
		case *ast.FragmentSpread:
			n += c.values(selection.Definition.SelectionSet, all)
		}
		n = min(n, 1<<30)
	}
	return n
}
