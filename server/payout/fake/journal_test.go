package fake_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"baodan/insurance/claims"
	"baodan/server/payout"
	"baodan/server/payout/fake"
)

// TestMain is, with FAKE_JOURNAL in the environment, a gateway of its own to be killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("FAKE_JOURNAL"); path != "" {
		public := key.Public()
		g, err := fake.New(fake.Options{Key: &public, Journal: path})
		if err != nil {
			panic(err)
		}
		fmt.Println(httptest.NewServer(g).URL)
		select {}
	}
	goleak.VerifyTestMain(m)
}

// process starts a gateway of its own; kill is kill -9.
func process(t *testing.T, journal string) (url string, kill func()) {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "FAKE_JOURNAL="+journal)
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	var once sync.Once
	kill = func() { once.Do(func() { _ = command.Process.Kill(); _ = command.Wait() }) }
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line), kill
}

// TestKilledGatewayForgetsNothing: what it said it paid is paid after kill -9, and what it did not answer ends.
func TestKilledGatewayForgetsNothing(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "journal")
	said := map[string]claims.PayoutOutcome{}
	var mu sync.Mutex
	var keys []string
	for round := range 3 {
		url, kill := process(t, journal)
		d := connect(t, url)
		var work sync.WaitGroup
		for i := range 100 {
			key := fmt.Sprintf("C%d.%d-1", round, i)
			keys = append(keys, key)
			work.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				outcome := d.Pay(context.Background(), order(key, []string{"", "FAKE-ERROR-AFTER", "FAKE-ERROR-BEFORE"}[i%3]))
				mu.Lock()
				defer mu.Unlock()
				said[key] = outcome
			})
		}
		time.Sleep(60 * time.Millisecond)
		kill()
		work.Wait()
		d.Close()
	}
	g := gateway(t, fake.Options{Journal: journal})
	d := driver(t, fake.Transport(g))
	answered := 0
	for _, key := range keys {
		found := d.Find(t.Context(), key)
		if said[key].Status == claims.PayoutPaid {
			answered++
			assert.Equal(t, said[key], found, key)
		}
		if found.Status == claims.PayoutAbsent {
			found = d.Pay(t.Context(), order(key, ""))
		}
		if found.Status != claims.PayoutPaid { // its first try is this one
			found = d.Find(t.Context(), key)
		}
		assert.Equal(t, claims.PayoutPaid, found.Status, key)
	}
	assert.Positive(t, answered)
	assert.Len(t, g.Effects(), len(keys))
	for _, effect := range g.Effects() {
		assert.Equal(t, 1, effect.Times)
	}
}

func connect(t *testing.T, url string) *payout.Driver {
	d, err := payout.New(payout.Options{BaseURL: url, Key: key, Timeout: 2 * time.Second})
	require.NoError(t, err)
	return d
}

func TestJournalGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	o := fake.Options{Journal: path, Delay: 300 * time.Millisecond, CallbackURL: "http://baodan.test/", CallbackSecret: secret}
	in := &inbox{refuse: 1 << 30}
	o.CallbackTransport = fake.Transport(in)
	first, err := fake.New(o)
	require.NoError(t, err)
	unsigned, err := payout.New(payout.Options{BaseURL: "http://gateway.test", Transport: fake.Transport(first), CallbackSecrets: [][]byte{secret}})
	require.NoError(t, err)
	in.driver = unsigned
	unsigned.Pay(t.Context(), order("C1-1", "FAKE-LATE-CALLBACK"))
	unsigned.Pay(t.Context(), order("C2-1", "FAKE-DUPLICATE-CALLBACK"))
	unsigned.Pay(t.Context(), order("C3-1", "FAKE-ERROR-BEFORE"))
	unsigned.Pay(t.Context(), order("C4-1", "FAKE-DECLINE"))
	require.NoError(t, first.Close())
	assert.Equal(t, "UNKNOWN http_503", text(unsigned.Pay(t.Context(), order("C5-1", ""))))

	in.mu.Lock()
	in.refuse = 0
	in.mu.Unlock()
	g := gateway(t, o)
	d := driver(t, fake.Transport(g))
	assert.Equal(t, "DECLINED account_closed", text(d.Find(t.Context(), "C4-1")))
	assert.Equal(t, "PAID 13.00", text(d.Pay(t.Context(), order("C3-1", "FAKE-ERROR-BEFORE"))), "its second order")
	assert.Eventually(t, func() bool { totals := g.Totals(); return totals.Payments == 3 && totals.CallbacksOwed == 0 }, 5*time.Second, 5*time.Millisecond)
	assert.GreaterOrEqual(t, in.count(), 3, "a callback under way when the first gateway closed comes twice")
	assert.Equal(t, "PAID 13.00", text(d.Find(t.Context(), "C1-1")))
	assert.Equal(t, 3, g.Totals().Payments)
}

func TestJournalDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	g, err := fake.New(fake.Options{Journal: path})
	require.NoError(t, err)
	d, err := payout.New(payout.Options{BaseURL: "http://gateway.test", Transport: fake.Transport(g)})
	require.NoError(t, err)
	d.Pay(t.Context(), order("C1-1", "6222020200112233445"))
	d.Pay(t.Context(), order("C2-1", ""))
	require.NoError(t, g.Close())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "6222020200112233445")

	require.NoError(t, os.WriteFile(path, text[:len(text)-5], 0o600)) // killed in the middle of the last line
	g, err = fake.New(fake.Options{Journal: path})
	require.NoError(t, err)
	assert.Len(t, g.Effects(), 1)
	require.NoError(t, g.Close())
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(text[:strings.Index(string(text), "\n")+1]), string(kept))

	require.NoError(t, os.WriteFile(path, append([]byte("rubbish\n"), text...), 0o600))
	_, err = fake.New(fake.Options{Journal: path})
	assert.ErrorContains(t, err, "line 1")
	_, err = fake.New(fake.Options{Journal: filepath.Join(path, "below a file")})
	assert.Error(t, err)
}

func TestTransport(t *testing.T) {
	started := make(chan struct{})
	transport := fake.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hang":
			close(started)
			<-r.Context().Done()
		case "/panic":
			panic("x")
		default:
			w.Header().Set("X-Host", r.Host)
			w.WriteHeader(http.StatusTeapot)
			w.Header().Set("X-Late", "not sent")
		}
	}))
	get := func(ctx context.Context, path string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://gateway.test"+path, nil)
		require.NoError(t, err)
		return transport.RoundTrip(r)
	}
	response, err := get(t.Context(), "/")
	require.NoError(t, err)
	assert.Equal(t, http.StatusTeapot, response.StatusCode)
	assert.Equal(t, http.Header{"X-Host": {"gateway.test"}}, response.Header)
	_, err = get(t.Context(), "/panic")
	assert.Error(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	_, err = get(ctx, "/hang")
	assert.ErrorIs(t, err, context.Canceled)
}
