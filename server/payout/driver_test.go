package payout_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/server/httpsig"
	"baodan/server/payout"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	_      claims.Bank = (*payout.Driver)(nil)
	secret             = []byte("a secret of the gateway, 32 bytes")
	key                = httpsig.PrivateKey{ID: "baodan-1", Algorithm: httpsig.HMACSHA256, Secret: []byte("0123456789abcdef0123456789abcdef")}
)

func order(key string) claims.PayoutOrder {
	return claims.PayoutOrder{
		Key: key, ClaimNumber: key[:strings.LastIndex(key, "-")], PolicyNumber: "P000000000000012", Channel: "DEMO", Payee: "u-1",
		Account: "6222020200112233445", Amount: money.Amount{Minor: 1300, Currency: money.CNY},
	}
}

func cny(minor int64) *money.Amount { return &money.Amount{Minor: minor, Currency: money.CNY} }

func driver(t *testing.T, o payout.Options) *payout.Driver {
	if o.BaseURL == "" {
		o.BaseURL = "http://gateway.test/v1"
	}
	if o.Key.ID == "" {
		o.Key = key
	}
	d, err := payout.New(o)
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// answering is a gateway that answers everything alike.
func answering(t *testing.T, status int, body string) *payout.Driver {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://127.0.0.1:1/") // not followed
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return driver(t, payout.Options{BaseURL: server.URL})
}

// TestAnswers: what each answer proves, to Pay and to Find. Whatever is not in the contract proves nothing.
func TestAnswers(t *testing.T) {
	unknown := func(reason string) claims.PayoutOutcome {
		return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: reason}
	}
	declined := func(reason string) claims.PayoutOutcome {
		return claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: reason}
	}
	absent := claims.PayoutOutcome{Status: claims.PayoutAbsent}
	paid := claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "R1", Paid: cny(1300)}
	for _, c := range []struct {
		status    int
		body      string
		pay, find claims.PayoutOutcome
	}{
		{200, `{"key":"C1-1","status":"paid","reference":"R1","amount":"13.00","currency":"CNY"}`, paid, paid},
		{200, `{"key":"C1-1","status":"paid","reference":"R1","amount":"13","currency":"CNY","later":"addition"}`, paid, paid},
		{200, `{"key":"C1-1","status":"paid","amount":"0.01","currency":"USD"}`,
			claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 1, Currency: "USD"}},
			claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 1, Currency: "USD"}}},
		{200, `{"key":"C1-1","status":"declined","reason":"account_closed"}`, declined("account_closed"), declined("account_closed")},
		{200, `{"key":"C1-1","status":"declined","reason":"try\n later保","retryable":true}`,
			claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "trylater", Retryable: true},
			claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "trylater", Retryable: true}},
		{200, `{"key":"C1-1","status":"declined"}`, declined("declined"), declined("declined")},
		{200, `{"key":"C1-1","status":"pending"}`, unknown("pending"), unknown("pending")},

		{200, `{"key":"C1-2","status":"paid","amount":"13.00","currency":"CNY"}`, unknown("other_key"), unknown("other_key")},
		{200, `{"status":"paid","amount":"13.00","currency":"CNY"}`, unknown("other_key"), unknown("other_key")},
		{200, `{"key":"C1-1","status":"paid"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"paid","amount":"13.00"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"paid","amount":"13.00","currency":"XXX"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"paid","amount":13.00,"currency":"CNY"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"paid","amount":"13.001","currency":"CNY"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"PAID","amount":"13.00","currency":"CNY"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1"}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"declined"}{}`, unknown("bad_answer"), unknown("bad_answer")},
		{200, ``, unknown("bad_answer"), unknown("bad_answer")},
		{200, `<html>please log in</html>`, unknown("bad_answer"), unknown("bad_answer")},
		{200, `{"key":"C1-1","status":"declined","reason":"` + strings.Repeat("x", 64<<10) + `"}`, unknown("bad_answer"), unknown("bad_answer")},

		{404, `{"code":"not_found"}`, unknown("http_404"), absent},
		{404, `{"code":"not_found","key":"C1-1"}`, unknown("http_404"), absent},
		{404, `{"code":"not_found","key":"C1-2"}`, unknown("http_404"), unknown("http_404")},
		{404, `{"code":"not_found","message":"no Route matched with those values"}`, unknown("http_404"), unknown("http_404")},
		{404, `{"code":"NOT_FOUND"}`, unknown("http_404"), unknown("http_404")},
		{404, `{"code":404}`, unknown("http_404"), unknown("http_404")},
		{404, `{"message":"not_found"}`, unknown("http_404"), unknown("http_404")},
		{404, `404 page not found`, unknown("http_404"), unknown("http_404")},
		{404, ``, unknown("http_404"), unknown("http_404")},
		{410, `{"code":"not_found"}`, declined("not_found"), unknown("http_410")},

		{400, `{"code":"bad_request"}`, declined("bad_request"), unknown("http_400")},
		{422, `{"code":"account_closed","message":"closed in May"}`, declined("account_closed"), unknown("http_422")},
		{422, `{"code":"limit","retryable":true}`,
			claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "limit", Retryable: true}, unknown("http_422")},
		{422, `{"code":"limit","key":"C1-2"}`, unknown("http_422"), unknown("http_422")},
		{422, `{"code":""}`, unknown("http_422"), unknown("http_422")},
		{422, `{"code":"two words"}`, unknown("http_422"), unknown("http_422")},
		{422, `{"code":17}`, unknown("http_422"), unknown("http_422")},
		{422, `unprocessable`, unknown("http_422"), unknown("http_422")},
	} {
		d := answering(t, c.status, c.body)
		name := fmt.Sprintf("%d %.80s", c.status, c.body)
		assert.Equal(t, c.pay, d.Pay(t.Context(), order("C1-1")), "Pay: %s", name)
		assert.Equal(t, c.find, d.Find(t.Context(), "C1-1"), "Find: %s", name)
	}
}

// TestStatusesThatProveNothing, whatever code they carry.
func TestStatusesThatProveNothing(t *testing.T) {
	for _, status := range []int{201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 401, 403, 407, 408, 409, 425, 429, 500, 501, 502, 503, 504, 599} {
		body := `{"code":"account_closed","key":"C1-1","status":"declined"}`
		if status == 204 || status == 304 {
			body = ""
		}
		d := answering(t, status, body)
		want := claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: fmt.Sprintf("http_%d", status)}
		assert.Equal(t, want, d.Pay(t.Context(), order("C1-1")))
		assert.Equal(t, want, d.Find(t.Context(), "C1-1"))
	}
}

func TestNoAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch {
		case strings.Contains(r.URL.Path, "/hang/"):
			<-r.Context().Done()
		case strings.Contains(r.URL.Path, "/slow/"):
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		default:
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(server.Close)
	unknown := func(reason string) claims.PayoutOutcome {
		return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: reason}
	}
	for path, reason := range map[string]string{"/hang/": "timeout", "/slow/": "timeout", "/abort/": "connection"} {
		d := driver(t, payout.Options{BaseURL: server.URL + path, Timeout: 100 * time.Millisecond})
		assert.Equal(t, unknown(reason), d.Pay(t.Context(), order("C1-1")), path)
		assert.Equal(t, unknown(reason), d.Find(t.Context(), "C1-1"), path)
	}
	d := driver(t, payout.Options{BaseURL: server.URL + "/hang/"})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	assert.Equal(t, unknown("canceled"), d.Pay(ctx, order("C1-1")))
	nobody := driver(t, payout.Options{BaseURL: "http://127.0.0.1:1"})
	assert.Equal(t, unknown("connection"), nobody.Pay(t.Context(), order("C1-1")))
}

// TestRequest: the request is the one of docs/gateway.md, and signed by either algorithm.
func TestRequest(t *testing.T) {
	var seen *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen = r
		body, _ = io.ReadAll(r.Body)
	}))
	t.Cleanup(server.Close)
	edwards := httpsig.PrivateKey{ID: "baodan-2", Algorithm: httpsig.Ed25519, Private: ed25519.NewKeyFromSeed(make([]byte, 32))}
	for _, k := range []httpsig.PrivateKey{key, edwards} {
		d := driver(t, payout.Options{BaseURL: server.URL + "/v1/", Key: k})
		verify := func() {
			t.Helper()
			m, err := httpsig.Parse(seen.Header)
			require.NoError(t, err)
			require.NoError(t, m.Verify(seen.Method, seen.Host, seen.URL.EscapedPath(), seen.URL.RawQuery, seen.Header, body, k.Public(), time.Now()))
		}
		d.Pay(t.Context(), order("C000000000000012-1"))
		verify()
		assert.Equal(t, "POST /v1/payouts", seen.Method+" "+seen.URL.Path)
		assert.Equal(t, "C000000000000012-1", seen.Header.Get("Idempotency-Key"))
		assert.JSONEq(t, `{"key":"C000000000000012-1","claimNumber":"C000000000000012","policyNumber":"P000000000000012",
			"channel":"DEMO","payee":"u-1","account":"6222020200112233445","amount":"13.00","currency":"CNY"}`, string(body))
		d.Find(t.Context(), "C1-1/../x?y")
		verify()
		assert.Equal(t, "GET /v1/payouts/C1-1%2F..%2Fx%3Fy", seen.Method+" "+seen.URL.EscapedPath())
	}
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []payout.Options{
		{}, {BaseURL: "gateway.test"}, {BaseURL: "ftp://gateway.test"}, {BaseURL: "https://u:p@gateway.test"}, {BaseURL: "https://gateway.test?x"},
		{BaseURL: "https://gateway.test", Key: httpsig.PrivateKey{ID: "k", Algorithm: httpsig.HMACSHA256, Secret: []byte("short")}},
		{BaseURL: "https://gateway.test", CallbackSecrets: [][]byte{secret, []byte("short")}},
	} {
		_, err := payout.New(o)
		assert.Error(t, err, "%+v", o)
	}
}
