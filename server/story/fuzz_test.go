package story

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"baodan/insurance/work"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzTransport sends any body: the answer is always JSON with a code, never a panic and never INTERNAL.
func FuzzTransport(f *testing.F) {
	door := open(f, settings(f, dialect.SQLite))
	caller := sandboxCaller(f, door.App, "demo-mall")
	caller.Rate = 1 << 30
	for _, seed := range []string{
		``, `{}`, `[]`, `{"query":"{viewer{mode}}"}`, `{"query":"{__schema{types{name}}}","variables":{}}`,
		`{"query":"mutation($in: QuoteInput!){quote(input:$in){userErrors{code}}}","variables":{"in":{"risk":{"agreementCode":"AG-MALL-RFI","planCode":"A","insureds":[{"reference":"x"}],"factors":{"weightKg":1e5}}}}}`,
		`{"query":"query A{viewer{mode}} query B{viewer{mode}}","operationName":"A"}`, `{"query":"{a:viewer{...f}} fragment f on Viewer{...f}"}`,
		`{"query":"{node(id:\"pol_0000000000000\"){id}}"}`, "{\"query\":\"\\u0000\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		door.App.Site.Answer(w, r, body, caller)
		var a answer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a), w.Body.String())
		for _, e := range a.Errors {
			assert.NotEmpty(t, e.Extensions.Code, w.Body.String())
			assert.NotEqual(t, "INTERNAL", e.Extensions.Code, w.Body.String())
		}
	})
}

// FuzzGlobalID reads any id: one that is read is written back as it was, so each thing has one id.
func FuzzGlobalID(f *testing.F) {
	f.Add("pol_0000000000000")
	f.Add(work.ChannelID.Of(1 << 62))
	f.Add("pol_zzzzzzzzzzzzz")
	f.Fuzz(func(t *testing.T, id string) {
		kind, key, err := work.ParseID(id)
		if err == nil {
			assert.Equal(t, id, kind.Of(key))
		}
	})
}

// FuzzFactors sends any factors: a quote answers with codes, never with INTERNAL.
func FuzzFactors(f *testing.F) {
	door := open(f, settings(f, dialect.SQLite))
	caller := sandboxCaller(f, door.App, "demo-mall")
	caller.Rate = 1 << 30
	whole, err := json.Marshal(freight("x")["factors"])
	require.NoError(f, err)
	for _, seed := range []string{`{}`, string(whole), `{"weightKg":"0.8","from":null}`, `{"buyerReturns":9007199254740993}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, factors string) {
		if !json.Valid([]byte(factors)) {
			return
		}
		risk := freight("x")
		risk["factors"] = json.RawMessage(factors)
		body, err := json.Marshal(map[string]any{"query": quoteDocument, "variables": map[string]any{"in": map[string]any{"risk": risk}}})
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		door.App.Site.Answer(w, r, body, caller)
		var a answer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a), w.Body.String())
		assert.NotEqual(t, "INTERNAL", a.Code(), w.Body.String())
	})
}
