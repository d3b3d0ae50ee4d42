package webhooks

import (
	"context"
	"time"
)

// Sender posts messages to the addresses of channels. It follows no redirects, refuses addresses that are not public
// when it connects (except in development), and bounds time and size.
type Sender interface {
	Send(ctx context.Context, m Message) Answer
	// Check refuses an address that can never be sent to: not https, with a user, a fragment, or a literal address that
	// is not public. What its name resolves to is looked at when connecting, each time.
	Check(url string) error
}

// Message is one POST.
type Message struct {
	URL     string
	Header  map[string]string // webhook-id, webhook-timestamp, webhook-signature, traceparent
	Body    []byte            // JSON
	Timeout time.Duration
}

// Answer is what came back.
type Answer struct {
	Status   int    // 0: no answer
	Failure  string // where there is no answer: dns, connect, tls, timeout, refused_address
	Duration time.Duration
	Excerpt  string // first KiB of the body, valid UTF-8
	Body     []byte // at most 64 KiB
}
