package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/server/web"
)

// greedy is a body that notes how much room it is offered beyond what it has given.
type greedy struct {
	io.Reader
	most int
}

func (g *greedy) Read(p []byte) (int, error) {
	g.most = max(g.most, len(p))
	return g.Reader.Read(p[:min(len(p), 1000)])
}

func (g *greedy) Close() error { return nil }

// Who announces a body and does not send it takes little memory; a body arrives whole, of whatever size.
func TestBodiesTakeMemoryAsTheyArrive(t *testing.T) {
	for _, size := range []int{1, 100, 8 << 10, 8<<10 + 1, 100_000, graph.MaxBody} {
		sent := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Body, r.ContentLength = &greedy{Reader: bytes.NewReader(sent)}, int64(size)
		body, err := web.ReadBody(httptest.NewRecorder(), r, graph.MaxBody)
		require.NoError(t, err)
		assert.Equal(t, sent, body, "%d bytes", size)

		short := &greedy{Reader: bytes.NewReader(sent[:min(size-1, 150)])}
		r.Body = short
		_, err = web.ReadBody(httptest.NewRecorder(), r, graph.MaxBody)
		require.Error(t, err, "%d bytes", size)
		assert.LessOrEqual(t, short.most, 8<<10, "room for the %d bytes that were announced", size)
	}
}
