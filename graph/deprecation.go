package graph

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
)

// What callers use of the deprecated is found where their documents are measured, once for each document; values of
// variables are looked at only where their types reach something deprecated. A schema without deprecated elements, and a
// document that uses none, cost nothing.

// aged is a deprecated element that a request uses.
type aged struct {
	coordinate string    // Policy.rating, Query.policy(by:), QuoteInput.risk, PremiumPayer.SELLER
	since, on  time.Time // deprecated since, goes away on; zero: not said
}

// agedBy reads the directives of an element; nil where it is not deprecated.
func agedBy(directives ast.DirectiveList, coordinate string) *aged {
	if directives.ForName("deprecated") == nil {
		return nil
	}
	return &aged{coordinate: coordinate, since: dayOf(directives, "since"), on: dayOf(directives, "on")}
}

func dayOf(directives ast.DirectiveList, argument string) time.Time {
	d := directives.ForName("sunset")
	if d == nil {
		return time.Time{}
	}
	a := d.Arguments.ForName(argument)
	if a == nil {
		return time.Time{}
	}
	day, _ := time.Parse(time.DateOnly, a.Value.Raw) // what is no day says nothing
	return day
}

// addAged keeps a deprecated element once; nil is none.
func addAged(list []aged, found *aged) []aged {
	if found == nil || slices.ContainsFunc(list, func(a aged) bool { return a.coordinate == found.coordinate }) {
		return list
	}
	return append(list, *found)
}

// age looks at a field of a document, with the arguments that it is given.
func (s *shape) age(f *ast.Field) {
	if f.Definition == nil || f.ObjectDefinition == nil {
		return
	}
	at := f.ObjectDefinition.Name + "." + f.Name
	s.aged = addAged(s.aged, agedBy(f.Definition.Directives, at))
	for _, a := range f.Arguments {
		if d := f.Definition.Arguments.ForName(a.Name); d != nil {
			s.aged = addAged(s.aged, agedBy(d.Directives, at+"("+a.Name+":)"))
		}
		s.aged = agedInValue(s.aged, a.Value)
	}
}

// agedInValue looks at a literal.
func agedInValue(list []aged, v *ast.Value) []aged {
	if v == nil || v.Definition == nil {
		return list
	}
	if v.Kind == ast.EnumValue {
		return addAged(list, agedValue(v.Definition, v.Raw))
	}
	for _, c := range v.Children {
		if v.Kind == ast.ObjectValue {
			if f := v.Definition.Fields.ForName(c.Name); f != nil {
				list = addAged(list, agedBy(f.Directives, v.Definition.Name+"."+c.Name))
			}
		}
		list = agedInValue(list, c.Value)
	}
	return list
}

func agedValue(enum *ast.Definition, name string) *aged {
	if value := enum.EnumValues.ForName(name); value != nil {
		return agedBy(value.Directives, enum.Name+"."+name)
	}
	return nil
}

// agedOf is all that a request uses of the deprecated: in its document and in its variables.
func (v *View) agedOf(op *graphql.OperationContext, size *shape) []aged {
	list := size.aged
	if len(v.aging) == 0 {
		return list
	}
	for _, d := range op.Operation.VariableDefinitions {
		if value, given := op.Variables[d.Variable]; given && v.aging[d.Type.Name()] {
			list = v.agedInput(slices.Clip(list), d.Type.Name(), value)
		}
	}
	return list
}

// agedInput looks at the value of a variable.
func (v *View) agedInput(list []aged, name string, value any) []aged {
	d := v.Schema.Types[name]
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			list = v.agedInput(list, name, one)
		}
	case string:
		if d.Kind == ast.Enum {
			list = addAged(list, agedValue(d, value))
		}
	case map[string]any:
		for _, f := range d.Fields {
			one, given := value[f.Name]
			if !given {
				continue
			}
			list = addAged(list, agedBy(f.Directives, name+"."+f.Name))
			if v.aging[f.Type.Name()] {
				list = v.agedInput(list, f.Type.Name(), one)
			}
		}
	}
	return list
}

// agingInputs are the input types and enums that hold something deprecated, or reach one that does.
func agingInputs(schema *ast.Schema) map[string]bool {
	aging := map[string]bool{}
	old := func(l ast.DirectiveList) bool { return l.ForName("deprecated") != nil }
	for before := -1; before != len(aging); {
		before = len(aging)
		for name, d := range schema.Types {
			if d.Kind != ast.Enum && d.Kind != ast.InputObject {
				continue
			}
			if slices.ContainsFunc(d.EnumValues, func(e *ast.EnumValueDefinition) bool { return old(e.Directives) }) ||
				slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool { return old(f.Directives) || aging[f.Type.Name()] }) {
				aging[name] = true
			}
		}
	}
	return aging
}

// warn tells a caller that they use the deprecated: Deprecation (RFC 9745) with the day of the first of them, Sunset (RFC
// 8594) with the day on which the first goes away. What a channel uses is counted.
func (e *Endpoint) warn(header http.Header, c *access.Caller, list []aged) {
	if len(list) == 0 {
		return
	}
	since, on := list[0].since, time.Time{}
	coordinates := make([]string, len(list))
	for i, a := range list {
		coordinates[i] = a.coordinate
		if a.since.Before(since) {
			since = a.since
		}
		if !a.on.IsZero() && (on.IsZero() || a.on.Before(on)) {
			on = a.on
		}
	}
	header.Set("Deprecation", "@"+strconv.FormatInt(max(since.Unix(), 0), 10))
	if !on.IsZero() {
		header.Set("Sunset", on.Format(http.TimeFormat))
	}
	if c.Audience == access.Channel && e.used != nil {
		e.used(c.Channel.ID, coordinates)
	}
}

// sunsetOf is the day on which the element of a schema coordinate goes away; empty where none is said.
func sunsetOf(schema *ast.Schema, coordinate string) string {
	owner, name, _ := strings.Cut(coordinate, ".")
	name, argument, _ := strings.Cut(strings.TrimSuffix(name, ":)"), "(")
	d := schema.Types[owner]
	if d == nil {
		return ""
	}
	var directives ast.DirectiveList
	if value := d.EnumValues.ForName(name); value != nil {
		directives = value.Directives
	} else if f := d.Fields.ForName(name); f != nil {
		directives = f.Directives
		if a := f.Arguments.ForName(argument); a != nil {
			directives = a.Directives
		}
	}
	if day := dayOf(directives, "on"); !day.IsZero() {
		return day.Format(time.DateOnly)
	}
	return ""
}
