package demo

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"baodan/insurance/webhooks"
)

// Answers of HTTP.
const (
	taken         = 200
	badRequest    = 400
	notFound      = 404
	gone          = 410
	unprocessable = 422
	unavailable   = 503
)

// receiver is how a channel's address answers.
type receiver struct {
	mute bool      // it does not answer a challenge
	gone bool      // it says that it is gone for good
	from time.Time // it is down from then on
	to   time.Time // until then; zero: for good
	took time.Duration
	// fresh says that it refuses what happened long before: what was kept back while it was down.
	fresh bool
}

// tooOld is how old an event may be for an address that takes fresh ones.
const tooOld = 60 * time.Hour

// Receivers are the webhook addresses of the channels.
type Receivers struct {
	clock     *Clock
	mu        sync.Mutex
	addresses map[string]receiver
}

func (r *Receivers) set(url string, h receiver) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.addresses[url] = h
}

// Check takes every address.
func (*Receivers) Check(string) error { return nil }

// Send delivers a message. What it answers depends on the address and the clock alone.
func (r *Receivers) Send(_ context.Context, m webhooks.Message) webhooks.Answer {
	r.mu.Lock()
	h, now := r.addresses[m.URL], r.clock.Now()
	r.mu.Unlock()
	down := !h.from.IsZero() && !now.Before(h.from) && (h.to.IsZero() || now.Before(h.to))
	switch {
	case h.gone:
		return webhooks.Answer{Status: gone, Duration: h.took, Excerpt: "this address is no longer in use"}
	case down:
		return webhooks.Answer{Status: unavailable, Duration: h.took, Excerpt: "<html><body>503 Service Unavailable</body></html>"}
	}
	var body struct {
		Type      string
		Timestamp time.Time
		Data      struct{ Challenge string }
	}
	if err := json.Unmarshal(m.Body, &body); err != nil {
		return webhooks.Answer{Status: badRequest, Duration: h.took}
	}
	switch {
	case h.fresh && body.Timestamp.Before(now.Add(-tooOld)):
		return webhooks.Answer{Status: unprocessable, Duration: h.took, Excerpt: `{"error":"EVENT_TOO_OLD"}`}
	case body.Data.Challenge != "":
		if h.mute {
			return webhooks.Answer{Status: notFound, Duration: h.took, Excerpt: `{"message":"not found"}`}
		}
		return webhooks.Answer{Status: taken, Duration: h.took, Excerpt: body.Data.Challenge, Body: []byte(body.Data.Challenge)}
	}
	return webhooks.Answer{Status: taken, Duration: h.took, Excerpt: "ok", Body: []byte("ok")}
}
