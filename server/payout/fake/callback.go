package fake

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"baodan/server/payout"
)

const (
	callbackTimeout = 5 * time.Second
	firstPause      = 100 * time.Millisecond // between tries of a callback; doubled each time
	longestPause    = 5 * time.Second
)

// goOn begins what a payment has before it: its delay, its callbacks. It is called under the lock, with a payment that
// nobody else goes on with.
func (g *Gateway) goOn(p *payment) {
	late := p.Status == pending
	if !late && p.Owed == 0 {
		return
	}
	g.work.Go(func() {
		if late && !g.payLate(p) {
			return
		}
		for g.owes(p.Key) {
			if !g.deliver(p.Key) {
				return
			}
		}
	})
}

// payLate waits and pays; false where the gateway is closed before.
func (g *Gateway) payLate(p *payment) bool {
	if !g.pause(time.Until(p.Due)) {
		return false
	}
	return g.change(p.Key, func(p *payment) {
		p.pay(p.Asked)
		p.Owed = 1
	})
}

// change writes a payment's new state to the journal and remembers it; false where that failed, which leaves the old.
func (g *Gateway) change(key string, to func(*payment)) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := *g.payments[key]
	to(&next)
	if g.journal.append(&next) != nil {
		return false
	}
	g.put(&next)
	return true
}

// owes tells whether a callback is to be delivered, and to somebody.
func (g *Gateway) owes(key string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.payments[key].Owed > 0 && g.callback != ""
}

// deliver tries until one callback was taken with a 2xx; false where the gateway is closed before.
func (g *Gateway) deliver(key string) bool {
	for pause := firstPause; !g.send(key); pause = min(2*pause, longestPause) {
		if !g.pause(pause) {
			return false
		}
	}
	return g.running.Err() == nil && g.change(key, func(p *payment) { p.Owed-- })
}

// send posts the payment's state once. The effect is on disk before anybody is told of it.
func (g *Gateway) send(key string) bool {
	select {
	case g.sending <- struct{}{}:
		defer func() { <-g.sending }()
	case <-g.running.Done():
		return false
	}
	g.mu.Lock()
	answer, url := g.payments[key].answer(), g.callback
	g.mu.Unlock()
	body, err := json.Marshal(answer)
	if err != nil || url == "" || g.journal.sync() != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(g.running, callbackTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return false
	}
	id, now := "payout_"+key, g.options.Now() // the same each time: it is the same message
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Webhook-Id", id)
	r.Header.Set("Webhook-Timestamp", timestamp(now))
	r.Header.Set("Webhook-Signature", payout.SignCallback(g.options.CallbackSecret, id, now, body))
	response, err := g.client.RoundTrip(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, payout.MaxBody)) // so that the connection is kept
	_ = response.Body.Close()
	return response.StatusCode >= 200 && response.StatusCode < 300
}

// pause waits; false where the gateway is closed before.
func (g *Gateway) pause(long time.Duration) bool {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
		return g.running.Err() == nil
	case <-g.running.Done():
		return false
	}
}
