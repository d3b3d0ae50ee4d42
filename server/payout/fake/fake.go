// Package fake is a payment gateway that moves no money: a real little server of the contract of docs/gateway.md, with
// its own memory, for development, sandboxes and tests. It decides how a gateway misbehaves, in eight modes, and keeps
// count of what it paid, so that a test can compare that with what claims believe.
package fake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"baodan/engine/money"
	"baodan/server/httpsig"
)

// Options of a Gateway; the zero value pays everything, forgets when it stops and asks for no signature.
type Options struct {
	Key         *httpsig.Key  // verifies the requests of payments; nil: none is verified
	Journal     string        // a file that outlives kill -9; empty: none
	Mix         map[Mode]int  // weights of a random mix of modes for accounts that name none
	Seed        uint64        // of the mix
	Delay       time.Duration // of late callbacks; 0: DefaultDelay
	CallbackURL string        // empty: nothing is called back, and pending payments are learnt by GET alone
	// CallbackSecret signs callbacks, at least 24 bytes. CallbackTransport carries them; nil: a pool of its own.
	CallbackSecret    []byte
	CallbackTransport http.RoundTripper
	Now               func() time.Time // for signatures; nil: time.Now
}

// DefaultDelay is that of late callbacks where Options.Delay is 0.
const DefaultDelay = 2 * time.Second

// Gateway is an http.Handler. Many may use it at once.
type Gateway struct {
	options Options
	weights int // sum of the mix
	nonces  *httpsig.Nonces
	handler http.Handler
	client  http.RoundTripper
	journal *journal

	mu       sync.Mutex
	forced   Mode
	callback string // where callbacks go
	payments map[string]*payment
	order    []string // keys of payments, oldest first

	running context.Context // ends with Close
	stop    context.CancelFunc
	work    sync.WaitGroup
	sending chan struct{} // bounds callbacks under way
}

// New makes a gateway, or lets one go on from its journal: late payments that were due meanwhile are made, and callbacks
// that were owed are sent. Close it.
func New(o Options) (*Gateway, error) {
	g := &Gateway{
		options: o, nonces: httpsig.NewNonces(1 << 20), callback: o.CallbackURL, client: o.CallbackTransport,
		payments: map[string]*payment{}, sending: make(chan struct{}, 16),
	}
	for mode, weight := range o.Mix {
		if !mode.known() || weight < 0 {
			return nil, fmt.Errorf("fake: %q is no mode, or its weight is negative", mode)
		}
		g.weights += weight
	}
	if o.CallbackURL != "" && len(o.CallbackSecret) < 24 {
		return nil, errors.New("fake: callbacks need a secret of at least 24 bytes")
	}
	if g.options.Delay <= 0 {
		g.options.Delay = DefaultDelay
	}
	if g.options.Now == nil {
		g.options.Now = time.Now
	}
	if g.client == nil {
		g.client = &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second}
	}
	journal, kept, err := openJournal(o.Journal)
	if err != nil {
		return nil, err
	}
	g.journal = journal
	g.running, g.stop = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payouts", g.pay)
	mux.HandleFunc("GET /payouts/{key}", g.find)
	mux.HandleFunc("GET /effects", g.listEffects)
	mux.HandleFunc("GET /totals", g.showTotals)
	g.handler = mux
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range kept {
		g.put(p)
	}
	for _, p := range g.payments {
		g.goOn(p)
	}
	return g, nil
}

// Close ends hanging requests and callbacks, waits for them and closes the journal. What is owed then is gone on with by
// the next gateway on the same journal.
func (g *Gateway) Close() error {
	g.mu.Lock() // so that nothing is begun behind it
	g.stop()
	g.mu.Unlock()
	g.work.Wait()
	if pool, ok := g.client.(*http.Transport); ok && g.options.CallbackTransport == nil {
		pool.CloseIdleConnections()
	}
	return g.journal.close()
}

// SetMode forces a mode on keys that come from now on, before what accounts and the mix say; empty: no longer. It panics
// on an unknown mode.
func (g *Gateway) SetMode(m Mode) {
	if m != "" && !m.known() {
		panic(fmt.Sprintf("fake: no mode %q", m))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.forced = m
}

// SetCallbackURL says where callbacks go from now on, those being tried too; what was owed while there was no URL is sent
// by the next gateway on the same journal.
func (g *Gateway) SetCallbackURL(url string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.callback = url
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.handler.ServeHTTP(w, r) }

// Effect is money that went out for a key.
type Effect struct {
	Key         string       `json:"key"`
	ClaimNumber string       `json:"claimNumber"`
	Amount      money.Amount `json:"amount"` // of one time
	Times       int          `json:"times"`  // 1, always: or the gateway itself is wrong
}

// Effects lists what was paid, in the order in which the keys came.
func (g *Gateway) Effects() []Effect {
	g.mu.Lock()
	defer g.mu.Unlock()
	var effects []Effect
	for _, key := range g.order {
		if p := g.payments[key]; p.Times > 0 {
			effects = append(effects, Effect{Key: key, ClaimNumber: p.ClaimNumber, Amount: p.Paid, Times: p.Times})
		}
	}
	return effects
}

// Totals is what a test compares with what claims believe.
type Totals struct {
	Payments      int                      `json:"payments"` // paid
	Declined      int                      `json:"declined"`
	Pending       int                      `json:"pending"`
	MinorUnits    map[money.Currency]int64 `json:"minorUnits"`    // paid, by currency
	PaidTwice     []string                 `json:"paidTwice"`     // claims that were paid by more than one key, or more than once
	CallbacksOwed int                      `json:"callbacksOwed"` // still to be delivered
}

// Totals counts.
func (g *Gateway) Totals() Totals {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := Totals{MinorUnits: map[money.Currency]int64{}, PaidTwice: []string{}}
	claims := map[string]int{}
	for _, key := range g.order {
		p := g.payments[key]
		t.Payments += p.Times
		t.MinorUnits[p.Paid.Currency] += int64(p.Times) * p.Paid.Minor
		switch p.Status {
		case declined:
			t.Declined++
		case pending:
			t.Pending++
		}
		t.CallbacksOwed += p.Owed
		before := claims[p.ClaimNumber]
		if claims[p.ClaimNumber] += p.Times; before < 2 && claims[p.ClaimNumber] > 1 {
			t.PaidTwice = append(t.PaidTwice, p.ClaimNumber)
		}
	}
	delete(t.MinorUnits, "")
	return t
}
