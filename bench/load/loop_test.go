package load_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/load"
	"baodan/server/httpsig"
)

var key = httpsig.PrivateKey{ID: "bench-key", Algorithm: httpsig.HMACSHA256, Secret: []byte(strings.Repeat("s", 32))}

// stub verifies every signature and nonce for real and remembers the orders.
type stub struct {
	answer func(order string) (int, string)
	mu     sync.Mutex
	orders map[string]int
	nonces *httpsig.Nonces
}

func start(t *testing.T, answer func(order string) (int, string)) (*stub, *load.Target) {
	t.Helper()
	s := &stub{answer: answer, orders: map[string]int{}, nonces: httpsig.NewNonces(1 << 20)}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	signer, err := httpsig.NewSigner(key)
	require.NoError(t, err)
	return s, &load.Target{Address: server.Listener.Addr().String(), Path: "/graphql", Signer: signer, Run: "TESTTEST"}
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, text := s.serve(r)
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

func (s *stub) serve(r *http.Request) (int, string) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return http.StatusBadRequest, err.Error()
	}
	message, err := httpsig.Parse(r.Header)
	if err == nil {
		err = message.Verify(r.Method, r.Host, r.URL.Path, "", r.Header, body, key.Public(), time.Now())
	}
	if err != nil {
		return http.StatusUnauthorized, err.Error()
	}
	s.mu.Lock()
	fresh := s.nonces.Use(key.ID, message.Params().Nonce, message.Params().Created)
	s.mu.Unlock()
	if !fresh {
		return http.StatusUnauthorized, "nonce used before"
	}
	var order struct{ No string }
	if err := json.Unmarshal(body, &order); err != nil {
		return http.StatusBadRequest, err.Error()
	}
	s.mu.Lock()
	s.orders[order.No]++
	s.mu.Unlock()
	return s.answer(order.No)
}

func orderKind(t *testing.T) *load.Kind {
	t.Helper()
	body, err := load.NewTemplate(`{"no":"`+load.OrderMark+`"}`, load.OrderMark)
	require.NoError(t, err)
	return &load.Kind{Name: "order", Body: body, Check: load.Holding(`"ok"`)}
}

func good(string) (int, string) { return http.StatusOK, `{"ok":1}` }

func TestClosedSendsEveryOrderOnce(t *testing.T) {
	t.Parallel()
	s, target := start(t, good)
	marks := 0
	loop := load.Closed{Lanes: 4, Warmup: 50 * time.Millisecond, Measure: 100 * time.Millisecond, Mark: func() { marks++ }}
	r := loop.Run(t.Context(), target, orderKind(t))
	require.Empty(t, r.Failures.Texts())
	assert.Equal(t, 2, marks)
	assert.Len(t, s.orders, r.Answered, "every order has a number of its own")
	assert.Greater(t, r.Answered, len(r.Latencies), "the warm-up is not counted")
	assert.LessOrEqual(t, r.Completed, len(r.Latencies))
	assert.InDelta(t, float64(r.Completed)/r.Elapsed.Seconds(), r.Rate(), 1e-9)

	second := load.Closed{Lanes: 2, Measure: time.Minute, Most: 10}.Run(t.Context(), target, orderKind(t))
	assert.Equal(t, 10, second.Answered)
	assert.Len(t, s.orders, r.Answered+10, "nor are numbers used again by a later loop")
}

func TestClosedCountsWhatGoesWrong(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	_, target := start(t, func(order string) (int, string) {
		switch n.Add(1) % 4 {
		case 0:
			return http.StatusServiceUnavailable, `{"no":"` + order + `"}`
		case 1:
			return http.StatusOK, `{"no":"` + order + `","error":1}`
		}
		return good(order)
	})
	r := load.Closed{Lanes: 1, Measure: time.Minute, Most: 40}.Run(t.Context(), target, orderKind(t))
	assert.Equal(t, 20, r.Answered)
	assert.Equal(t, 20, r.Failures.Count())
	assert.ElementsMatch(t, []string{
		`order: status 503: {"no":"VALUE"}`, `order: no "ok" in {"no":"VALUE","error":1}`,
	}, r.Failures.Texts(), "errors that differ in the order alone are one")
}

func TestClosedSeesAServerThatIsGone(t *testing.T) {
	t.Parallel()
	_, target := start(t, good)
	target.Address = "127.0.0.1:1"
	r := load.Closed{Lanes: 2, Measure: 30 * time.Millisecond}.Run(t.Context(), target, orderKind(t))
	assert.Zero(t, r.Answered)
	assert.Positive(t, r.Failures.Count())
}

// A server that stalls once is charged for all that were due meanwhile.
func TestOpenCountsFromWhenRequestsWereDue(t *testing.T) {
	t.Parallel()
	const stall = 200 * time.Millisecond
	var once sync.Once
	var gate sync.RWMutex
	_, target := start(t, func(order string) (int, string) {
		once.Do(func() { gate.Lock(); time.Sleep(stall); gate.Unlock() })
		gate.RLock()
		defer gate.RUnlock()
		return good(order)
	})
	flows := []load.Flow{{Kind: orderKind(t), Rate: 400}, {Kind: orderKind(t), Rate: 200}}
	results := load.Open{Lanes: 2, Measure: 2 * stall, Seed: 1}.Run(t.Context(), target, flows)
	all := results[0].Answered + results[1].Answered
	assert.InDelta(t, 240, all, 80, "as many come as the rates say")
	assert.InDelta(t, 2, float64(results[0].Answered)/float64(results[1].Answered), 0.9)
	late := 0
	for _, r := range results {
		require.Empty(t, r.Failures.Texts())
		require.Len(t, r.Late, r.Answered)
		for _, one := range r.Latencies {
			if one > stall/4 {
				late++
			}
		}
	}
	assert.Greater(t, late, all/5, "two connections were stalled, many requests were late")
}
