package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"entgo.io/ent/dialect"

	"baodan/engine/number"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// before are the statements of the pages of the console before rows were looked up together, for as many rows as stand beside; two of
// each were for the session and the person, which are not counted here.
var before = map[string]string{
	"Policies": "8 of 100", "PolicyPage": "21", "Claims": "104 of 100", "ClaimPage": "12", "Channels": "506 of 62", "Agreements": "308 of 52",
	"Services": "403 of 100", "Approvals": "203 of 70", "Audit": "103 of 100", "Home": "28", "Jobs": "3", "People": "3",
}

// smallCost is what fewer points or statements than these count as: see story.TestDocumentedQueriesCostWhatTheyTake.
const smallCost = 3

// fixedPages show no list that grows.
var fixedPages = []string{"Me", "ClaimPage", "Inbox", "CommandBox", "Terms"}

// Each page of the console costs as many statements for many rows as for few, and how many is a committed file.
func TestPagesOfTheConsoleCostBoundedStatements(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(insurancetest.New(t, kind))
			endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}, PublicURL: "https://baodan.example"})
			c.grow(few)
			_, err := c.Store.Client.ExecContext(context.Background(), "UPDATE claims SET number = '"+oneClaim(t)+"' WHERE number = 'Cown1000'")
			require.NoError(t, err)
			short := c.pages(endpoint)
			c.grow(many)
			long := c.pages(endpoint)
			var golden strings.Builder
			golden.WriteString("page, points, statements, and before rows were looked up together\n")
			for i, page := range short {
				assert.Len(t, long[i].statements, len(page.statements), "%s: more rows cost more statements, such as these:\n%s",
					page.name, strings.Join(more(page.statements, long[i].statements), "\n"))
				if !strings.Contains(strings.Join(fixedPages, " "), page.name) {
					assert.Greater(t, long[i].bytes, page.bytes, "%s did not grow", page.name)
				}
				fmt.Fprintf(&golden, "%-15s %2d  %2d  %s\n", page.name, page.cost, len(page.statements), before[page.name])
				assert.LessOrEqual(t, page.cost, 3*max(len(page.statements), smallCost), "P8: %s: %d points", page.name, page.cost)
				assert.LessOrEqual(t, len(page.statements), 3*max(page.cost, smallCost), "P8: %s: %d points", page.name, page.cost)
			}
			held(t, "console.golden", strings.ReplaceAll(golden.String(), " \n", "\n"))
		})
	}
}

// oneClaim is the number of the claim whose page is shown.
func oneClaim(t testing.TB) string {
	no, err := number.Format(number.Claim, 1)
	require.NoError(t, err)
	return no
}

// held compares a text with a committed file, or writes it.
func held(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), text, "look at the difference, then go test ./graph -update")
}

// page of the console, as it was answered.
type page struct {
	name       string
	statements []string
	bytes      int
	cost       int
}

// pages of the console, each with up to 100 rows.
func (c *crowd) pages(endpoint *graph.Endpoint) (pages []page) {
	c.T.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "console.graphql"))
	require.NoError(c.T, err)
	document, err := parser.ParseQuery(&ast.Source{Input: string(text)})
	require.NoError(c.T, err)
	lines := strings.Split(string(text), "\n")
	values := map[string]any{"first": 100, "policy": c.policy.Number, "claim": oneClaim(c.T), "endpoint": work.EndpointID.Of(c.endpoint), "text": "FOUND"}
	for i, op := range document.Operations {
		end := len(lines)
		if i+1 < len(document.Operations) {
			end = document.Operations[i+1].Position.Line - 1
		}
		variables := map[string]any{}
		for _, v := range op.VariableDefinitions {
			variables[v.Variable] = values[v.Variable]
		}
		one := c.send(endpoint, c.staff, strings.Join(lines[op.Position.Line-1:end], "\n"), variables)
		one.name = op.Name
		pages = append(pages, one)
	}
	return pages
}

// send a document that is answered without errors, and count.
func (c *crowd) send(endpoint *graph.Endpoint, caller *access.Caller, document string, variables map[string]any) page {
	c.T.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	require.NoError(c.T, err)
	ctx, statements := insurancetest.WithStatements(context.Background())
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	endpoint.Serve(w, r, body, caller)
	var answer struct {
		Data       map[string]json.RawMessage
		Errors     []any
		Extensions struct{ Cost struct{ Requested int } }
	}
	require.NoError(c.T, json.Unmarshal(w.Body.Bytes(), &answer))
	require.Empty(c.T, answer.Errors, document)
	for name, value := range answer.Data {
		require.NotEqual(c.T, "null", string(value), "%s: %s", name, document)
	}
	return page{statements: statements.Texts(), bytes: w.Body.Len(), cost: answer.Extensions.Cost.Requested}
}
