package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
)

// Every field that says who may use it, asked by every audience and every role: those it names get an answer, for the
// others it does not exist, or is forbidden. The list is made from the schema, so that a new field is in it.
func TestEveryFieldByEveryAudienceAndRole(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	issued := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": "ACCESS-1", "risk": account("acct-1", "BASIC")}})
	number, _ := issued.at("issuePolicy", "policy", "number").(string)
	require.NotEmpty(t, number, string(issued.Body))
	schema := fullSchema(t)
	asked := 0
	for _, q := range questions(schema, number) {
		for _, c := range f.callers() {
			a := f.serve(c, q.document)
			name := fmt.Sprintf("%s as %s %v: %s", q.field, c.Audience, c.Roles, a.Body)
			switch {
			case !slices.Contains(q.to, string(c.Audience)):
				assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), name)
			case c.Audience == access.Ops && len(q.roles) > 0 && !slices.Contains(q.roles, string(c.Roles[0])):
				assert.Equal(t, "FORBIDDEN", a.Code(), name)
				assert.Nil(t, a.Data, name)
			default:
				assert.NotContains(t, []string{"GRAPHQL_VALIDATION_FAILED", "FORBIDDEN", "INTERNAL"}, a.Code(), name)
			}
			asked++
		}
	}
	assert.Greater(t, asked, 50)
}

// H7: the insurer's people see names and numbers masked, and commission only with its roles.
func TestH7OpsSeePersonalDataMasked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		risk := account("acct-1", "BASIC")
		risk["insureds"] = []any{map[string]any{"reference": "acct-1", "party": map[string]any{
			"name": "王小明", "identityType": "ID_CARD", "identityNo": "11010519491231002X",
		}}}
		issued := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": "MASK-1", "risk": risk}})
		number := issued.at("issuePolicy", "policy", "number")
		require.NotNil(t, number, string(issued.Body))
		a := f.serve(&access.Caller{Audience: access.Ops, Roles: []access.Role{access.Finance}, Credential: "ops", Rate: 1000},
			fmt.Sprintf(`{ policy(by: {number: %q}) { insureds { reference name identityNo } commission { amount } channel { code } } }`, number))
		require.Empty(t, a.Errors, string(a.Body))
		insured := a.at("policy", "insureds").([]any)[0].(map[string]any)
		assert.Equal(t, map[string]any{"reference": "acct-1", "name": "**明", "identityNo": "11**************2X"}, insured)
		assert.Equal(t, "0.01", a.at("policy", "commission", "amount"), "0.12 x 0.10, half up")
		assert.NotContains(t, string(a.Body), "王小")
	})
}

type question struct {
	field    string
	document string
	to       []string
	roles    []string
}

// questions are the smallest documents that ask for each field with @access.
func questions(schema *ast.Schema, policyNumber string) []question {
	var list []question
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			text := strings.ToLower(root.Name) + " { " + f.Name + literals(schema, f) + selection(schema, f.Type) + " }"
			list = append(list, asked(root.Name+"."+f.Name, text, f.Directives))
		}
	}
	for _, f := range schema.Types["Policy"].Fields {
		if f.Directives.ForName("access") != nil {
			text := fmt.Sprintf("{ policy(by: {number: %q}) { %s } }", policyNumber, f.Name+selection(schema, f.Type))
			list = append(list, asked("Policy."+f.Name, text, f.Directives))
		}
	}
	return list
}

func asked(field, document string, directives ast.DirectiveList) question {
	q := question{field: field, document: document}
	for name, into := range map[string]*[]string{"to": &q.to, "roles": &q.roles} {
		if a := directives.ForName("access").Arguments.ForName(name); a != nil {
			for _, c := range a.Value.Children {
				*into = append(*into, c.Value.Raw)
			}
		}
	}
	return q
}

func selection(schema *ast.Schema, t *ast.Type) string {
	if d := schema.Types[t.Name()]; d.Kind == ast.Object || d.Kind == ast.Interface {
		return " { __typename }"
	}
	return ""
}

// literals gives every required argument the smallest value of its type.
func literals(schema *ast.Schema, f *ast.FieldDefinition) string {
	var parts []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			parts = append(parts, a.Name+": "+literal(schema, a.Type))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func literal(schema *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[]"
	}
	d := schema.Types[t.NamedType]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[0].Name
	case ast.InputObject:
		var parts []string
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || d.Directives.ForName("oneOf") != nil && len(parts) == 0 {
				parts = append(parts, f.Name+": "+literal(schema, f.Type))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		if t.NamedType == "JSONObject" {
			return "{}"
		}
		return `"1"`
	}
}

// callers are one of each audience, and of ops one for each role.
func (f *front) callers() []*access.Caller {
	pay := f.App.Caller(f.t, "demo-pay")
	list := []*access.Caller{pay, {Audience: access.Reporting, Credential: "bi", Rate: 100_000}, {Audience: access.Public, Credential: "nobody", Rate: 100_000}}
	for _, role := range access.Roles {
		list = append(list, &access.Caller{Audience: access.Ops, Roles: []access.Role{role}, Credential: "ops", Rate: 100_000})
	}
	return list
}

// serve asks as a caller who proved himself already.
func (f *front) serve(c *access.Caller, document string) *answer {
	f.t.Helper()
	return f.as(c, document, nil)
}

// as asks with variables as a caller who proved himself already.
func (f *front) as(c *access.Caller, document string, variables map[string]any) *answer {
	f.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	require.NoError(f.t, err)
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.App.Serve(w, r, body, c)
	a, err := read(w.Result())
	require.NoError(f.t, err)
	return a
}

func fullSchema(t *testing.T) *ast.Schema {
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

// person is one of insurancetest.Staff, as he calls.
func (f *front) person(name string) *access.Caller {
	f.t.Helper()
	return f.App.Person(f.t, name)
}
