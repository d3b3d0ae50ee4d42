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

// deprecatedUse is a deprecated element that a request uses.
type deprecatedUse struct {
	coordinate string    // Policy.rating, Query.policy(by:), QuoteInput.risk, PremiumPayer.SELLER
	since, on  time.Time // deprecated since, goes away on; zero: not said
}

// deprecatedUses reads the directives of an element; nil where it is not deprecated.
func deprecatedUses(directives ast.DirectiveList, coordinate string) *deprecatedUse {
	if directives.ForName("deprecated") == nil {
		return nil
	}
	return &deprecatedUse{coordinate: coordinate, since: dayOf(directives, "since"), on: dayOf(directives, "on")}
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

// addDeprecatedUse keeps a deprecated element once; nil is none.
func addDeprecatedUse(list []deprecatedUse, found *deprecatedUse) []deprecatedUse {
	if found == nil || slices.ContainsFunc(list, func(a deprecatedUse) bool { return a.coordinate == found.coordinate }) {
		return list
	}
	return append(list, *found)
}

// countDeprecated looks at a field of a document, with the arguments that it is given.
func (s *shape) countDeprecated(f *ast.Field) {
	if f.Definition == nil || f.ObjectDefinition == nil {
		return
	}
	at := f.ObjectDefinition.Name + "." + f.Name
	s.deprecated = addDeprecatedUse(s.deprecated, deprecatedUses(f.Definition.Directives, at))
	for _, a := range f.Arguments {
		if d := f.Definition.Arguments.ForName(a.Name); d != nil {
			s.deprecated = addDeprecatedUse(s.deprecated, deprecatedUses(d.Directives, at+"("+a.Name+":)"))
		}
		s.deprecated = deprecatedInValue(s.deprecated, a.Value)
	}
}

// deprecatedInValue looks at a literal.
func deprecatedInValue(list []deprecatedUse, v *ast.Value) []deprecatedUse {
	if v == nil || v.Definition == nil {
		return list
	}
	if v.Kind == ast.EnumValue {
		return addDeprecatedUse(list, deprecatedValue(v.Definition, v.Raw))
	}
	for _, c := range v.Children {
		if v.Kind == ast.ObjectValue {
			if f := v.Definition.Fields.ForName(c.Name); f != nil {
				list = addDeprecatedUse(list, deprecatedUses(f.Directives, v.Definition.Name+"."+c.Name))
			}
		}
		list = deprecatedInValue(list, c.Value)
	}
	return list
}

func deprecatedValue(enum *ast.Definition, name string) *deprecatedUse {
	if value := enum.EnumValues.ForName(name); value != nil {
		return deprecatedUses(value.Directives, enum.Name+"."+name)
	}
	return nil
}

// deprecatedIn is all that a request uses of the deprecated: in its document and in its variables.
func (v *View) deprecatedIn(op *graphql.OperationContext, size *shape) []deprecatedUse {
	list := size.deprecated
	if len(v.deprecatedInputs) == 0 {
		return list
	}
	for _, d := range op.Operation.VariableDefinitions {
		if value, given := op.Variables[d.Variable]; given && v.deprecatedInputs[d.Type.Name()] {
			list = v.deprecatedInput(slices.Clip(list), d.Type.Name(), value)
		}
	}
	return list
}

// deprecatedInput looks at the value of a variable.
func (v *View) deprecatedInput(list []deprecatedUse, name string, value any) []deprecatedUse {
	d := v.Schema.Types[name]
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			list = v.deprecatedInput(list, name, one)
		}
	case string:
		if d.Kind == ast.Enum {
			list = addDeprecatedUse(list, deprecatedValue(d, value))
		}
	case map[string]any:
		for _, f := range d.Fields {
			one, given := value[f.Name]
			if !given {
				continue
			}
			list = addDeprecatedUse(list, deprecatedUses(f.Directives, name+"."+f.Name))
			if v.deprecatedInputs[f.Type.Name()] {
				list = v.deprecatedInput(list, f.Type.Name(), one)
			}
		}
	}
	return list
}

// inputsWithDeprecations are the input types and enums that hold something deprecated, or reach one that does.
func inputsWithDeprecations(schema *ast.Schema) map[string]bool {
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
func (e *Endpoint) warn(header http.Header, c *access.Caller, list []deprecatedUse) {
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
