package fake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/server/httpsig"
	"baodan/server/payout"
	"baodan/server/payout/fake"
)

var (
	secret = []byte("a secret of the gateway, 32 bytes")
	key    = httpsig.PrivateKey{ID: "baodan-1", Algorithm: httpsig.HMACSHA256, Secret: []byte("0123456789abcdef0123456789abcdef")}
)

func order(key, account string) claims.PayoutOrder {
	claim, _, _ := strings.Cut(key, "-")
	return claims.PayoutOrder{
		Key: key, ClaimNumber: claim, PolicyNumber: "P12", Channel: "DEMO", Payee: "u-1", Account: account,
		Amount: money.Amount{Minor: 1300, Currency: money.CNY},
	}
}

// gateway asks for signatures.
func gateway(t testing.TB, o fake.Options) *fake.Gateway {
	public := key.Public()
	o.Key = &public
	g, err := fake.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	return g
}

func driver(t testing.TB, transport http.RoundTripper) *payout.Driver {
	d, err := payout.New(payout.Options{
		BaseURL: "http://gateway.test", Key: key, CallbackSecrets: [][]byte{secret}, Transport: transport, Timeout: 200 * time.Millisecond,
	})
	require.NoError(t, err)
	return d
}

// inbox takes callbacks, refusing the first few.
type inbox struct {
	driver *payout.Driver
	refuse int
	mu     sync.Mutex
	bodies []string
	ids    []string
	told   []claims.PayoutOutcome
}

func (i *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	key, outcome, err := i.driver.ReadCallback(r, body)
	i.mu.Lock()
	defer i.mu.Unlock()
	if err != nil || key == "" || i.refuse > 0 {
		i.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	i.bodies, i.ids, i.told = append(i.bodies, string(body)), append(i.ids, r.Header.Get("Webhook-Id")), append(i.told, outcome)
}

func (i *inbox) count() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.bodies)
}

// TestModes: what the driver is told at first, what Find says then, what a second order says, how much went out and how
// often the gateway called back.
func TestModes(t *testing.T) {
	const (
		paid, declined, retryable, absent = "PAID 13.00", "DECLINED account_closed", "DECLINED try_later again", "ABSENT"
		pending, failed, silent           = "UNKNOWN pending", "UNKNOWN http_500", "UNKNOWN timeout"
	)
	for _, c := range []struct {
		account, first, then, again string
		minor                       int64
		callbacks                   int
	}{
		{"", paid, paid, paid, 1300, 0},
		{"6222020200112233445", paid, paid, paid, 1300, 0},
		{"FAKE-OK", paid, paid, paid, 1300, 0},
		{"FAKE-DECLINE", declined, declined, declined, 0, 0},
		{"FAKE-DECLINE-RETRY", retryable, retryable, retryable, 0, 0},
		{"FAKE-DECLINE-ONCE", retryable, retryable, retryable, 0, 0},
		{"FAKE-ERROR-BEFORE", failed, absent, paid, 1300, 0},
		{"FAKE-ERROR-AFTER", failed, paid, paid, 1300, 0},
		{"FAKE-HANG-PAID", silent, paid, paid, 1300, 0},
		{"FAKE-HANG-LOST", silent, absent, paid, 1300, 0},
		{"FAKE-DUPLICATE-CALLBACK", pending, paid, paid, 1300, 2},
		{"FAKE-LATE-CALLBACK", pending, pending, pending, 1300, 1},
		{"FAKE-WRONG-AMOUNT", "PAID 13.01", "PAID 13.01", "PAID 13.01", 1301, 0},
		{"FAKE-NONSENSE", "DECLINED unknown_fake_mode", absent, "DECLINED unknown_fake_mode", 0, 0},
	} {
		t.Run("account "+c.account, func(t *testing.T) {
			t.Parallel()
			in := &inbox{refuse: 2}
			g := gateway(t, fake.Options{
				Delay: 150 * time.Millisecond, CallbackURL: "http://baodan.test/payouts", CallbackSecret: secret, CallbackTransport: fake.Transport(in),
			})
			d := driver(t, fake.Transport(g))
			in.driver = d
			assert.Equal(t, c.first, text(d.Pay(t.Context(), order("C1-1", c.account))), "first")
			assert.Equal(t, c.then, text(d.Find(t.Context(), "C1-1")), "found")
			assert.Equal(t, c.again, text(d.Pay(t.Context(), order("C1-1", c.account))), "again")
			assert.Eventually(t, func() bool { return in.count() >= c.callbacks && g.Totals().CallbacksOwed == 0 }, 3*time.Second, 5*time.Millisecond)
			if c.callbacks > 0 {
				assert.Eventually(t, func() bool { return in.count() == c.callbacks }, time.Second, 5*time.Millisecond)
				for i := range in.bodies {
					assert.Equal(t, in.bodies[0], in.bodies[i])
					assert.Equal(t, in.ids[0], in.ids[i])
					assert.Equal(t, paid, text(in.told[i]))
				}
				assert.Equal(t, paid, text(d.Find(t.Context(), "C1-1")))
			}
			assert.Equal(t, c.minor, g.Totals().MinorUnits[money.CNY])
			assert.Empty(t, g.Totals().PaidTwice)
		})
	}
}

func text(o claims.PayoutOutcome) string {
	switch {
	case o.Paid != nil:
		return string(o.Status) + " " + o.Paid.Text()
	case o.Retryable:
		return string(o.Status) + " " + o.Reason + " again"
	}
	return strings.TrimSpace(string(o.Status) + " " + o.Reason)
}

func TestForcedModeAndAttempts(t *testing.T) {
	g := gateway(t, fake.Options{})
	d := driver(t, fake.Transport(g))
	g.SetMode(fake.Decline)
	assert.Equal(t, "DECLINED account_closed", text(d.Pay(t.Context(), order("C1-1", "FAKE-OK"))))
	g.SetMode(fake.ErrorBefore)
	assert.Equal(t, "UNKNOWN http_500", text(d.Pay(t.Context(), order("C2-1", ""))))
	assert.Equal(t, "PAID 13.00", text(d.Pay(t.Context(), order("C2-1", ""))), "forced or not, a second order succeeds")
	g.SetMode("")
	assert.Equal(t, "DECLINED account_closed", text(d.Pay(t.Context(), order("C1-1", "FAKE-OK"))), "declined stays declined")
	assert.Equal(t, "DECLINED try_later again", text(d.Pay(t.Context(), order("C3-1", "FAKE-DECLINE-ONCE"))))
	assert.Equal(t, "PAID 13.00", text(d.Pay(t.Context(), order("C3-2", "FAKE-DECLINE-ONCE"))))
	assert.Panics(t, func() { g.SetMode("nonsense") })
	_, err := fake.New(fake.Options{Mix: map[fake.Mode]int{"nonsense": 1}})
	assert.Error(t, err)
}

// TestMixEnds: whatever the mix brings, asking and paying again ends, each claim is paid at most once, and the count of
// the gateway is that of the driver.
func TestMixEnds(t *testing.T) {
	g := gateway(t, fake.Options{Seed: 7, Delay: 20 * time.Millisecond, Mix: map[fake.Mode]int{
		fake.OK: 30, fake.Decline: 10, fake.ErrorBefore: 10, fake.ErrorAfter: 10, fake.Hang: 10, fake.DuplicateCallback: 10,
		fake.LateCallback: 10, fake.WrongAmount: 10,
	}})
	d := driver(t, fake.Transport(g))
	var sum, declined int64
	var mu sync.Mutex
	var work sync.WaitGroup
	for i := range 200 {
		work.Go(func() {
			o := order(fmt.Sprintf("C%d-1", i), "")
			for outcome := d.Pay(context.Background(), o); ; outcome = d.Find(context.Background(), o.Key) {
				if outcome.Status == claims.PayoutAbsent {
					outcome = d.Pay(context.Background(), o)
				}
				if outcome.Status == claims.PayoutUnknown {
					continue
				}
				mu.Lock()
				defer mu.Unlock()
				if outcome.Status == claims.PayoutDeclined {
					declined++
				} else {
					sum += outcome.Paid.Minor
				}
				return
			}
		})
	}
	work.Wait()
	totals := g.Totals()
	assert.Equal(t, sum, totals.MinorUnits[money.CNY])
	assert.EqualValues(t, declined, totals.Declined)
	assert.Equal(t, 200, totals.Payments+totals.Declined)
	assert.Zero(t, totals.Pending)
	assert.Empty(t, totals.PaidTwice)
	assert.Greater(t, totals.Declined, 5)
	assert.Greater(t, sum, int64(1300*totals.Payments), "some amounts are wrong")
}

func TestFiftyOrdersOfOneKeyPayOnce(t *testing.T) {
	for _, mode := range []fake.Mode{fake.OK, fake.ErrorBefore, fake.ErrorAfter, fake.HangPaid, fake.HangLost, fake.DuplicateCallback, fake.WrongAmount} {
		server := gateway(t, fake.Options{Journal: t.TempDir() + "/journal"})
		server.SetMode(mode)
		d := driver(t, fake.Transport(server))
		var work sync.WaitGroup
		for range 50 {
			work.Go(func() { d.Pay(context.Background(), order("C1-1", "")) })
		}
		work.Wait()
		require.Len(t, server.Effects(), 1, mode)
		assert.Equal(t, 1, server.Effects()[0].Times, mode)
	}
}

func TestOverSockets(t *testing.T) {
	g := gateway(t, fake.Options{})
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	d, err := payout.New(payout.Options{BaseURL: server.URL, Key: key, Timeout: 200 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(d.Close)
	assert.Equal(t, "PAID 13.00", text(d.Pay(t.Context(), order("C1-1", ""))))
	assert.Equal(t, "UNKNOWN timeout", text(d.Pay(t.Context(), order("C2-1", "FAKE-HANG-PAID"))))
	assert.Equal(t, "PAID 13.00", text(d.Find(t.Context(), "C2-1")))
	assert.Equal(t, "ABSENT", text(d.Find(t.Context(), "C3-1")))

	for path, want := range map[string]string{
		"/effects": `{"key":"C1-1","claimNumber":"C1","amount":{"minor":1300,"currency":"CNY"},"times":1}` + "\n" +
			`{"key":"C2-1","claimNumber":"C2","amount":{"minor":1300,"currency":"CNY"},"times":1}` + "\n",
		"/totals": `{"payments":2,"declined":0,"pending":0,"minorUnits":{"CNY":2600},"paidTwice":[],"callbacksOwed":0}` + "\n",
	} {
		response, err := http.Get(server.URL + path)
		require.NoError(t, err)
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		assert.Equal(t, want, string(body))
	}
}

func TestRequestsOutOfContract(t *testing.T) {
	g, err := fake.New(fake.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	fine := payout.Order{Key: "C1-1", ClaimNumber: "C1", PolicyNumber: "P1", Channel: "DEMO", Payee: "u", Amount: "13.00", Currency: "CNY"}
	post := func(change func(*payout.Order), header string) (int, string) {
		o := fine
		change(&o)
		body, _ := json.Marshal(o)
		r := httptest.NewRequest(http.MethodPost, "/payouts", bytes.NewReader(body))
		r.Header.Set("Idempotency-Key", header)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	for code, change := range map[string]func(*payout.Order){
		"bad_amount 1": func(o *payout.Order) { o.Amount = "13" }, "bad_amount 2": func(o *payout.Order) { o.Amount = "0.00" },
		"bad_amount 3": func(o *payout.Order) { o.Amount = "-1.00" }, "bad_amount 4": func(o *payout.Order) { o.Currency = "XXX" },
		"bad_amount 5": func(o *payout.Order) { o.Amount = "1.001" }, "bad_amount 6": func(o *payout.Order) { o.Currency = "JPY" },
		"missing_field 1": func(o *payout.Order) { o.Payee = "" }, "missing_field 2": func(o *payout.Order) { o.ClaimNumber = "" },
	} {
		status, body := post(change, "C1-1")
		assert.Equal(t, 422, status)
		assert.JSONEq(t, `{"code":"`+strings.Fields(code)[0]+`"}`, body)
	}
	status, _ := post(func(*payout.Order) {}, "C1-2")
	assert.Equal(t, 400, status)
	status, _ = post(func(*payout.Order) {}, "C1-1")
	assert.Equal(t, 200, status)
	status, body := post(func(o *payout.Order) { o.Amount = "14.00" }, "C1-1")
	assert.Equal(t, 409, status)
	assert.JSONEq(t, `{"code":"other_content"}`, body)
	assert.EqualValues(t, 1300, g.Totals().MinorUnits[money.CNY])
}

func TestSignaturesAreVerified(t *testing.T) {
	g := gateway(t, fake.Options{})
	stranger := key
	stranger.Secret = []byte("ffffffffffffffffffffffffffffffff")
	for _, k := range []httpsig.PrivateKey{{}, stranger} {
		d, err := payout.New(payout.Options{BaseURL: "http://gateway.test", Key: k, Transport: fake.Transport(g)})
		require.NoError(t, err)
		assert.Equal(t, "UNKNOWN http_401", text(d.Pay(t.Context(), order("C1-1", ""))))
		assert.Equal(t, "UNKNOWN http_401", text(d.Find(t.Context(), "C1-1")))
	}
	var replay *http.Request
	d := driver(t, roundTrip(func(r *http.Request) (*http.Response, error) {
		replay = r.Clone(context.Background())
		replay.Body, _ = r.GetBody()
		return fake.Transport(g).RoundTrip(r)
	}))
	assert.Equal(t, "PAID 13.00", text(d.Pay(t.Context(), order("C1-1", ""))))
	response, err := fake.Transport(g).RoundTrip(replay)
	require.NoError(t, err)
	assert.Equal(t, 401, response.StatusCode)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
