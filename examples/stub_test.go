package examples_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"baodan/server/httpsig"
)

// stub is just enough of a server: it checks each signature for real and answers by rote.
type stub struct {
	t       *testing.T
	key     httpsig.Key
	nonces  *httpsig.Nonces
	answer  answers
	mu      sync.Mutex
	reasons []httpsig.Reason
	orders  map[string]string // order number: what was sent
}

// answers are the ways in which a server can disappoint.
type answers struct {
	name    string
	refuse  bool // user errors to issuePolicy
	forget  bool // never replays
	garbage bool // not JSON
}

type operation struct {
	Query     string
	Variables struct {
		Input struct {
			OrderNo         string
			QuoteToken      string
			ExpectedPremium map[string]string
			Risk            map[string]any
		}
	}
}

func newStub(t *testing.T, key httpsig.Key, answer answers) (*stub, string) {
	s := &stub{t: t, key: key, nonces: httpsig.NewNonces(1000), answer: answer, orders: map[string]string{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	assert.NoError(s.t, err)
	w.Header().Set("Content-Type", "application/json")
	if err := s.admit(r, body); err != nil {
		s.mu.Lock()
		s.reasons = append(s.reasons, httpsig.ReasonOf(err))
		s.mu.Unlock()
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"errors":[{"message":"who is it?","extensions":{"code":"UNAUTHENTICATED","reason":%q}}]}`, httpsig.ReasonOf(err))
		return
	}
	if s.answer.garbage {
		fmt.Fprint(w, "<html>bad gateway</html>")
		return
	}
	assert.Equal(s.t, "application/json", r.Header.Get("Content-Type"))
	var op operation
	assert.NoError(s.t, json.Unmarshal(body, &op))
	assertValid(s.t, body)
	fmt.Fprint(w, s.execute(op))
}

// admit is what a server does with a signed request.
func (s *stub) admit(r *http.Request, body []byte) error {
	m, err := httpsig.Parse(r.Header)
	if err != nil {
		return err
	}
	if err := m.Verify(r.Method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, s.key, time.Now()); err != nil {
		return err
	}
	if p := m.Params(); !s.nonces.Use(p.KeyID, p.Nonce, p.Created) {
		return &httpsig.Error{Reason: httpsig.NonceReused}
	}
	return nil
}

func (s *stub) execute(op operation) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	input := op.Variables.Input
	risk, err := json.Marshal(input.Risk)
	assert.NoError(s.t, err)
	if input.OrderNo == "" {
		return `{"data":{"quote":{"quote":{"premium":{"amount":"0.73","currency":"CNY"},"token":"T1",` +
			`"expiresAt":"2026-05-28T20:41:40.000Z"},"userErrors":[]}}}`
	}
	if s.answer.refuse {
		return `{"data":{"issuePolicy":{"policy":null,"replayed":false,` +
			`"userErrors":[{"code":"QUOTE_EXPIRED","message":"too old","path":["quoteToken"]}]}}}`
	}
	assert.Equal(s.t, "T1", input.QuoteToken)
	assert.Equal(s.t, map[string]string{"amount": "0.73", "currency": "CNY"}, input.ExpectedPremium)
	assert.Equal(s.t, []any{map[string]any{"reference": input.OrderNo}}, input.Risk["insureds"])
	before, replayed := s.orders[input.OrderNo]
	if replayed {
		assert.Equal(s.t, before, string(risk), "the same order is the same risk")
	}
	if !s.answer.forget {
		s.orders[input.OrderNo] = string(risk)
	}
	return fmt.Sprintf(`{"data":{"issuePolicy":{"policy":{"number":"P000000000000422"},"replayed":%t,"userErrors":[]}}}`, replayed)
}
