package story

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

// Traces go where the environment says, and hold no personal data.
func TestTracesAreSent(t *testing.T) {
	traces := make(chan string, 10)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		select {
		case traces <- r.URL.Path + string(body):
		default:
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	c := settings(t, dialect.SQLite)
	c.TraceEndpoint, c.TraceShare = collector.URL, 1
	stop, err := server.StartTracing(context.Background(), &c, "test")
	require.NoError(t, err)
	f := open(t, c)
	in := order("TRACE-1")
	set(in, "risk.applicant", map[string]any{"person": map[string]any{"name": "王小明"}})
	require.Empty(t, f.ask(mallKey, issueDocument, in).codes("issuePolicy"))
	require.NoError(t, stop(context.Background()))
	select {
	case got := <-traces:
		assert.True(t, strings.HasPrefix(got, "/v1/traces"))
		assert.NotContains(t, got, "王小明")
	case <-time.After(5 * time.Second):
		t.Fatal("no trace came")
	}
}
