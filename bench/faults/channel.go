package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"baodan/server/httpsig"
)

// channel is a platform's machine: it signs, sends through either server, and remembers.
type channel struct {
	lab     *lab
	code    string
	signer  *httpsig.Signer
	client  *http.Client
	hookKey string

	mu     sync.Mutex
	log    []logged // events as the log told them, in its order
	cursor string
	known  []string // numbers of policies and claims, for others to ask for
}

// patience is how long a channel waits for an answer.
const patience = 12 * time.Second

func newChannel(l *lab, code string) *channel {
	return &channel{lab: l, code: code, signer: l.template.keys[code], client: &http.Client{
		Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 32, IdleConnTimeout: 20 * time.Second},
	}}
}

// ask posts a body to a server; an error means that nothing is known.
func (c *channel) ask(ctx context.Context, server string, body []byte) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.lab.address(server)+"/graphql", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if err := c.signer.Sign(r, body, time.Now()); err != nil {
		return 0, nil, err
	}
	response, err := c.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	answer, err = io.ReadAll(response.Body)
	return response.StatusCode, answer, err
}

// topError is an error of a request as a whole.
type topError struct {
	Message    string
	Extensions struct {
		Code      string
		Category  string
		Retryable bool
	}
}

var errSilence = errors.New("no answer")

// query asks and gives data; errSilence where the question must be put again.
func (c *channel) query(ctx context.Context, server, query string, variables map[string]any) (map[string]json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	status, text, err := c.ask(ctx, server, body)
	if err != nil || status >= 500 {
		return nil, errSilence
	}
	var a struct {
		Data   map[string]json.RawMessage
		Errors []topError
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("status %d: %w: %s", status, err, text)
	}
	if len(a.Errors) > 0 {
		if a.Errors[0].Extensions.Retryable {
			return nil, errSilence
		}
		return nil, fmt.Errorf("status %d: %s", status, text)
	}
	return a.Data, nil
}

// insist asks until there is an answer, or the time is over.
func (c *channel) insist(ctx context.Context, query string, variables map[string]any) (map[string]json.RawMessage, error) {
	for {
		data, err := c.query(ctx, anyServer(), query, variables)
		if !errors.Is(err, errSilence) {
			return data, err
		}
		select {
		case <-ctx.Done():
			return nil, errSilence
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// outOfRotation is the server that a load balancer sends nothing to, since it does not answer; nil: none.
var outOfRotation atomic.Pointer[string]

func anyServer() string {
	server := serverB
	if rand.IntN(2) == 0 {
		server = serverA
	}
	if out := outOfRotation.Load(); out != nil && *out == server {
		return map[string]string{serverA: serverB, serverB: serverA}[server]
	}
	return server
}

// subscribe sets the channel's endpoint and keeps the key that verifies.
func (c *channel) subscribe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	data, err := c.insist(ctx, `mutation($in: AddWebhookEndpointInput!) { addWebhookEndpoint(input: $in) { endpoint { id } key userErrors { code message } } }`,
		map[string]any{"in": map[string]any{
			"requestNo": "ENDPOINT", "url": "http://" + c.lab.address(receiverChild) + "/" + c.code, "eventTypes": []string{"*"}, "ordering": "PER_OBJECT",
		}})
	if err != nil {
		return err
	}
	var a struct{ Key string }
	if err := json.Unmarshal(data["addWebhookEndpoint"], &a); err != nil || a.Key == "" {
		return fmt.Errorf("set webhook endpoint: %s", data["addWebhookEndpoint"])
	}
	c.hookKey = a.Key
	return nil
}

// attempt sends a request once, journalling before and after.
func (c *channel) attempt(ctx context.Context, server string, r *request) outcome {
	r.mu.Lock()
	r.sent++
	line := entry{At: time.Now(), Number: r.Number, Attempt: r.sent, Server: server}
	afterAnswer := r.answer != ""
	r.mu.Unlock()
	sent := line
	if sent.Attempt == 1 {
		sent.Sent = r.Body
	}
	if err := c.lab.journal.add(sent); err != nil {
		return silence
	}
	begun := time.Now()
	status, text, err := c.ask(ctx, server, r.Body)
	came, p := judge(r.Mutation, status, text, err)
	c.lab.clock.note(sample{begun, time.Since(begun), server, r.Channel, r.Mutation, r.Number, failureOf(text, err)})
	line.At, line.Answer = time.Now(), string(text)
	if err != nil {
		line.Answer = "none: " + err.Error()
	}
	if err := c.lab.journal.add(line); err != nil {
		return silence
	}
	r.note(c.lab.found, came, p, afterAnswer, fmt.Sprintf("status %d: %s", status, text))
	c.lab.book.count(r.Mutation, func(t *tally) {
		t.attempts++
		switch came {
		case silence:
			t.silent++
		case accepted:
			t.accepted++
		case refused:
			t.refused++
		case wrong: // a finding
		}
	})
	return came
}

// judge reads an answer. No answer, a 5xx and an error that says "try again" are silence: it may have happened.
func judge(mutation string, status int, text []byte, err error) (outcome, *payload) {
	if err != nil || status >= 500 {
		return silence, nil
	}
	var a struct {
		Data   map[string]json.RawMessage
		Errors []topError
	}
	if json.Unmarshal(text, &a) != nil {
		return wrong, nil
	}
	if len(a.Errors) > 0 {
		if a.Errors[0].Extensions.Retryable {
			return silence, nil
		}
		return wrong, nil
	}
	fields := map[string]json.RawMessage{}
	p := &payload{}
	if json.Unmarshal(a.Data[mutation], &fields) != nil || json.Unmarshal(a.Data[mutation], p) != nil {
		return wrong, nil
	}
	if p.Object = fields[kinds[mutation].object]; len(p.Object) > 0 && string(p.Object) != "null" {
		p.Object = joined(p.Object, fields[kinds[mutation].made])
	}
	switch {
	case len(p.UserErrors) > 0 && p.UserErrors[0].Code == "CONFLICT": // it says: ask again
		return silence, nil
	case len(p.UserErrors) > 0 && p.UserErrors[0].Code == "REQUEST_MISMATCH":
		return wrong, nil // the same bytes under the same number
	case len(p.UserErrors) > 0:
		return refused, p
	case len(p.Object) == 0 || string(p.Object) == "null":
		return wrong, nil
	}
	return accepted, p
}

// joined is one object with the fields of both, in one order.
func joined(object, made json.RawMessage) json.RawMessage {
	var all map[string]any
	if json.Unmarshal(object, &all) != nil || len(made) > 0 && json.Unmarshal(made, &all) != nil {
		return nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil
	}
	return text
}

// do sends a request until it is answered, a few times; what is not answered then is sent again later. One in ten goes
// to both servers at once, and one in twenty is sent again after it was answered.
func (c *channel) do(ctx context.Context, rng *rand.Rand, r *request) bool {
	c.lab.book.enter(r)
	twice, again := rng.IntN(10) == 0, rng.IntN(20) == 0
	for try := range 3 {
		var came outcome
		if twice && try == 0 {
			came = c.both(ctx, r)
		} else {
			came = c.attempt(ctx, anyServer(), r)
		}
		if came != silence {
			if again {
				c.lab.book.count(r.Mutation, func(t *tally) { t.doubled++ })
				c.attempt(ctx, anyServer(), r)
			}
			return r.answered()
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Duration(50+rng.IntN(400)) * time.Millisecond):
		}
	}
	c.lab.book.later(r)
	return false
}

// both sends a request to both servers at once.
func (c *channel) both(ctx context.Context, r *request) outcome {
	if outOfRotation.Load() != nil {
		return c.attempt(ctx, anyServer(), r)
	}
	c.lab.book.count(r.Mutation, func(t *tally) { t.doubled++ })
	other := make(chan outcome, 1)
	go func() { other <- c.attempt(ctx, serverB, r) }()
	one, two := c.attempt(ctx, serverA, r), <-other
	if one == accepted || two == accepted {
		return accepted
	}
	return max(one, two)
}
