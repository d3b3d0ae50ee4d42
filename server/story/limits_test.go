package story

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph/apidoc/reference"
	"baodan/insurance/work"
)

// limited is an argument, or a field of an input, of an example.
type limited struct {
	at         string // owner and name
	name       string
	of         *ast.Type
	directives ast.DirectiveList
	set        func(value any) map[string]any // variables of the example with another value there
}

// TestP2LimitsAreKept holds that what the schema says of an input is true: each example of the reference is sent with a value beyond
// each @limit, before it is sent as it is. What lies beyond is refused, with a path that names it or with a code that says that there is no
// such thing, and changes nothing: the examples go on as if it had not come.
func TestP2LimitsAreKept(t *testing.T) {
	t.Parallel()
	schema := fullSchema(t)
	f := open(t, settings(t, dialect.SQLite))
	examples, err := reference.Examples()
	require.NoError(t, err)
	answers, browsers, tried := map[string]string{}, map[string]*browser{}, map[string]bool{}
	for _, e := range examples {
		text, err := e.Filled(answers)
		require.NoError(t, err)
		var variables map[string]any
		if text != "" {
			require.NoError(t, json.Unmarshal([]byte(text), &variables), e.Name)
		}
		doc, faults := gqlparser.LoadQueryWithRules(schema, e.Query, nil)
		if faults == nil { // some are not valid for everybody, to show what is answered then
			for _, p := range limitsIn(schema, doc, variables) {
				if !tried[p.at] && f.refusesBeyond(schema, e, p, browsers) {
					tried[p.at] = true
				}
			}
		}
		a := f.patiently(e, variables, browsers)
		require.Empty(t, a.Errors, "%s: %s", e.Name, a.Body)
		if answers[e.Name] = string(a.Body); e.Upload != nil {
			f.put(a.at(e.Operation, "url").(string), e.Upload)
		}
		doDue(t, f.App)
	}
	for _, at := range mutationLimits(schema) {
		assert.True(t, tried[at], "%s: an example that succeeds must take it by a variable", at)
	}
}

// refusesBeyond sends values beyond a limit; false: somebody else must, since the caller's view has no such input.
func (f *front) refusesBeyond(schema *ast.Schema, e reference.Example, p limited, browsers map[string]*browser) bool {
	for _, value := range beyond(schema, p) {
		a := f.patiently(e, p.set(value), browsers)
		name := e.Name + ": " + p.at + ": " + string(a.Body[:min(len(a.Body), 300)])
		code, path := a.Code(), []any(nil)
		if list, _ := a.at(e.Operation, "userErrors").([]any); len(list) > 0 {
			first := list[0].(map[string]any)
			code = first["code"].(string)
			path, _ = first["path"].([]any)
		} else if len(a.Errors) > 0 {
			path = a.Errors[0].Path
			if strings.Contains(a.Errors[0].Message, "unknown field") {
				return false
			}
		}
		if !assert.NotEmpty(f.t, code, name) {
			continue
		}
		if slices.Contains([]string{"INVALID_VALUE", "VARIABLE_INVALID", "REQUIRED"}, code) {
			assert.Contains(f.t, path, p.name, name)
			continue
		}
		if !slices.Contains([]string{"NOT_FOUND", "NOT_AGREED", "CONFLICT", "PRODUCT_OFF_SALE", "BAD_CREDENTIALS"}, code) {
			return false // the example shows something else that is refused
		}
	}
	return true
}

// patiently asks again when there are points for it.
func (f *front) patiently(e reference.Example, variables map[string]any, browsers map[string]*browser) *answer {
	for {
		a := f.example(e, variables, browsers)
		if a.Code() != "THROTTLED" {
			return a
		}
		time.Sleep(time.Duration(a.Errors[0].Extensions.RetryAfterMs) * time.Millisecond)
	}
}

// beyond are values that a limit refuses, one for each of its bounds.
func beyond(schema *ast.Schema, p limited) (values []any) {
	d := p.directives.ForName("limit")
	bound := func(name string) (int, bool) {
		a := d.Arguments.ForName(name)
		if a == nil {
			return 0, false
		}
		n, err := strconv.Atoi(a.Value.Raw)
		return n, err == nil
	}
	make := func(n int) any {
		switch {
		case p.of.Elem != nil:
			return slices.Repeat([]any{sample(schema, p.of.Elem)}, n)
		case p.of.Name() == "Int":
			return n
		case p.of.Name() == "Long":
			return strconv.Itoa(n)
		}
		return strings.Repeat("1", n)
	}
	if most, ok := bound("max"); ok {
		values = append(values, make(most+1))
	}
	if least, ok := bound("min"); ok && least > 0 {
		values = append(values, make(least-1))
	}
	if d.Arguments.ForName("pattern") != nil {
		values = append(values, "\u4fdd\u5355 \u4fdd")
	}
	return values
}

// sample is a value for an entry of a list.
func sample(schema *ast.Schema, of *ast.Type) any {
	d := schema.Types[of.Name()]
	switch {
	case d.Kind == ast.Enum:
		return d.EnumValues[0].Name
	case d.Kind == ast.InputObject:
		object := map[string]any{}
		for _, f := range d.Fields {
			if f.Type.NonNull {
				object[f.Name] = sample(schema, f.Type)
			}
		}
		return object
	case of.Name() == "Int":
		return 1
	case of.Name() == "ID":
		return work.FileID.Of(1)
	}
	return "x"
}

// limitsIn are the limited inputs that a document takes by variables, those that the example leaves out too.
func limitsIn(schema *ast.Schema, doc *ast.QueryDocument, variables map[string]any) (list []limited) {
	for _, op := range doc.Operations {
		for _, s := range op.SelectionSet {
			field, ok := s.(*ast.Field)
			if !ok {
				continue
			}
			for _, a := range field.Arguments {
				if a.Value.Kind != ast.Variable {
					continue
				}
				def := field.Definition.Arguments.ForName(a.Name)
				list = append(list, limitsBelow(schema, limited{
					at: field.ObjectDefinition.Name + "." + field.Name + "(" + a.Name + ")", name: a.Value.Raw, of: def.Type, directives: def.Directives,
					set: func(v any) map[string]any { return with(variables, a.Value.Raw, v) },
				}, variables[a.Value.Raw])...)
			}
		}
	}
	return list
}

// limitsBelow are an input, where it is limited, and those in its value.
func limitsBelow(schema *ast.Schema, p limited, value any) (list []limited) {
	if p.directives.ForName("limit") != nil {
		list = append(list, p)
	}
	d, set := schema.Types[p.of.Name()], p.set
	if rows, many := value.([]any); many && len(rows) > 0 {
		value, set = rows[0], func(v any) map[string]any { return p.set(append([]any{v}, rows[1:]...)) }
	}
	object, ok := value.(map[string]any)
	if d.Kind != ast.InputObject || !ok {
		return list
	}
	for _, f := range d.Fields {
		list = append(list, limitsBelow(schema, limited{
			at: d.Name + "." + f.Name, name: f.Name, of: f.Type, directives: f.Directives,
			set: func(v any) map[string]any {
				if d.Directives.ForName("oneOf") != nil {
					return set(map[string]any{f.Name: v})
				}
				all := with(object, f.Name, v)
				for _, other := range insteadOf[d.Name+"."+f.Name] {
					delete(all, other)
				}
				return set(all)
			},
		}, object[f.Name])...)
	}
	return list
}

// insteadOf are inputs that others are given instead of.
var insteadOf = map[string][]string{
	"RequestErasureInput.phone": {"identityNo"}, "RequestErasureInput.insuredReference": {"identityNo"},
}

func with(object map[string]any, name string, value any) map[string]any {
	all := maps.Clone(object)
	all[name] = value
	return all
}

// mutationLimits are all places of @limit in what mutations take.
func mutationLimits(schema *ast.Schema) (list []string) {
	seen := map[string]bool{}
	var reach func(of *ast.Type)
	reach = func(of *ast.Type) {
		d := schema.Types[of.Name()]
		if d.Kind != ast.InputObject || seen[d.Name] {
			return
		}
		seen[d.Name] = true
		for _, f := range d.Fields {
			if f.Directives.ForName("limit") != nil {
				list = append(list, d.Name+"."+f.Name)
			}
			reach(f.Type)
		}
	}
	for _, f := range schema.Mutation.Fields {
		for _, a := range f.Arguments {
			reach(a.Type)
		}
	}
	slices.Sort(list)
	return list
}

// TestP2QueriesKeepTheirLimits holds the same of every argument of a query, by itself: what lies beyond is refused, with a path to it, before
// anything is looked up.
func TestP2QueriesKeepTheirLimits(t *testing.T) {
	t.Parallel()
	schema := fullSchema(t)
	f := open(t, settings(t, dialect.SQLite))
	tried := 0
	for _, field := range schema.Query.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		for _, a := range field.Arguments {
			for _, p := range limitedWithin(schema, a.Name, a.Type, a.Directives, "$v") {
				arguments := []string{a.Name + ": " + p.at}
				for _, other := range field.Arguments {
					if other != a && other.Type.NonNull && other.DefaultValue == nil {
						arguments = append(arguments, other.Name+": "+literal(schema, field.Name, other.Name, other.Type))
					}
				}
				asks := asked(field.Name, "query($v: "+p.of.String()+") { "+field.Name+"("+strings.Join(arguments, ", ")+")"+selection(schema, field.Type)+" }", field.Directives)
				for _, value := range beyond(schema, p) {
					answer := f.as(f.mayAsk(asks), asks.document, map[string]any{"v": value})
					if answer.Code() == "GRAPHQL_VALIDATION_FAILED" { // an input of channels alone
						answer = f.ask(mallKey, asks.document, map[string]any{"v": value})
					}
					name := asks.document + ": " + string(answer.Body)
					require.Equal(t, "VARIABLE_INVALID", answer.Code(), name)
					assert.Equal(t, []any{"variable", "v"}, answer.Errors[0].Path, name)
					assert.Nil(t, answer.Data, name)
					tried++
				}
			}
		}
	}
	assert.Greater(t, tried, 100)
	for _, document := range []string{ // below the root, and in a fragment
		`{ channels { count(max: 10001) { value } } }`, `{ ...A } fragment A on Query { channels { ... on ChannelConnection { count(max: 0) { value } } } }`,
		`{ viewer { preferences(keys: [` + strings.Repeat(`"x"`, 101) + `]) { key } } }`,
	} {
		assert.Equal(t, "VARIABLE_INVALID", f.as(f.person("ada"), document, nil).Code(), document)
	}
	assert.Empty(t, f.as(f.person("ada"), `{ channels { count(max: 10000) { value } } viewer { preferences(keys: "one") { key } } }`, nil).Errors)
}

// limitedWithin are the limits of an argument and of what lies in it; their places are the values of the argument that hold one.
func limitedWithin(schema *ast.Schema, name string, of *ast.Type, directives ast.DirectiveList, holder string) (list []limited) {
	if directives.ForName("limit") != nil {
		kind := *of
		kind.NonNull = true
		list = append(list, limited{at: holder, name: name, of: &kind, directives: directives})
	}
	d := schema.Types[of.Name()]
	if d.Kind != ast.InputObject {
		return list
	}
	for _, f := range d.Fields {
		for _, p := range limitedWithin(schema, f.Name, f.Type, f.Directives, "$v") {
			parts := []string{f.Name + ": " + p.at}
			for _, other := range d.Fields {
				if other != f && other.Type.NonNull && other.DefaultValue == nil {
					parts = append(parts, other.Name+": "+literal(schema, d.Name, other.Name, other.Type))
				}
			}
			p.at = "{" + strings.Join(parts, ", ") + "}"
			if of.Elem != nil {
				p.at = "[" + p.at + "]"
			}
			list = append(list, p)
		}
	}
	return list
}
