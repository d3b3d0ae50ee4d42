package graph_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

var update = flag.Bool("update", false, "write the golden files again")

var audiences = []access.Audience{access.Channel, access.Ops, access.Reporting, access.Public}

// Each view of the schema is a committed file, so that a leak is a visible difference.
func TestViewsAreGolden(t *testing.T) {
	t.Parallel()
	for _, audience := range audiences {
		for _, live := range []bool{true, false} {
			name := string(audience) + map[bool]string{true: ".live", false: ".sandbox"}[live] + ".graphqls"
			golden := filepath.Join("testdata", "views", name)
			got := graph.ViewSDL(audience, live)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got, "%s: look at the difference, then go test ./graph -update", name)
			_, err = gqlparser.LoadSchema(&ast.Source{Name: name, Input: got})
			assert.NoError(t, err, "%s is no schema", name)
		}
	}
}

// The schema keeps its own rules: every root field says who, what it costs, and every mutation what can go wrong.
func TestSchemaFollowsItsRules(t *testing.T) {
	t.Parallel()
	schema := load(t)
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			at := root.Name + "." + f.Name
			assert.NotNil(t, f.Directives.ForName("access"), "%s has no @access", at)
			assert.NotNil(t, f.Directives.ForName("cost"), "%s has no @cost", at)
			if root == schema.Mutation {
				checkErrors(t, schema, at, f)
			}
		}
	}
	for name, d := range schema.Types {
		if d.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		assert.NotEmpty(t, d.Description, "%s has no description", name)
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				assert.NotEmpty(t, f.Description, "%s.%s has no description", name, f.Name)
			}
			if f.Arguments.ForName("first") != nil {
				cost := f.Directives.ForName("cost")
				require.NotNil(t, cost, "%s.%s is a list without @cost", name, f.Name)
				assert.NotNil(t, cost.Arguments.ForName("multiply"), "%s.%s: the cost of a list grows with it", name, f.Name)
			}
		}
	}
}

func checkErrors(t *testing.T, schema *ast.Schema, at string, f *ast.FieldDefinition) {
	t.Helper()
	errors := f.Directives.ForName("errors")
	if assert.NotNil(t, errors, "%s has no @errors", at) {
		for _, code := range errors.Arguments.ForName("codes").Value.Children {
			_, known := fault.Registry[fault.Code(code.Value.Raw)]
			assert.True(t, known, "%s: %s is not in the registry", at, code.Value.Raw)
		}
	}
	payload := schema.Types[f.Type.Name()]
	require.NotNil(t, payload.Fields.ForName("userErrors"), "%s answers no userErrors", at)
}

// What only some roles may read is nullable, so that one document serves every role: null where the caller may not, and the rest.
func TestWhatSomeRolesReadIsNullable(t *testing.T) {
	t.Parallel()
	schema := load(t)
	for name, d := range schema.Types {
		if d == schema.Mutation {
			continue
		}
		for _, f := range d.Fields {
			if a := f.Directives.ForName("access"); a != nil && a.Arguments.ForName("roles") != nil && d.Kind == ast.Object {
				assert.False(t, f.Type.NonNull, "%s.%s", name, f.Name)
			}
		}
	}
}

// Every code that reaches userErrors is in the schema and the other way round.
func TestErrorCodesAreOneList(t *testing.T) {
	t.Parallel()
	var inSchema, inRegistry []string
	for _, v := range load(t).Types["ErrorCode"].EnumValues {
		inSchema = append(inSchema, v.Name)
	}
	for code, entry := range fault.Registry {
		assert.NotEmpty(t, entry.Zh, code)
		assert.NotEmpty(t, entry.En, code)
		if entry.Category == fault.CategoryInput || entry.Category == fault.CategoryBusiness {
			inRegistry = append(inRegistry, string(code))
		}
	}
	slices.Sort(inSchema)
	slices.Sort(inRegistry)
	assert.Equal(t, inRegistry, inSchema)
}

// What the schema does not say for an audience is not in its view, however one looks.
func TestViewsHoldNothingElse(t *testing.T) {
	t.Parallel()
	full := load(t)
	for _, audience := range audiences {
		view := graph.ViewSDL(audience, true)
		parsed, err := gqlparser.LoadSchema(&ast.Source{Input: view})
		require.NoError(t, err)
		for name, d := range full.Types {
			for _, f := range d.Fields {
				a := f.Directives.ForName("access")
				seen := parsed.Types[name] != nil && parsed.Types[name].Fields.ForName(f.Name) != nil
				if a == nil || !seen {
					continue
				}
				assert.Contains(t, a.Arguments.ForName("to").Value.String(), string(audience), "%s sees %s.%s", audience, name, f.Name)
			}
		}
		assert.NotContains(t, view, "@access")
	}
}

// A view names the error codes that its mutations may give, and no others.
func TestViewsNamePossibleErrors(t *testing.T) {
	t.Parallel()
	for audience, never := range map[access.Audience][]string{
		access.Channel: {"BAD_CREDENTIALS", "SECOND_FACTOR_REQUIRED", "LOCKED_OUT", "FOUR_EYES"}, access.Public: {"QUOTA_EXHAUSTED", "FOUR_EYES"},
	} {
		view, err := gqlparser.LoadSchema(&ast.Source{Input: graph.ViewSDL(audience, true)})
		require.NoError(t, err)
		for _, code := range never {
			assert.Nil(t, view.Types["ErrorCode"].EnumValues.ForName(code), "%s: %s", audience, code)
		}
		for _, f := range view.Mutation.Fields {
			for _, code := range f.Directives.ForName("errors").Arguments.ForName("codes").Value.Children {
				assert.NotNil(t, view.Types["ErrorCode"].EnumValues.ForName(code.Value.Raw), "%s: %s of %s", audience, code.Value.Raw, f.Name)
			}
		}
	}
}

func load(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../schema/*.graphqls")
	require.NoError(t, err)
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	require.NoError(t, err)
	return schema
}
