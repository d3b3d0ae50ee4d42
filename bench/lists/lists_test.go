// Package lists measures what each list of the console, and of a channel, costs: statements, rows that the database reads, and the
// processor time of server and database, beside what it cost before.
package lists

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

var update = flag.Bool("update", false, "write the committed rows that lists read")

// most is what server and database together may take for a page of 20.
const most = 10 * time.Millisecond

// free lets everybody spend.
type free struct{}

func (free) Spend(*access.Caller, bool, int) (graph.Level, time.Duration) { return graph.Level{}, 0 }
func (free) Owe(*access.Caller, bool, int) graph.Level                    { return graph.Level{} }
func (free) Left(*access.Caller, bool) graph.Level                        { return graph.Level{} }

// P4: each list of 20 reads the rows that are committed, about; with LISTS policies (make bench-lists: 100,000) it tells what it takes, the
// median of five, and fails past 10 ms of processor time.
func TestP4ListsCostWhatIsCommitted(t *testing.T) {
	t.Parallel()
	n, err := strconv.Atoi(os.Getenv("LISTS"))
	bench := err == nil
	if !bench {
		n = 3000
	}
	w := insurancetest.NewPinned(t, dialect.MySQL).WithSamples()
	f := fill(t, w, n)
	endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: w.Server, Budget: free{}, PublicURL: "https://baodan.example"})
	before, committed := table(t, "b1ff14f.txt"), table(t, filepath.Join("testdata", "rows.golden"))
	var golden strings.Builder
	golden.WriteString("# list, filter | statements | rows read, of 3,000 policies and 900 claims\n")
	var out bytes.Buffer
	report := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(report, "a page of 20\tstatements\trows read\tserver ms\tdatabase ms\tb1ff14f: statements\trows read\tms (wall)")
	known := true
	for _, one := range f.lists() {
		spent := w.Spend(t, 5, func(ctx context.Context) { ask(t, ctx, endpoint, one) })
		fmt.Fprintf(&golden, "%s | %d | %d\n", one.name, spent.Statements, spent.Rows)
		was := append(before[one.name], "-", "-", "-")
		fmt.Fprintf(report, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\n", one.name, spent.Statements, spent.Rows, ms(spent.Server), ms(spent.Database), was[0], was[1], was[2])
		if known = known && spent.Known; bench {
			assert.LessOrEqual(t, spent.Server+spent.Database, most, one.name)
			continue
		}
		if want := committed[one.name]; !*update && assert.Len(t, want, 2, "%s: go test ./bench/lists -update", one.name) {
			assert.Equal(t, want[0], strconv.Itoa(spent.Statements), "%s: statements", one.name)
			rows, err := strconv.Atoi(want[1])
			require.NoError(t, err)
			assert.InDelta(t, rows, spent.Rows, float64(rows)/10+10, "%s: rows read; look at it, then go test ./bench/lists -update", one.name)
		}
	}
	require.NoError(t, report.Flush())
	t.Logf("%d policies, %d claims\n%s", n, n*3/10, out.String())
	if !known {
		t.Log("the database's processor time cannot be read here: it is no MariaDB, or runs elsewhere")
	}
	if *update && !bench {
		require.NoError(t, os.WriteFile(filepath.Join("testdata", "rows.golden"), []byte(golden.String()), 0o644))
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// table reads lines of cells by their first; one that is not there is empty.
func table(t *testing.T, file string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	lines := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if !strings.HasPrefix(line, "#") {
			lines[cells[0]] = cells[1:]
		}
	}
	return lines
}

// ask for a list, which is answered without errors.
func ask(t *testing.T, ctx context.Context, endpoint *graph.Endpoint, one list) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": one.document})
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	endpoint.Serve(w, r, body, one.caller)
	var answer struct {
		Data   json.RawMessage
		Errors []any
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
	require.Empty(t, answer.Errors, one.document)
}
