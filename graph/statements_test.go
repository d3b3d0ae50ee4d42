package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"entgo.io/ent/dialect"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

// listCase is how a field of Query is asked for a list, with all that it can show below.
type listCase struct {
	arguments string
	fixed     bool // it does not grow with what there is
}

const few, many = 5, 50

// lists are all lists that there are, by audience and field; beside them some single things in which long lists lie.
var lists = map[string]listCase{
	"CHANNEL claims":                {arguments: "first: 50"},
	"CHANNEL events":                {arguments: "first: 50"},
	"CHANNEL policies":              {arguments: "first: 50, orderBy: BOUND_AT_ASC"}, // the first has all that a policy can have
	"CHANNEL offers":                {},
	"CHANNEL policy":                {arguments: "by: {number: $policy}", fixed: true},
	"CHANNEL policiesBySearchValue": {arguments: `value: "found"`},
	"CHANNEL publishedProducts":     {},
	"CHANNEL terms":                 {fixed: true},
	"CHANNEL webhookEndpoints":      {},
	"CHANNEL serviceRequests":       {arguments: "first: 50"},
	"OPS agreements":                {arguments: "first: 50"},
	"OPS approvals":                 {arguments: "first: 50"},
	"OPS auditRecords":              {arguments: `first: 50, filter: {actions: [LOGIN_SUCCESS]}`},
	"OPS channel":                   {arguments: `code: "pay"`, fixed: true},
	"OPS channels":                  {arguments: "first: 50"},
	"OPS claimAuthorities":          {arguments: `productCode: "ASI-01"`},
	"OPS claimQueues":               {fixed: true},
	"OPS claimReasons":              {arguments: `productCode: "ASI-01"`, fixed: true},
	"OPS claims":                    {arguments: "first: 50, filter: {}"},
	"OPS endpoints":                 {arguments: "first: 50"},
	"OPS colleagues":                {arguments: "role: CLAIMS"},
	"OPS events":                    {arguments: "first: 50"},
	"OPS jobs":                      {arguments: "first: 50"},
	"OPS people":                    {arguments: "first: 50"},
	"OPS policies":                  {arguments: "first: 50, filter: {}"},
	"OPS policy":                    {arguments: "by: {number: $policy}", fixed: true},
	"OPS productDifferences":        {arguments: `productCode: "OFF-1000", from: 1, to: 2`, fixed: true},
	"OPS productExamples":           {arguments: `productCode: "ASI-01", version: 1`, fixed: true},
	"OPS policyTerms":               {arguments: `channelCode: "pay", mode: LIVE, agreementCode: "AG-PAY-ASI", planCode: "BASIC"`, fixed: true},
	"OPS products":                  {},
	"OPS publishedProducts":         {},
	"OPS reportingTokens":           {},
	"OPS rolePermissions":           {fixed: true},
	"OPS serviceRequests":           {arguments: "first: 50"},
	"OPS sessions":                  {},
	"OPS terms":                     {fixed: true},
	"PUBLIC publishedProducts":      {},
	"REPORTING publishedProducts":   {},
}

// A list costs as many statements for 50 rows as for 5, whatever is asked of the rows, and how many is a committed file. Every list of
// the schema has a case.
func TestListsCostBoundedStatements(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(insurancetest.New(t, kind))
			endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}, PublicURL: "https://baodan.example"})
			c.grow(few)
			short := c.costs(endpoint)
			c.grow(many)
			long := c.costs(endpoint)
			var golden strings.Builder
			for _, name := range slices.Sorted(maps.Keys(short)) {
				assert.Len(t, long[name].statements, len(short[name].statements), "%s: more rows cost more statements, such as these:\n%s",
					name, strings.Join(more(short[name].statements, long[name].statements), "\n"))
				if !lists[name].fixed {
					assert.Greater(t, long[name].rows, short[name].rows, "%s: the list did not grow", name)
				}
				fmt.Fprintf(&golden, "%s %d\n", name, len(short[name].statements))
			}
			file := filepath.Join("testdata", "statements.golden")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(golden.String()), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), golden.String(), "look at the difference, then go test ./graph -run TestListsCost -update")
		})
	}
}

// cost of a list.
type cost struct {
	rows       int
	statements []string
}

// costs of all lists of all audiences.
func (c *crowd) costs(endpoint *graph.Endpoint) map[string]cost {
	c.T.Helper()
	costs := map[string]cost{}
	for _, caller := range []*access.Caller{
		{Audience: access.Channel, Channel: c.first, Credential: "test", Language: "en"}, c.staff,
		{Audience: access.Reporting, Language: "en"}, {Audience: access.Public, Language: "en"},
	} {
		text := graph.ViewSDL(caller.Audience, true)
		view, err := gqlparser.LoadSchema(&ast.Source{Name: string(caller.Audience), Input: text})
		require.NoError(c.T, err)
		for _, field := range view.Query.Fields {
			name := string(caller.Audience) + " " + field.Name
			one, known := lists[name]
			if !known {
				assert.False(c.T, isList(field.Type), "%s is a list without a case here", name)
				continue
			}
			costs[name] = c.cost(endpoint, caller, field.Name, one.arguments, all(view, view.Types[field.Type.Name()], nil))
		}
	}
	assert.Len(c.T, costs, len(lists), "every case is of a field that there is")
	return costs
}

func isList(t *ast.Type) bool { return t.Elem != nil || strings.HasSuffix(t.Name(), "Connection") }

// cost asks for a list and counts.
func (c *crowd) cost(endpoint *graph.Endpoint, caller *access.Caller, field, arguments, selection string) cost {
	c.T.Helper()
	if arguments != "" {
		arguments = "(" + strings.ReplaceAll(arguments, "$policy", `"`+c.policy.Number+`"`) + ")"
	}
	body, err := json.Marshal(map[string]any{"query": "{ " + field + arguments + selection + " }"})
	require.NoError(c.T, err)
	ctx, statements := insurancetest.WithStatements(context.Background())
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	endpoint.Serve(w, r, body, caller)
	var answer struct {
		Data   map[string]json.RawMessage
		Errors []any
	}
	require.NoError(c.T, json.Unmarshal(w.Body.Bytes(), &answer))
	require.Empty(c.T, answer.Errors, "%s %s: %s", caller.Audience, field, body)
	require.NotEqual(c.T, "null", string(answer.Data[field]), "%s %s", caller.Audience, field)
	var page struct{ Edges []any }
	var list []any
	if json.Unmarshal(answer.Data[field], &list) != nil {
		require.NoError(c.T, json.Unmarshal(answer.Data[field], &page))
	}
	return cost{len(list) + len(page.Edges), statements.Texts()}
}

// notAsked is left out: an archive is written for each version, which takes long, from the content that its file comes from, as its examples do; and what was
// found of the mistakes of a draft is kept, so that only the first who asks reads it (catalog: TestTheMistakesOfAContentAreCountedOnce).
var notAsked = []string{"ProductVersion.archiveUrl", "ProductVersion.mistakes", "ProductVersion.examples"}

// all that a type can show. Of a type inside itself only what is no object; long lists in lists have two rows.
func all(view *ast.Schema, d *ast.Definition, path []string) string {
	if d.Kind != ast.Object {
		return ""
	}
	text := " {"
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") || slices.Contains(notAsked, d.Name+"."+f.Name) {
			continue
		}
		arguments := ""
		if strings.HasSuffix(f.Type.Name(), "Connection") {
			if arguments = "(first: 2)"; len(path) == 0 {
				arguments = "(first: 100)"
			}
		}
		below := view.Types[f.Type.Name()]
		if below.IsLeafType() {
			text += " " + f.Name + arguments
			continue
		}
		// A document has a bound of 500 fields, which a list with all that it can show would pass many times. So what belongs
		// to the channel of a row is shown below channels alone, and assessments, similar claims and allowed acts no deeper than at the rows
		// of the list; each way to them from other rows is asked for by TestEveryWayFromAListCostsBoundedStatements.
		if len(path) > 2 && slices.Contains([]string{"ClaimAssessment", "SimilarClaim", "AllowedAct"}, below.Name) {
			continue
		}
		if slices.Contains(path, d.Name) || d.Name == "Channel" && !slices.Contains([]string{"ChannelEdge", ""}, last(path)) {
			continue
		}
		if d.Name == "Policy" && f.Name == "at" && (slices.Contains(path, "ServiceRequest") || slices.Contains(path, "Claim")) { // below policies alone
			continue
		}
		if d.Name == "ClaimDecision" && f.Name == "rating" && slices.Contains(path, "Policy") { // in lists of claims
			continue
		}
		if d.Name == "PolicySnapshot" && slices.Contains([]string{"offer", "lines"}, f.Name) { // they are made as those of the policy
			continue
		}
		if d.Name == "Policy" && slices.Contains([]string{"lines", "rating"}, f.Name) && (slices.Contains(path, "ServiceRequest") || slices.Contains(path, "Claim")) { // below policies alone
			continue
		}
		if d.Name == "Policy" && slices.Contains([]string{"serviceRequests", "deliveries"}, f.Name) ||
			d.Name == "ProductVersion" && f.Name == "backTests" { // asked for by TestEveryWayFromAList alone
			continue
		}
		if inside := all(view, below, append(slices.Clone(path), d.Name)); inside != "" {
			text += " " + f.Name + arguments + inside
		}
	}
	if text == " {" {
		return ""
	}
	return text + " }"
}

func last(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

// more are the statements of which there are more in a long list than in a short one, shortened.
func more(short, long []string) (texts []string) {
	count := map[string]int{}
	for _, text := range short {
		count[shape(text)]--
	}
	for _, text := range long {
		count[shape(text)]++
	}
	for text, n := range count {
		if n > 0 {
			texts = append(texts, fmt.Sprintf("%d more of %s", n, text[:min(len(text), 200)]))
		}
	}
	slices.Sort(texts)
	return texts
}

// shape of a statement, however many values or parts it has, and from which table on.
func shape(text string) string {
	_, from, _ := strings.Cut(text, " FROM ")
	from, _, _ = strings.Cut(from, " UNION ALL ")
	return strings.NewReplacer(", ?", "", ",?", "").Replace(from)
}
