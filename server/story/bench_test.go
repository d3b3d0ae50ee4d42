package story

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"
)

// One operation in process, from the decoded body to the written answer, without network and signature: a regression
// of time or allocations shows here without a load test. SQLite stores, so BenchmarkIssue holds a disk flush.

func BenchmarkQuote(b *testing.B) {
	benchmark(b, func(i int) any {
		return map[string]any{"query": quoteDocument, "variables": map[string]any{"in": map[string]any{"risk": freight("x")}}}
	})
}

func BenchmarkIssue(b *testing.B) {
	benchmark(b, func(i int) any {
		return map[string]any{"query": issueDocument, "variables": order(fmt.Sprintf("BENCH-%d", i))}
	})
}

func BenchmarkPolicyByOrder(b *testing.B) {
	benchmark(b, func(i int) any {
		if i == 0 {
			return map[string]any{"query": issueDocument, "variables": order("BENCH-0")}
		}
		return map[string]any{"query": policyDocument, "variables": map[string]any{"by": map[string]any{"orderNo": "BENCH-0"}}}
	})
}

func benchmark(b *testing.B, request func(i int) any) {
	door := open(b, settings(b, dialect.SQLite))
	caller := sandboxCaller(b, door.App, "demo-mall")
	caller.Rate = 1 << 30
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		body, err := json.Marshal(request(i))
		require.NoError(b, err)
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		b.StartTimer()
		door.App.Site.Answer(w, r, body, caller)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body.String())
		}
	}
}
