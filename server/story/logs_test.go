package story

import (
	"bytes"
	"log"
	"log/slog"
	"os"
	"sync"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Not even at the lowest level do logs or metrics hold a name, a number or an address, whatever goes wrong.
func TestLogsAndMetricsHoldNoPersonalData(t *testing.T) {
	log := captureLog(t)
	f := open(t, settings(t, dialect.SQLite))
	for _, path := range []string{"", "risk.factors.category", "risk.applicant.person.email", "expectedPremium"} {
		in := order("LOG-1")
		set(in, "risk.applicant", map[string]any{"person": map[string]any{"name": "王小明", "phone": "13800000000"}})
		if path != "" {
			set(in, path, "13911112222")
		}
		f.ask(mallKey, issueDocument, in)
	}
	breakDatabase(t, f.App) // the database is gone: an internal error, logged whole
	a := f.ask(mallKey, issueDocument, order("LOG-2"))
	require.Equal(t, "INTERNAL", a.Code(), string(a.Body))
	require.Contains(t, log.String(), "request failed")
	assert.NotContains(t, string(a.Body), "sql")
	for _, secret := range []string{"王小明", "13800000000", "13911112222", "文三路"} {
		assert.NotContains(t, log.String(), secret)
		assert.NotContains(t, metricsOf(t, f.App), secret)
	}
	assert.Contains(t, metricsOf(t, f.App), "baodan_http_requests_total")
}

// captureLog has a buffer take what is logged, at every level, until the test and its parts are over. What others do
// meanwhile is logged there too, so such a test is not parallel to others.
func captureLog(t *testing.T) *syncBuffer {
	var out syncBuffer
	before, flags := slog.Default(), log.Flags()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetOutput(os.Stderr)
		log.SetFlags(flags)
	})
	return &out
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
