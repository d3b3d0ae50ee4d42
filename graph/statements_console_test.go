package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"entgo.io/ent/dialect"

	"baodan/engine/number"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// opened are the pages of the console, and what each asks when it is opened. What stands under frame is asked once, whatever page is opened.
var opened = []struct {
	page string
	asks []string
}{
	{"sign-in", []string{"Installation", "Setup"}},
	{"frame", []string{"Me", "Inbox", "RunningJobs"}},
	{"home", []string{"Desk", "NextClaim", "House", "FirstRunLeads"}},
	{"command box", []string{"Search"}},
	{"policies", []string{"Policies", "PolicyChoices"}},
	{"policy", []string{"PolicyPage"}},
	{"claims desk", []string{"ClaimDesk", "ClaimQueues", "SecondApprovals", "DeskChoices"}},
	{"claim", []string{"Claim", "ClaimReasons", "MyClaims"}},
	{"claim by phone", []string{"PolicyForClaim"}},
	{"requests", []string{"Requests"}},
	{"request", []string{"RequestPage"}},
	{"approvals", []string{"Approvals", "ApprovalPage"}},
	{"bulk issue", []string{"BulkChoices", "BulkJobs"}},
	{"jobs", []string{"Jobs"}},
	{"job", []string{"JobPage"}},
	{"account", []string{"Sessions"}},
	{"people", []string{"People"}},
	{"person", []string{"PersonPage"}},
	{"roles", []string{"RolePermissions"}},
	{"reporting tokens", []string{"ReportingTokens"}},
	{"audit", []string{"AuditChain", "AuditRecords", "AuditTerms"}},
	{"audit record", []string{"AuditRecord"}},
	{"system", []string{"System", "SystemLately"}},
	{"first run", []string{"FirstRun"}},
	{"products", []string{"Products"}},
	{"product", []string{"ProductVersions", "ProductVersion", "ProductActs", "ProductContent"}},
	{"channels", []string{"Channels"}},
	{"agreements", []string{"Agreements"}},
	{"channel", []string{"ChannelPage", "ChannelDeliveries"}},
	{"agreement", []string{"AgreementPage", "Filing", "AgreementTerms"}},
	{"new agreement", []string{"NewAgreement"}},
	// Still to come: testdata/console.graphql.
	{"endpoints", []string{"Endpoints"}},
}

// later is asked once somebody does something on a page: a preview, a choice, a look at what changed since.
var later = []string{
	"AuditJob", "AuditPeople", "AuditPerson", "AuthorityChoices", "BulkJob", "CancellationPreview", "ChangeProductFile", "Changes", "ChannelOpen",
	"CheckProduct", "ClaimHandlers", "ClaimPreview", "ClaimsBeside", "ConditionCompletion", "DraftMistakes", "EndorsementPreview", "FindPolicy", "MailPreview",
	"PolicyAsOf", "PolicyOptions", "ProductArchive", "ProductBackTests", "ProductDifferences", "ProductExamples", "ProductFile", "ProductPreview", "RenewalPreview", "ReplayJob",
	"RequestPolicy", "RuleBench", "Undelivered",
}

// oneMore are queries that ask a second index once where the first does not reach the end of a list within its bound; never a third time.
var oneMore = map[string]int{"NextClaim": 1}

// queriesOfPages are all queries that pages ask when they are opened. Their order counts: what one had the server remember, the next does not read.
func queriesOfPages() (names []string) {
	for _, each := range opened {
		names = append(names, each.asks...)
	}
	return names
}

// smallCost is what fewer points or statements than these count as: see story.TestDocumentedQueriesCostWhatTheyTake.
const smallCost = 3

// Each page of the console costs as many statements for many rows as for few, and how many is a committed file. The documents are the
// console's own.
func TestPagesOfTheConsoleCostBoundedStatements(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			// Only MySQL says what it read, of one connection.
			reads := kind == dialect.MySQL
			world := insurancetest.New
			if reads {
				world = insurancetest.NewPinned
			}
			c := newCrowd(world(t, kind))
			endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}, PublicURL: "https://baodan.example"})
			documents := consoleDocuments(t)
			c.grow(few)
			_, err := c.Store.Client.ExecContext(context.Background(), "UPDATE claims SET number = '"+oneClaim(t)+"' WHERE number = 'Cown1000'")
			require.NoError(t, err)
			variables := c.variables()
			short := c.answers(endpoint, documents, variables, reads)
			c.grow(many)
			long := c.answers(endpoint, documents, variables, reads)
			for _, name := range queriesOfPages() {
				one := short[name]
				assert.Len(t, long[name].statements, len(one.statements)+oneMore[name], "%s: more rows cost more statements, such as these:\n%s",
					name, strings.Join(more(one.statements, long[name].statements), "\n"))
				assert.LessOrEqual(t, one.cost, 3*max(len(one.statements), smallCost), "P8: %s: %d points", name, one.cost)
				assert.LessOrEqual(t, len(one.statements), 3*max(one.cost, smallCost), "P8: %s: %d points", name, one.cost)
			}
			var golden strings.Builder
			golden.WriteString("page              points  statements\n")
			for _, each := range opened {
				var all page
				for _, name := range each.asks {
					all.cost += short[name].cost
					all.statements = append(all.statements, short[name].statements...)
					all.rows += long[name].rows
				}
				fmt.Fprintf(&golden, "%-16s  %6d  %10d\n", each.page, all.cost, len(all.statements))
				if reads {
					t.Logf("%-16s %3d points, %3d statements, %4d rows read with %d of everything", each.page, all.cost, len(all.statements), all.rows, many)
				}
			}
			held(t, "console.golden", golden.String())
		})
	}
}

// consoleDocuments are the queries of the console that a page asks when it is opened, by name, each with the fragments that it reaches.
func consoleDocuments(t *testing.T) map[string]string {
	t.Helper()
	files := []string{filepath.Join("testdata", "console.graphql")}
	require.NoError(t, filepath.WalkDir(filepath.Join("..", "console", "src"), func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".graphql" {
			files = append(files, path)
		}
		return err
	}))
	queries, fragments := map[string]*ast.OperationDefinition{}, ast.FragmentDefinitionList{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		document, err := parser.ParseQuery(&ast.Source{Name: file, Input: string(text)})
		require.NoError(t, err)
		fragments = append(fragments, document.Fragments...)
		for _, op := range document.Operations {
			if op.Operation == ast.Query {
				queries[op.Name] = op
			}
		}
	}
	documents := map[string]string{}
	for _, name := range queriesOfPages() {
		require.Contains(t, queries, name, "a page asks it when it is opened")
		documents[name] = written(queries[name], fragments)
	}
	for name := range queries {
		assert.True(t, documents[name] != "" || slices.Contains(later, name), "%s is a query of the console that no page has in opened or later", name)
	}
	for _, name := range later {
		assert.Contains(t, queries, name, "later names a query that is gone")
	}
	return documents
}

// written is an operation as a document of its own.
func written(op *ast.OperationDefinition, fragments ast.FragmentDefinitionList) string {
	document := &ast.QueryDocument{Operations: ast.OperationList{op}}
	var reach func(ast.SelectionSet)
	reach = func(set ast.SelectionSet) {
		for _, one := range set {
			switch one := one.(type) {
			case *ast.Field:
				reach(one.SelectionSet)
			case *ast.InlineFragment:
				reach(one.SelectionSet)
			case *ast.FragmentSpread:
				if fragment := fragments.ForName(one.Name); document.Fragments.ForName(one.Name) == nil {
					document.Fragments = append(document.Fragments, fragment)
					reach(fragment.SelectionSet)
				}
			}
		}
	}
	reach(op.SelectionSet)
	var text strings.Builder
	formatter.NewFormatter(&text).FormatQueryDocument(document)
	return text.String()
}

// variables are those that the pages send, by operation.
func (c *crowd) variables() map[string]map[string]any {
	c.T.Helper()
	ctx, client := context.Background(), c.Store.Client
	list := map[string]any{"filter": map[string]any{}, "first": 50}
	claim, policy := map[string]any{"number": oneClaim(c.T)}, map[string]any{"number": c.policy.Number}
	return map[string]map[string]any{
		"Me": {"enums": []string{"ClaimState"}}, "Search": {"text": "FOUND"}, "ChannelDeliveries": {"first": 20, "endpoint": work.EndpointID.Of(c.endpoint)},
		"Channels": list, "Agreements": list,
		"ChannelPage":    {"code": c.first.Code, "mode": work.ModeOf(c.first.Live), "today": map[string]any{"channelCodes": []string{c.first.Code}}},
		"AgreementPage":  {"channel": c.first.Code, "code": insurancetest.PayAgreement, "object": c.first.Code + "/" + insurancetest.PayAgreement},
		"Filing":         {"input": map[string]any{"productCode": "ASI-01"}},
		"AgreementTerms": {"channel": c.first.Code, "agreement": insurancetest.PayAgreement, "plan": "BASIC"},
		"NewAgreement":   {"channel": c.first.Code},
		"Policies":       list, "Requests": list, "Approvals": list, "Jobs": list, "ClaimDesk": list,
		"PolicyPage": policy, "PolicyForClaim": policy, "Claim": claim, "ClaimReasons": {"productCode": "ASI-01"},
		"MyClaims":       {"person": work.PersonID.Of(c.staff.PersonID())},
		"RequestPage":    {"number": client.ServiceRequest.Query().FirstX(ctx).Number},
		"ApprovalPage":   {"id": work.ApprovalID.Of(client.Approval.Query().FirstIDX(ctx))},
		"ProductVersion": {"code": "ASI-01", "version": 1}, "ProductActs": {"code": "ASI-01", "version": 1}, "ProductContent": {"input": map[string]any{"productCode": "ASI-01"}},
		"JobPage":     {"id": work.JobID.Of(client.Job.Query().FirstIDX(ctx))},
		"PersonPage":  {"id": work.PersonID.Of(c.staff.PersonID())},
		"AuditTerms":  {"enums": []string{"AuditAction"}},
		"AuditRecord": {"id": work.AuditRecordID.Of(client.AuditRecord.Query().FirstIDX(ctx))},
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

// page of the console, or one query of it, as it was answered.
type page struct {
	statements []string
	cost, rows int
}

// answers of all documents, by name.
func (c *crowd) answers(endpoint *graph.Endpoint, documents map[string]string, variables map[string]map[string]any, reads bool) map[string]page {
	c.T.Helper()
	pages := map[string]page{}
	for _, name := range queriesOfPages() {
		document, values := documents[name], variables[name]
		if values == nil {
			values = map[string]any{}
			if strings.Contains(document, "$first") {
				values["first"] = 100
			}
		}
		var one page
		if reads {
			rows := c.RowsReadBy(c.T, func() { one = c.send(endpoint, c.staff, document, values) })
			one.rows = rows
		} else {
			one = c.send(endpoint, c.staff, document, values)
		}
		pages[name] = one
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
	return page{statements: statements.Texts(), cost: answer.Extensions.Cost.Requested}
}
