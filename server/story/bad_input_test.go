package story

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/server/httpsig"
)

// Every wrong request answers with its documented code and leaves no row.

func TestBadRequestsOfTheProtocol(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		key := http.Header{
			"Content-Type": {"application/json"}, "Accept": {"application/graphql-response+json"}, "Authorization": {"Bearer " + mallKey},
		}
		nobody := key.Clone()
		nobody.Del("Authorization")
		with := func(name, value string) http.Header {
			h := key.Clone()
			h.Set(name, value)
			return h
		}
		query := func(text string) []byte {
			body, err := json.Marshal(map[string]any{"query": text})
			require.NoError(t, err)
			return body
		}
		padded := func(size int) []byte {
			body := query(`{ viewer { mode } }`)
			return append(body, bytes.Repeat([]byte(" "), size-len(body))...)
		}
		many := func(n int, format string) string {
			var out strings.Builder
			for i := range n {
				fmt.Fprintf(&out, format, i)
			}
			return out.String()
		}
		most := many(15, " a%d: viewer {"+strings.Repeat(" mode audience", 16)+"}") + strings.Repeat(" __typename", graph.MaxFields-15*33)
		nested := func(depth int) string {
			return "{ __schema { types { " + strings.Repeat("ofType { ", depth-3) + "name" + strings.Repeat(" }", depth-3) + " } } }"
		}
		for name, c := range map[string]struct {
			method string
			body   []byte
			header http.Header
			status int
			code   string
		}{
			"GET":                      {http.MethodGet, nil, key, 405, "METHOD_NOT_ALLOWED"},
			"no content type":          {http.MethodPost, query(`{ viewer { mode } }`), http.Header{"Authorization": key["Authorization"]}, 415, "UNSUPPORTED_MEDIA_TYPE"},
			"text":                     {http.MethodPost, query(`{ viewer { mode } }`), with("Content-Type", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"},
			"another charset":          {http.MethodPost, query(`{ viewer { mode } }`), with("Content-Type", "application/json; charset=gbk"), 415, "UNSUPPORTED_MEDIA_TYPE"},
			"answer as HTML":           {http.MethodPost, query(`{ viewer { mode } }`), with("Accept", "text/html"), 406, "NOT_ACCEPTABLE"},
			"largest body":             {http.MethodPost, padded(graph.MaxBody), key, 200, ""},
			"one byte more":            {http.MethodPost, padded(graph.MaxBody + 1), key, 413, "BODY_TOO_LARGE"},
			"no JSON":                  {http.MethodPost, []byte(`{`), key, 400, "BAD_REQUEST"},
			"no object":                {http.MethodPost, []byte(`[]`), key, 400, "BAD_REQUEST"},
			"a batch":                  {http.MethodPost, []byte(`[{"query":"{viewer{mode}}"}]`), key, 400, "BAD_REQUEST"},
			"two objects":              {http.MethodPost, []byte(`{"query":"{viewer{mode}}"}{}`), key, 400, "BAD_REQUEST"},
			"no query":                 {http.MethodPost, []byte(`{}`), key, 400, "BAD_REQUEST"},
			"query of another type":    {http.MethodPost, []byte(`{"query":1}`), key, 400, "BAD_REQUEST"},
			"broken UTF-8":             {http.MethodPost, []byte("{\"query\":\"{viewer{mode}} # \xff\"}"), key, 400, "BAD_REQUEST"},
			"no GraphQL":               {http.MethodPost, query(`{`), key, 400, "GRAPHQL_PARSE_FAILED"},
			"unknown field":            {http.MethodPost, query(`{ nothing }`), key, 400, "GRAPHQL_VALIDATION_FAILED"},
			"field of ops":             {http.MethodPost, query(`query { policy(by: {number: "x"}) { commission { amount } } }`), key, 400, "GRAPHQL_VALIDATION_FAILED"},
			"unknown operation":        {http.MethodPost, []byte(`{"query":"query A {viewer{mode}}","operationName":"B"}`), key, 400, "OPERATION_NOT_FOUND"},
			"missing variable":         {http.MethodPost, query(`query($n: ID!) { node(id: $n) { id } }`), key, 400, "VARIABLE_INVALID"},
			"deepest":                  {http.MethodPost, query(nested(graph.MaxDepth)), key, 200, ""},
			"one deeper":               {http.MethodPost, query(nested(graph.MaxDepth + 1)), key, 400, "QUERY_TOO_DEEP"},
			"most aliases":             {http.MethodPost, query("{" + many(graph.MaxAliases, " a%d: viewer { mode }") + "}"), key, 200, ""},
			"one alias more":           {http.MethodPost, query("{" + many(graph.MaxAliases+1, " a%d: viewer { mode }") + "}"), key, 400, "QUERY_TOO_MANY_ALIASES"},
			"most fields":              {http.MethodPost, query("{" + most + "}"), key, 200, ""},
			"one field more":           {http.MethodPost, query("{" + most + " __typename }"), key, 400, "QUERY_TOO_MANY_FIELDS"},
			"one field 100 times":      {http.MethodPost, query("{ viewer {" + strings.Repeat(" mode", 100) + "} }"), key, 200, ""},
			"one field 101 times":      {http.MethodPost, query("{ viewer {" + strings.Repeat(" mode", 101) + "} }"), key, 400, "QUERY_TOO_MANY_FIELDS"},
			"errors in an answer":      {http.MethodPost, query("{ viewer(" + many(1000, "a%d: 1 ") + ") { live } }"), key, 400, "GRAPHQL_VALIDATION_FAILED"},
			"too many tokens":          {http.MethodPost, query("{ viewer {" + strings.Repeat(" mode", graph.MaxTokens) + "} }"), key, 400, "QUERY_TOO_MANY_TOKENS"},
			"fragments that explode":   {http.MethodPost, query(bomb()), key, 400, "QUERY_TOO_MANY_FIELDS"},
			"two mutations":            {http.MethodPost, query(`mutation { a: __typename quote(input: {risk: {agreementCode: "A", planCode: "A", insureds: [], factors: {}}}) { userErrors { code } } b: quote(input: {risk: {agreementCode: "A", planCode: "A", insureds: [], factors: {}}}) { userErrors { code } } }`), key, 400, "ONE_MUTATION_PER_REQUEST"},
			"unknown bearer key":       {http.MethodPost, query(`{ viewer { mode } }`), with("Authorization", "Bearer nobody"), 401, "UNAUTHENTICATED"},
			"another kind of password": {http.MethodPost, query(`{ viewer { mode } }`), with("Authorization", "Basic YTpi"), 401, "UNAUTHENTICATED"},
			"nobody's viewer":          {http.MethodPost, query(`{ viewer { mode } }`), nobody, 401, "UNAUTHENTICATED"},
			"nobody's quote":           {http.MethodPost, query(`mutation { quote(input: {}) { userErrors { code } } }`), nobody, 400, "GRAPHQL_VALIDATION_FAILED"},
		} {
			a := f.send(c.method, c.body, c.header)
			assert.Equal(t, c.status, a.Status, "%s: %s", name, a.Body)
			assert.Equal(t, c.code, a.Code(), "%s: %s", name, a.Body)
			assert.NotEmpty(t, a.Header.Get("X-Request-Id"), name)
		}
		assert.Zero(t, countRows(t, f.App, "policies"))
	})
}

// bomb is a document of a few lines that would be millions of fields.
func bomb() string {
	text := "query { viewer { ...f0 } } fragment f9 on Viewer { mode }"
	for i := range 9 {
		text += fmt.Sprintf(" fragment f%d on Viewer { %s }", i, strings.Repeat(fmt.Sprintf("...f%d ", i+1), 8))
	}
	return text
}

// set changes one place of an order: set("risk.factors.weightKg", "1").
func set(in map[string]any, path string, value any) {
	parts := strings.Split("in."+path, ".")
	for _, p := range parts[:len(parts)-1] {
		in = in[p].(map[string]any)
	}
	if last := parts[len(parts)-1]; value == nil {
		delete(in, last)
	} else {
		in[last] = value
	}
}

func TestBadOrders(t *testing.T) {
	t.Parallel()
	insureds := func(n int) []any {
		list := make([]any, n)
		for i := range list {
			list[i] = map[string]any{"reference": fmt.Sprintf("L-%d", i)}
		}
		return list
	}
	long := strings.Repeat("x", 65)
	each(t, func(t *testing.T, f *front) {
		for name, c := range map[string]struct {
			path  string
			value any
			code  string
		}{
			"order number of 65":       {"orderNo", long, "INVALID_VALUE"},
			"empty order number":       {"orderNo", "", "INVALID_VALUE"},
			"order number with space":  {"orderNo", "A B", "INVALID_VALUE"},
			"order number with NUL":    {"orderNo", "A\x00", "INVALID_VALUE"},
			"unknown agreement":        {"risk.agreementCode", "AG-NONE", "NOT_AGREED"},
			"agreement of another":     {"risk.agreementCode", "AG-PAY-ASI", "NOT_AGREED"},
			"agreement with quote":     {"risk.agreementCode", "A'; --", "INVALID_VALUE"},
			"unknown plan":             {"risk.planCode", "Z", "NOT_AGREED"},
			"payer not permitted":      {"risk.payer", "PLATFORM", "NOT_AGREED"},
			"no insured":               {"risk.insureds", insureds(0), "INVALID_VALUE"},
			"101 insureds":             {"risk.insureds", insureds(101), "INVALID_VALUE"},
			"the same insured twice":   {"risk.insureds", append(insureds(1), insureds(1)...), "INVALID_VALUE"},
			"reference of 65":          {"risk.insureds", []any{map[string]any{"reference": long}}, "INVALID_VALUE"},
			"period backwards":         {"risk.period", map[string]any{"start": "2026-12-02T00:00:00Z", "end": "2026-12-01T00:00:00Z"}, "INVALID_VALUE"},
			"unknown factor":           {"risk.factors.nothing", "x", "INVALID_VALUE"},
			"missing factor":           {"risk.factors.category", nil, "REQUIRED"},
			"decimal as a number":      {"risk.factors.sellerReturnRate", 0.05, "INVALID_VALUE"},
			"decimal with exponent":    {"risk.factors.sellerReturnRate", "5e-2", "INVALID_VALUE"},
			"decimal past its most":    {"risk.factors.sellerReturnRate", "1.000001", "INVALID_VALUE"},
			"decimal below its least":  {"risk.factors.sellerReturnRate", "-0.000001", "INVALID_VALUE"},
			"seven digits of fraction": {"risk.factors.sellerReturnRate", "0.0500001", "INVALID_VALUE"},
			"nineteen digits":          {"risk.factors.payAmount", "1234567890123456789", "INVALID_VALUE"},
			"integer as text":          {"risk.factors.buyerReturns", "1", "INVALID_VALUE"},
			"integer with fraction":    {"risk.factors.buyerReturns", 1.5, "INVALID_VALUE"},
			"integer below zero":       {"risk.factors.buyerReturns", -1, "INVALID_VALUE"},
			"integer of 20 digits":     {"risk.factors.buyerReturns", json.Number("12345678901234567890"), "INVALID_VALUE"},
			"moment without offset":    {"risk.factors.payTime", "2026-11-23T10:00:00", "INVALID_VALUE"},
			"category unknown":         {"risk.factors.category", "yachts", "INVALID_VALUE"},
			"category excluded":        {"risk.factors.category", "food", "RULE_REFUSED"},
			"risk score of 95":         {"risk.factors.buyerRiskScore", 95, "RULE_REFUSED"},
			"return rate of a half":    {"risk.factors.sellerReturnRate", "0.5", "RULE_REFUSED"},
			"from abroad":              {"risk.factors.from.province", "71", "RULE_REFUSED"},
			"province of three digits": {"risk.factors.from.province", "331", "INVALID_VALUE"},
			"NUL in an address":        {"risk.factors.from.address", "x\x00y", "INVALID_VALUE"},
			"long address":             {"risk.factors.from.address", strings.Repeat("路", 201), "INVALID_VALUE"},
			"factors too deep":         {"risk.factors.from", map[string]any{"province": map[string]any{}}, "INVALID_VALUE"},
			"e-mail that is none":      {"risk.applicant", map[string]any{"person": map[string]any{"email": "x"}}, "INVALID_VALUE"},
			"identity card, month 99":  {"risk.applicant", map[string]any{"person": map[string]any{"identityType": "ID_CARD", "identityNo": "110101199099071234"}}, "INVALID_VALUE"},
			"a token that is none":     {"quoteToken", "x.y", "INVALID_VALUE"},
			"another premium":          {"expectedPremium", map[string]any{"amount": "0.74", "currency": "CNY"}, "PREMIUM_MISMATCH"},
			"another currency":         {"expectedPremium", map[string]any{"amount": "0.73", "currency": "USD"}, "PREMIUM_MISMATCH"},
		} {
			in := order("BAD-1")
			set(in, c.path, c.value)
			a := f.ask(mallKey, issueDocument, in)
			require.Equal(t, http.StatusOK, a.Status, "%s: %s", name, a.Body)
			assert.Contains(t, a.codes("issuePolicy"), c.code, "%s: %s", name, a.Body)
			assert.Nil(t, a.at("issuePolicy", "policy"), name)
		}
		for _, table := range []string{"policies", "covers", "events"} {
			assert.Zero(t, countRows(t, f.App, table), table)
		}
	})
}

// What does not fit the types of the schema never reaches the business.
func TestBadVariables(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		for name, c := range map[string]struct {
			path  string
			value any
		}{
			"amount as a number":  {"expectedPremium", map[string]any{"amount": 0.73, "currency": "CNY"}},
			"currency in small":   {"expectedPremium", map[string]any{"amount": "0.73", "currency": "cny"}},
			"factors as a list":   {"risk.factors", []any{}},
			"payer unknown":       {"risk.payer", "NOBODY"},
			"period without zone": {"risk.period", map[string]any{"start": "2026-12-01T00:00:00", "end": "2026-12-02T00:00:00Z"}},
			"unknown input":       {"risk.extra", 1},
		} {
			in := order("BAD-2")
			set(in, c.path, c.value)
			a := f.ask(mallKey, issueDocument, in)
			assert.NotEmpty(t, a.Errors, "%s: %s", name, a.Body)
			assert.Contains(t, []string{"VARIABLE_INVALID", "GRAPHQL_VALIDATION_FAILED"}, a.Code(), "%s: %s", name, a.Body)
		}
		assert.Zero(t, countRows(t, f.App, "policies"))
	})
}

// The limits themselves are permitted: the longest numbers, a hundred insureds, characters beyond the basic plane.
func TestOrdersAtTheLimit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		in := order(strings.Repeat("9", 64))
		set(in, "risk.insureds", []any{map[string]any{"reference": strings.Repeat("r", 64)}})
		set(in, "risk.factors.from.address", strings.Repeat("𠮷", 200))
		set(in, "risk.applicant", map[string]any{"person": map[string]any{"name": strings.Repeat("𠮷", 100), "identityType": "ID_CARD", "identityNo": "11010519491231002X"}})
		set(in, "expectedPremium", map[string]any{"amount": "0.730000", "currency": "CNY"})
		a := f.ask(mallKey, issueDocument, in)
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		again := f.ask(mallKey, issueDocument, in)
		assert.Equal(t, true, again.at("issuePolicy", "replayed"), string(again.Body))
		assert.Equal(t, a.at("issuePolicy", "policy"), again.at("issuePolicy", "policy"))
	})
}

// Signed requests: each part that is tampered with, left out, old or used twice is refused by its own code.
func TestSignatures(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		public, private, err := ed25519.GenerateKey(nil)
		require.NoError(t, err)
		secret := bytes.Repeat([]byte("s"), 32)
		addKeys(t, f.App, "demo-mall", secret, public)
		body, err := json.Marshal(map[string]any{"query": issueDocument, "variables": order("SIGNED-1")})
		require.NoError(t, err)
		keys := map[string]httpsig.PrivateKey{
			"hmac": {ID: "test-hmac", Algorithm: "hmac-sha256", Secret: secret},
			"ed":   {ID: "test-ed25519", Algorithm: "ed25519", Private: private},
		}
		signed := func(key httpsig.PrivateKey, at time.Time) *http.Request {
			signer, err := httpsig.NewSigner(key)
			require.NoError(t, err)
			r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, f.URL+"/graphql", nil)
			require.NoError(t, err)
			r.Header.Set("Content-Type", "application/json")
			require.NoError(t, signer.Sign(r, body, at))
			return r
		}
		for name, key := range keys {
			r := signed(key, time.Now())
			a := f.send(r.Method, body, r.Header)
			require.Empty(t, a.Errors, "%s: %s", name, a.Body)
			assert.Equal(t, "LIVE", a.at("issuePolicy", "policy", "mode"))
			assert.Equal(t, "NONCE_REUSED", f.send(r.Method, body, r.Header).Code(), name)

			r = signed(key, time.Now())
			assert.Equal(t, "DIGEST_MISMATCH", f.send(r.Method, append([]byte(" "), body...), r.Header).Code(), name)
			assert.Equal(t, "SIGNATURE_STALE", f.send(r.Method, body, signed(key, time.Now().Add(-6*time.Minute)).Header).Code(), name)
			assert.Equal(t, "SIGNATURE_STALE", f.send(r.Method, body, signed(key, time.Now().Add(6*time.Minute)).Header).Code(), name)
			r.Header.Del("Signature")
			assert.Equal(t, "SIGNATURE_MISSING", f.send(r.Method, body, r.Header).Code(), name)
		}
		stranger := keys["hmac"]
		stranger.Secret = bytes.Repeat([]byte("x"), 32)
		assert.Equal(t, "SIGNATURE_INVALID", f.send(http.MethodPost, body, signed(stranger, time.Now()).Header).Code())
		stranger.ID = "nobody"
		assert.Equal(t, "UNKNOWN_KEY", f.send(http.MethodPost, body, signed(stranger, time.Now()).Header).Code())
		assert.Equal(t, 1, countRows(t, f.App, "policies"))
	})
}

// A signed request that is refused for its rate keeps its nonce: it may be sent again as it is.
func TestThrottledRequestsKeepTheirNonces(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	secret := bytes.Repeat([]byte("s"), 32)
	_, err := f.App.Access.AddCredential(context.Background(), access.CommandLine("test"), access.CredentialInput{
		KeyID: "test-slow", ChannelCode: "demo-mall", Live: true, Algorithm: credential.AlgorithmHMAC, Material: secret, Rate: 1,
	})
	require.NoError(t, err)
	require.NoError(t, f.App.Cache.Refresh(context.Background()))
	signer, err := httpsig.NewSigner(httpsig.PrivateKey{ID: "test-slow", Algorithm: "hmac-sha256", Secret: secret})
	require.NoError(t, err)
	body := []byte(`{"query":"{ __typename }"}`)
	throttled := 0
	for range 20 {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, f.URL+"/graphql", nil)
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		require.NoError(t, signer.Sign(r, body, time.Now()))
		a := f.send(r.Method, body, r.Header)
		if a.Status != http.StatusTooManyRequests {
			assert.Equal(t, 2, a.Extensions.Cost.Limit, "P8: a bucket holds two seconds' worth")
			assert.LessOrEqual(t, a.Extensions.Cost.Left, 1)
			assert.Equal(t, 1, a.Extensions.Cost.Requested)
			assert.Equal(t, 1, a.Extensions.Cost.Actual)
			assert.LessOrEqual(t, a.Extensions.Cost.ResetMs, 2000)
			continue
		}
		throttled++
		after, err := strconv.Atoi(a.Header.Get("Retry-After"))
		require.NoError(t, err)
		wait := a.Errors[0].Extensions.RetryAfterMs
		assert.Positive(t, wait, "P8: also in the error")
		assert.LessOrEqual(t, wait, 1000*after)
		assert.Greater(t, wait, 1000*(after-1))
		assert.NotEqual(t, "NONCE_REUSED", f.send(r.Method, body, r.Header).Code())
	}
	assert.Positive(t, throttled)
}

// A caller that is gone before it was answered costs no panic.
func TestCallerThatIsGone(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.App.Site.Answer(w, r, []byte(`{"query":"{ publishedProducts { code } }"}`), sandboxCaller(t, f.App, "demo-mall"))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "TIMEOUT")
}
