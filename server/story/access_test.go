package story

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
	"baodan/insurance/insurancetest"
)

// Every field that says who may use it, asked by every audience and every role, each with what it proves itself with on
// the wire: those that are named get an answer, for the others it does not exist, or is forbidden. The list is made from
// the schema, so that a new field is in it.
func TestEveryFieldByEveryAudienceAndRole(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	issued := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": "ACCESS-1", "risk": account("acct-1", "BASIC")}})
	number, _ := issued.at("issuePolicy", "policy", "number").(string)
	require.NotEmpty(t, number, string(issued.Body))
	claim := f.ask(payKey, submitDocument, f.robbed("ACCESS-1", number, "10.00", ""))
	claimNo, _ := claim.at("submitClaim", "claim", "number").(string)
	require.NotEmpty(t, claimNo, string(claim.Body))
	schema, asked := fullSchema(t), 0
	callers := f.callers()
	for _, q := range questions(t, schema, number, claimNo) {
		for _, c := range callers {
			document := q.document
			if c.audience == "CHANNEL" { // it finds itself by who calls
				document = strings.Replace(document, `{ channel(code: "demo-pay", mode: SANDBOX)`, "{ viewer { channel", 1)
				document += strings.Repeat(" }", strings.Count(document, "{")-strings.Count(document, "}"))
			}
			a := c.ask(document)
			name := fmt.Sprintf("%s as %s: %s", q.field, c.name, a.Body)
			switch {
			case !slices.Contains(q.to, c.audience):
				assert.Equal(t, unknownTo(c.audience), a.Code(), name)
			case c.audience == "OPS" && len(q.roles) > 0 && !slices.Contains(q.roles, c.role):
				assert.Equal(t, "FORBIDDEN", a.Code(), name)
				assert.True(t, nothingThere(a), name)
			case slices.Contains(refusedInside[q.field], c.role):
				assert.Equal(t, "FORBIDDEN", a.Code(), name)
			default:
				assert.NotContains(t, []string{"GRAPHQL_VALIDATION_FAILED", "VARIABLE_INVALID", "FORBIDDEN", "INTERNAL", "UNAUTHENTICATED", "SETUP_REQUIRED"}, a.Code(), name)
			}
			asked++
		}
	}
	assert.Greater(t, asked, 1400)
}

// unknownTo is how a caller hears of what is not in their view: nobody in particular is told to say who they are.
func unknownTo(audience string) string {
	if audience == "PUBLIC" {
		return "UNAUTHENTICATED"
	}
	return "GRAPHQL_VALIDATION_FAILED"
}

// nothingThere tells whether an answer holds nothing where its first error points to.
func nothingThere(a *answer) bool {
	at := any(a.Data)
	if a.Data == nil {
		return true
	}
	for _, step := range a.Errors[0].Path {
		switch step := step.(type) {
		case string:
			at = at.(map[string]any)[step]
		case float64:
			at = at.([]any)[int(step)]
		}
	}
	return at == nil
}

// One document serves every role: what a role may not read is null, with an error that says where; the rest arrives. The
// caller can know beforehand.
func TestOneDocumentServesEveryRole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(mallKey, order("ROLE-1"))
		document := `query($no: String!) { viewer { allows } policies(filter: {numbers: [$no], mode: SANDBOX}) { edges { node { number commission { amount } channel { credentials { keyId } } } } }
			auditRecords(first: 1) { edges { node { action } } } people(first: 1) { edges { node { name } } } serviceRequests(first: 1) { edges { node { id } } } }`
		for name, roles := range insurancetest.Staff {
			a := f.as(f.person(name), document, map[string]any{"no": policy})
			require.Equal(t, http.StatusOK, a.Status, string(a.Body))
			node := a.at("policies", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
			assert.Equal(t, policy, node["number"], name)
			allowed := a.at("viewer", "allows").([]any)
			for field, value := range map[string]any{
				"Policy.commission": node["commission"], "Channel.credentials": node["channel"].(map[string]any)["credentials"],
				"Query.auditRecords": a.Data["auditRecords"], "Query.people": a.Data["people"], "Query.serviceRequests": a.Data["serviceRequests"],
			} {
				assert.Equal(t, slices.Contains(allowed, any(field)), value != nil, "%s as %s %v", field, name, roles)
			}
			for _, e := range a.Errors {
				assert.Equal(t, []any{"FORBIDDEN", "AUTHORIZATION"}, []any{e.Extensions.Code, e.Extensions.Category}, name)
				assert.NotEmpty(t, e.Path, name)
			}
		}
		refused := f.as(f.person("ada"), cancelDocument, map[string]any{"in": map[string]any{"requestNo": "ROLE-C", "policyNumber": policy, "reason": "CUSTOMER_REQUEST", "note": "x"}})
		assert.Equal(t, http.StatusForbidden, refused.Status)
		assert.Nil(t, refused.Data, "a mutation is refused whole")
	})
}

// refusedInside are the roles that an act refuses by what is asked with the smallest values: evidence for a claim is no
// business of theirs.
var refusedInside = map[string][]string{
	"Mutation.createFileUpload": {"UNDERWRITING", "SALES", "FINANCE"},
}

// What an audience may not see does not exist in its schema: types, fields, arguments, inputs and values.
func TestEveryElementInEveryView(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	schema, looked := fullSchema(t), 0
	for _, c := range f.callers() {
		for name, d := range schema.Types {
			if strings.HasPrefix(name, "__") || d.BuiltIn {
				continue
			}
			a := c.ask(fmt.Sprintf(`{ __type(name: %q) { fields(includeDeprecated: true) { name args { name } } inputFields { name } enumValues { name } } }`, name))
			require.Empty(t, a.Errors, string(a.Body))
			seen, _ := a.at("__type").(map[string]any)
			if !listed(d.Directives, c.audience) {
				assert.Nil(t, seen, "%s as %s", name, c.name)
			}
			for _, field := range d.Fields {
				if listed(field.Directives, c.audience) {
					continue
				}
				for _, list := range []string{"fields", "inputFields"} {
					shown, _ := seen[list].([]any)
					for _, one := range shown {
						assert.NotEqual(t, field.Name, one.(map[string]any)["name"], "%s as %s", name, c.name)
					}
				}
				looked++
			}
		}
	}
	assert.Greater(t, looked, 450)
}

// listed tells whether @access lets an audience see an element; without one, everyone who reaches it does.
func listed(directives ast.DirectiveList, audience string) bool {
	if directives.ForName("access") == nil {
		return true
	}
	return slices.Contains(asked("", "", directives).to, audience)
}

// H7: the insurer's people see names and numbers masked, and commission only with its roles.
func TestH7OpsSeePersonalDataMasked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		risk := account("acct-1", "BASIC")
		risk["insureds"] = []any{map[string]any{"reference": "acct-1", "party": map[string]any{"person": map[string]any{
			"name": "王小明", "identityType": "ID_CARD", "identityNo": "11010519491231002X",
		}}}}
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

// below are ways to objects whose fields say who may use them. For a field that names roles there must be a way.
func below(policyNumber, claimNo string) map[string]string {
	return map[string]string{
		"Policy": fmt.Sprintf("{ policy(by: {number: %q}) { %%s } }", policyNumber),
		"Claim":  fmt.Sprintf("{ claim(by: {number: %q}) { %%s } }", claimNo),
		"Viewer": "{ viewer { %s } }", "PolicySnapshot": fmt.Sprintf("{ policy(by: {number: %q}) { at(asOf: \"2030-01-01T00:00:00Z\") { %%s } } }", policyNumber),
		"Person": "{ viewer { person { %s } } }", "ProductVersion": `{ productVersion(productCode: "ASI-01", version: 1) { %s } }`, "Channel": `{ channel(code: "demo-pay", mode: SANDBOX) { %s } }`,
	}
}

// questions are the smallest documents that ask for each field with @access.
func questions(t *testing.T, schema *ast.Schema, policyNumber, claimNo string) []question {
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
	ways := below(policyNumber, claimNo)
	for name, d := range schema.Types {
		if d == schema.Query || d == schema.Mutation || d.Kind != ast.Object {
			continue
		}
		for _, f := range d.Fields {
			if f.Directives.ForName("access") == nil {
				continue
			}
			way := ways[name]
			if way == "" {
				assert.Nil(t, f.Directives.ForName("access").Arguments.ForName("roles"), "%s.%s: there is no way to ask for it", name, f.Name)
				continue
			}
			q := asked(name+"."+f.Name, fmt.Sprintf(way, f.Name+literals(schema, f)+selection(schema, f.Type)), f.Directives)
			list = append(list, q)
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
			parts = append(parts, a.Name+": "+literal(schema, f.Name, a.Name, a.Type))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func literal(schema *ast.Schema, owner, name string, of *ast.Type) string {
	if of.Elem != nil {
		return "[]"
	}
	d := schema.Types[of.NamedType]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[0].Name
	case ast.InputObject:
		var parts []string
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || d.Directives.ForName("oneOf") != nil && len(parts) == 0 {
				parts = append(parts, f.Name+": "+literal(schema, d.Name, f.Name, f.Type))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		if plain, known := plainLiterals[of.NamedType]; known {
			return plain
		}
		if of.NamedType == "ID" {
			return `"` + kindOf(owner, name).Of(1) + `"`
		}
		if name == "requestNo" {
			return `"` + owner + `"` // a number counts for all mutations of its caller
		}
		return `"1"`
	}
}

var plainLiterals = map[string]string{
	"JSONObject": "{}", "DateTime": `"2030-01-01T00:00:00Z"`, "Date": `"2030-01-01"`, "Int": "1", "Boolean": "true",
	"CurrencyCode": `"CNY"`, "URL": `"https://hooks.example/x"`,
}

// proven is a caller who proves themselves on the wire.
type proven struct {
	name, audience, role string
	ask                  func(document string) *answer
}

// callers are one of each audience - a channel's key, a reporting token, nobody - and a person in a session of their own for
// each role.
func (f *front) callers() []proven {
	token, _ := f.reportingToken("figures")
	withKey := func(key string) func(string) *answer {
		return func(document string) *answer {
			b := f.browser() // an address of its own for each: nobody spends by their address
			if key != "" {
				b.header.Set("Authorization", "Bearer "+key)
			}
			return b.ask(document, nil)
		}
	}
	list := []proven{
		{"a channel", "CHANNEL", "", withKey(payKey)}, {"a reporting tool", "REPORTING", "", withKey(token)}, {"nobody", "PUBLIC", "", withKey("")},
	}
	for _, role := range access.Roles {
		name := ""
		for one, roles := range insurancetest.Staff {
			if roles[0] == role && (name == "" || one < name) {
				name = one
			}
		}
		b := f.enter(name)
		list = append(list, proven{name + " " + string(role), "OPS", string(role), func(document string) *answer {
			a := b.ask(document, nil)
			if strings.Contains(document, "logout") {
				b = f.enter(name)
			}
			return a
		}})
	}
	return list
}

// serve asks as a caller who proved themselves already.
func (f *door) serve(c *access.Caller, document string) *answer {
	f.t.Helper()
	return f.as(c, document, nil)
}

// as asks with variables as a caller who proved themselves already.
func (f *door) as(c *access.Caller, document string, variables map[string]any) *answer {
	f.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": numbered(document, variables)})
	require.NoError(f.t, err)
	r := httptest.NewRequestWithContext(f.contextOf(context.Background()), http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.App.Site.Answer(w, r, body, c)
	a, err := read(w.Result())
	require.NoError(f.t, err)
	return a
}

func fullSchema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../../schema/*.graphqls")
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

// person is one of insurancetest.Staff, as they call.
func (f *door) person(name string) *access.Caller {
	f.t.Helper()
	return staffCaller(f.t, f.App, name)
}
