package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

// rich is a budget without end.
type rich struct{}

func (rich) Spend(*access.Caller, bool, int) (graph.Level, time.Duration) { return graph.Level{}, 0 }
func (rich) Owe(*access.Caller, bool, int) graph.Level                    { return graph.Level{} }
func (rich) Left(*access.Caller, bool) graph.Level                        { return graph.Level{} }

// older is our schema as it would be if some of it were deprecated.
func older() *ast.Schema {
	full := *graph.FullSchema()
	types := map[string]*ast.Definition{}
	for name, d := range full.Types {
		types[name] = d
	}
	full.Types = types
	deprecated := func(on, since string) ast.DirectiveList {
		list := ast.DirectiveList{{Name: "deprecated"}}
		if on != "" {
			text := func(name, raw string) *ast.Argument {
				return &ast.Argument{Name: name, Value: &ast.Value{Kind: ast.StringValue, Raw: raw}}
			}
			list = append(list, &ast.Directive{Name: "sunset", Arguments: ast.ArgumentList{text("on", on), text("since", since)}})
		}
		return list
	}
	change := func(name, field string, change func(*ast.FieldDefinition)) {
		d := *types[name]
		d.Fields = nil
		for _, f := range types[name].Fields {
			if f.Name == field {
				changed := *f
				changed.Arguments = nil
				for _, a := range f.Arguments {
					argument := *a
					changed.Arguments = append(changed.Arguments, &argument)
				}
				change(&changed)
				f = &changed
			}
			d.Fields = append(d.Fields, f)
		}
		types[name] = &d
	}
	change("PlanOffer", "name", func(f *ast.FieldDefinition) { f.Directives = deprecated("2027-06-30", "2026-06-01") })
	change("Query", "events", func(f *ast.FieldDefinition) {
		f.Arguments.ForName("types").Directives = deprecated("2027-01-31", "2026-11-01")
	})
	change("IssuePolicyInput", "quoteToken", func(f *ast.FieldDefinition) { f.Directives = deprecated("", "") })
	payer := *types["PremiumPayer"]
	payer.EnumValues = nil
	for _, v := range types["PremiumPayer"].EnumValues {
		if v.Name == "SELLER" {
			old := *v
			old.Directives = deprecated("2027-02-28", "2026-08-01")
			v = &old
		}
		payer.EnumValues = append(payer.EnumValues, v)
	}
	types["PremiumPayer"] = &payer
	full.Query = types["Query"]
	return &full
}

// C9: answers that use something deprecated say so and until when, and channels' uses are counted: of fields, arguments,
// input fields and values, in the document and in variables. Nothing is said of other answers.
func TestUsesOfDeprecatedElements(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite).WithSamples()
	endpoint := graph.NewEndpointOf(&graph.Resolver{Insurance: w.Server, Budget: rich{}}, older())
	ask := func(query string, variables map[string]any) http.Header {
		t.Helper()
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		require.NoError(t, err)
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", nil)
		r.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		endpoint.Serve(answer, r, body, w.Caller(insurancetest.Mall))
		require.Equal(t, http.StatusOK, answer.Code, answer.Body.String())
		require.NotContains(t, answer.Body.String(), "errors\":[{\"message")
		return answer.Header()
	}
	issue := `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { replayed } }`
	quote := `mutation($risk: RiskInput!) { quote(input: { risk: $risk }) { userErrors { code } } }`
	literal := `mutation { quote(input: { risk: { agreementCode: "x", planCode: "A", payer: SELLER, insureds: [], factors: {} } }) { userErrors { code } } }`
	risk := map[string]any{"agreementCode": "x", "planCode": "A", "insureds": []any{}, "factors": map[string]any{}}
	sold := map[string]any{"agreementCode": "x", "planCode": "A", "insureds": []any{}, "factors": map[string]any{}, "payer": "SELLER"}
	for _, c := range []struct {
		query               string
		variables           map[string]any
		deprecation, sunset string
	}{
		{"{ offers { productCode } }", nil, "", ""},
		{"{ offers { name { zh en } } again: offers { name { zh en } } }", nil, "@1780272000", "Wed, 30 Jun 2027 00:00:00 GMT"},
		{"{ offers { ... on PlanOffer { ...F } } } fragment F on PlanOffer { name { zh en } }", nil, "@1780272000", "Wed, 30 Jun 2027 00:00:00 GMT"},
		{"{ events { edges { cursor } } }", nil, "", ""},
		{`{ offers { name { zh en } } events(types: ["*"]) { edges { cursor } } }`, nil, "@1780272000", "Sun, 31 Jan 2027 00:00:00 GMT"},
		{issue, map[string]any{"in": map[string]any{"orderNo": "O-1", "risk": risk}}, "", ""},
		{issue, map[string]any{"in": map[string]any{"orderNo": "O-1", "risk": risk, "quoteToken": "t"}}, "@0", ""},
		{literal, nil, "@1785542400", "Sun, 28 Feb 2027 00:00:00 GMT"},
		{quote, map[string]any{"risk": risk}, "", ""},
		{quote, map[string]any{"risk": sold}, "@1785542400", "Sun, 28 Feb 2027 00:00:00 GMT"},
	} {
		for range 2 { // the second time the document is known
			header := ask(c.query, c.variables)
			assert.Equal(t, c.deprecation, header.Get("Deprecation"), c.query)
			assert.Equal(t, c.sunset, header.Get("Sunset"), c.query)
		}
	}
	require.NoError(t, w.Distribution.StoreUses(context.Background()))
	mall := w.Caller(insurancetest.Mall).Channel
	list, err := insurancetest.Of(context.Background(), w.Distribution.DeprecationsOf, mall, mall.ID)
	require.NoError(t, err)
	calls := map[string]int64{}
	for _, u := range list {
		calls[u.Coordinate] = u.Calls
	}
	assert.Equal(t, map[string]int64{
		"PlanOffer.name": 6, "Query.events(types:)": 2, "IssuePolicyInput.quoteToken": 2, "PremiumPayer.SELLER": 4,
	}, calls)
}
