// Package outbound posts messages to addresses that other people chose: the webhooks of channels. It decides what may be
// connected to and how long and how large an answer may be; what is sent, signed and tried again is left to webhooks.
//
// The address really connected to is looked at in the moment of connecting, after the name was resolved, so that a name
// which resolves to something else the second time (DNS rebinding) gains nothing. Redirects are not followed.
package outbound

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"baodan/insurance/webhooks"
)

const (
	// DefaultTimeout bounds a message that names no timeout: name, connection, answer and its body, all in all.
	DefaultTimeout = 10 * time.Second
	// MaxBody is how much of an answer's body is read, in bytes.
	MaxBody = 64 << 10
	// MaxExcerpt is the length of an excerpt in bytes.
	MaxExcerpt = 1 << 10
)

// What stands in Answer.Failure. Canceled is nobody's fault - this server stops - and must not count against a receiver.
const (
	FailureDNS     = "dns"
	FailureConnect = "connect" // no connection, or one that broke before the answer was whole
	FailureTLS     = "tls"
	FailureTimeout = "timeout"
	FailureRefused = "refused_address"
	Canceled       = "canceled"
)

// Options of a Sender. The zero value is that of production.
type Options struct {
	AllowPrivate bool           // development: loopback, private and all other addresses, and names such as localhost
	AllowHTTP    bool           // development: http beside https
	Resolver     *net.Resolver  // nil: the system's
	Roots        *x509.CertPool // who may vouch for receivers; nil: the system's
}

// Sender implements webhooks.Sender. Many may use it at once; it keeps up to 32 idle connections to a host, 512 in all.
type Sender struct {
	options   Options
	transport *http.Transport
}

// New makes a sender.
func New(o Options) *Sender {
	dialer := &net.Dialer{Timeout: DefaultTimeout, KeepAlive: 30 * time.Second, Resolver: o.Resolver}
	if !o.AllowPrivate {
		dialer.ControlContext = guard
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true) // one message on a connection: a stalled one holds up no other
	return &Sender{options: o, transport: &http.Transport{
		Proxy:                  nil, // a proxy would resolve and connect behind the guard's back
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
		TLSHandshakeTimeout:    DefaultTimeout,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    32,
		MaxConnsPerHost:        128,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: MaxBody,
		DisableCompression:     true, // 64 KiB read are 64 KiB held
		Protocols:              protocols,
	}}
}

// Close closes the idle connections.
func (s *Sender) Close() { s.transport.CloseIdleConnections() }

// Send posts a message once; whatever becomes of it stands in the answer. A 3xx is an answer like any other. An answer
// that breaks off before it is whole or before its first 64 KiB is none: its failure is timeout or connect.
func (s *Sender) Send(ctx context.Context, m webhooks.Message) webhooks.Answer {
	start := time.Now()
	answer := s.send(ctx, m)
	answer.Duration = time.Since(start)
	return answer
}

func (s *Sender) send(ctx context.Context, m webhooks.Message) webhooks.Answer {
	if s.Check(m.URL) != nil {
		return webhooks.Answer{Failure: FailureRefused}
	}
	timeout := m.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var handshake atomic.Bool // one began and has not ended well
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		TLSHandshakeStart: func() { handshake.Store(true) },
		TLSHandshakeDone:  func(_ tls.ConnectionState, err error) { handshake.Store(err != nil) },
	})
	request, err := http.NewRequestWithContext(traced, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return webhooks.Answer{Failure: FailureRefused}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Baodan-Webhooks/1")
	for name, value := range m.Header {
		request.Header.Set(name, value)
	}
	// Present and empty: not sent, but tells the transport that a message may go twice, which its id makes harmless, so
	// that a kept connection which the receiver has just closed costs no attempt.
	request.Header["Idempotency-Key"] = nil
	response, err := s.transport.RoundTrip(request) // not by http.Client: that would follow, or read, Location
	if err != nil {
		return webhooks.Answer{Failure: failure(ctx, err, handshake.Load())}
	}
	defer response.Body.Close() //nolint:errcheck // read to its end or given up
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxBody))
	if err != nil {
		return webhooks.Answer{Failure: failure(ctx, err, false)}
	}
	return webhooks.Answer{Status: response.StatusCode, Body: body, Excerpt: excerpt(body)}
}

// failure is the class of what went wrong; ctx is the caller's own, without the message's deadline.
func failure(ctx context.Context, err error, handshake bool) string {
	var name *net.DNSError
	var network net.Error
	switch {
	case errors.Is(err, errNotPublic):
		return FailureRefused
	case errors.Is(ctx.Err(), context.Canceled):
		return Canceled
	case errors.As(err, &name):
		return FailureDNS
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return FailureTimeout
	case handshake:
		return FailureTLS
	}
	return FailureConnect
}

// excerpt is the beginning of a body as valid UTF-8, cut between characters.
func excerpt(body []byte) string {
	text := strings.ToValidUTF8(string(body[:min(len(body), MaxExcerpt+utf8.UTFMax)]), "\uFFFD")
	if len(text) <= MaxExcerpt {
		return text
	}
	cut := MaxExcerpt
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}
