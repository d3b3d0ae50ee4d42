package story

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// message is what a channel's webhook receives.
type message struct {
	ID, Type, Subject string
	Sequence          int
	Live              bool
	Data              map[string]any
}

// receiver is a channel's webhook: it answers the challenge, verifies every signature and keeps what came.
type receiver struct {
	t    *testing.T
	URL  string
	mu   sync.Mutex
	key  ed25519.PublicKey
	got  []message
	raw  []string          // every request as it came, whatever became of it
	Fail func(message) int // a status other than 2xx for a message; nil: never
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{t: t}
	s := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(s.Close)
	r.URL = s.URL
	return r
}

const (
	endpointDocument = `mutation($in: AddWebhookEndpointInput!) { addWebhookEndpoint(input: $in) {
		endpoint { id url state ordering eventTypes keys { keyId scheme publicKey } } key ` + errorFields + ` } }`
	endpointState = `query($id: ID!) { webhookEndpoint(id: $id) { state health { successRate p95Ms oldestPendingSeconds }
		deliveries(first: 50) { edges { node { id state event { type subject sequence data } attempts { status failure } } } } } }`
)

// subscribe sets the endpoint of a channel and answers its id.
func (r *receiver) subscribe(f *front, key string, types ...string) string {
	r.t.Helper()
	a := f.ask(key, endpointDocument, map[string]any{"in": map[string]any{"url": r.URL, "eventTypes": types, "ordering": "PER_OBJECT"}})
	require.Empty(r.t, a.Errors, string(a.Body))
	require.Empty(r.t, a.codes("addWebhookEndpoint"), string(a.Body))
	public := a.at("addWebhookEndpoint", "key").(string)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(public, "whpk_"))
	require.NoError(r.t, err)
	r.mu.Lock()
	r.key = raw
	r.mu.Unlock()
	return a.at("addWebhookEndpoint", "endpoint", "id").(string)
}

func (r *receiver) serve(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.raw = append(r.raw, fmt.Sprint(q.URL, q.Header, string(body)))
	signed := q.Header.Get("webhook-id") + "." + q.Header.Get("webhook-timestamp") + "." + string(body)
	valid := false
	for _, one := range strings.Fields(q.Header.Get("webhook-signature")) {
		signature, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(one, "v1a,"))
		valid = valid || err == nil && len(r.key) == ed25519.PublicKeySize && ed25519.Verify(r.key, []byte(signed), signature)
	}
	assert.True(r.t, valid, "the signature of %s", body)
	var m message
	assert.NoError(r.t, json.Unmarshal(body, &m))
	if m.Type == "endpoint.challenge" {
		fmt.Fprint(w, m.Data["challenge"])
		return
	}
	assert.Equal(r.t, q.Header.Get("webhook-id"), m.ID)
	if r.Fail != nil {
		if status := r.Fail(m); status != 0 {
			w.WriteHeader(status)
			return
		}
	}
	r.got = append(r.got, m)
}

// messages are those that were accepted, in the order they came.
func (r *receiver) messages() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// requests are all that came, headers and all.
func (r *receiver) requests() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.raw)
}

// heard are the types of a subject's events in the order they came; none may be missing.
func (r *receiver) heard(subject any) []string {
	var types []string
	for _, m := range r.messages() {
		if m.Subject == subject {
			types = append(types, m.Type)
			assert.Equal(r.t, len(types), m.Sequence, "%s %s", m.Subject, m.Type)
		}
	}
	return types
}
