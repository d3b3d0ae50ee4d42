package outbound_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"baodan/insurance/webhooks"
	"baodan/server/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// local may send to this machine.
func local(t *testing.T) *outbound.Sender {
	s := outbound.New(outbound.Options{AllowPrivate: true, AllowHTTP: true})
	t.Cleanup(s.Close)
	return s
}

func receiver(t *testing.T, handle http.HandlerFunc) string {
	server := httptest.NewServer(handle)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

// raw is a receiver below HTTP; handle gets every connection after the request's first bytes.
func raw(t *testing.T, handle func(net.Conn)) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var open sync.WaitGroup
	open.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer connection.Close()
				_, _ = connection.Read(make([]byte, 4096))
				handle(connection)
			})
		}
	})
	t.Cleanup(func() { listener.Close(); open.Wait() })
	return "http://" + listener.Addr().String()
}

func TestSend(t *testing.T) {
	url := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.Equal(t, http.MethodPost, r.Method)
		assert.Equal(t, "/hook?a=b", r.URL.String())
		assert.Equal(t, `{"a":1}`, string(body))
		assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
		assert.Equal(t, "msg_1", r.Header.Get("webhook-id"))
		assert.NotContains(t, r.Header, "Idempotency-Key")
		assert.NotContains(t, r.Header, "Accept-Encoding")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"ok":true}`)
	})
	answer := local(t).Send(t.Context(), webhooks.Message{URL: url + "/hook?a=b", Header: map[string]string{"webhook-id": "msg_1"}, Body: []byte(`{"a":1}`)})
	assert.Equal(t, 202, answer.Status)
	assert.Empty(t, answer.Failure)
	assert.Equal(t, `{"ok":true}`, answer.Excerpt)
	assert.Equal(t, `{"ok":true}`, string(answer.Body))
	assert.Positive(t, answer.Duration)
}

func TestSendKeepsConnections(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	s := local(t)
	for range 20 {
		require.Equal(t, 200, s.Send(t.Context(), webhooks.Message{URL: server.URL}).Status)
	}
	assert.EqualValues(t, 1, connections.Load())
	server.CloseClientConnections()
	for range 5 { // a kept connection that was closed costs no attempt
		require.Equal(t, 200, s.Send(t.Context(), webhooks.Message{URL: server.URL}).Status)
	}
}

func TestSendFollowsNoRedirect(t *testing.T) {
	var reached atomic.Bool
	inner := receiver(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{inner, "http://169.254.169.254/", "://%zz", ""} {
			url := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", location)
				w.WriteHeader(status)
			})
			assert.Equal(t, status, local(t).Send(t.Context(), webhooks.Message{URL: url}).Status, location)
		}
	}
	assert.False(t, reached.Load())
}

func TestSendBounds(t *testing.T) {
	t.Run("huge body", func(t *testing.T) {
		url := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			for chunk := []byte(strings.Repeat("é", 1<<14)); ; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		})
		answer := local(t).Send(t.Context(), webhooks.Message{URL: url})
		assert.Equal(t, 200, answer.Status)
		assert.Len(t, answer.Body, outbound.MaxBody)
		assert.Len(t, answer.Excerpt, outbound.MaxExcerpt)
	})
	for name, body := range map[string]string{
		"cut in a character":    "x" + strings.Repeat("保", 1000),
		"not UTF-8":             strings.Repeat("\xff", 5000),
		"broken at the cut":     strings.Repeat("x", 1023) + "\xe4\xbf",
		"shorter, with rubbish": "a\xc3b",
	} {
		t.Run(name, func(t *testing.T) {
			url := receiver(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
			answer := local(t).Send(t.Context(), webhooks.Message{URL: url})
			assert.True(t, utf8.ValidString(answer.Excerpt))
			assert.LessOrEqual(t, len(answer.Excerpt), outbound.MaxExcerpt)
			assert.Equal(t, body, string(answer.Body))
		})
	}
}

func TestSendFailures(t *testing.T) {
	done := make(chan struct{})
	defer close(done) // before the receivers are waited for
	trickle := func(head, drop string) string {
		return raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head)
			for {
				select {
				case <-done:
					return
				case <-time.After(10 * time.Millisecond):
					if _, err := io.WriteString(c, drop); err != nil {
						return
					}
				}
			}
		})
	}
	closed := raw(t, func(net.Conn) {})
	secret := httptest.NewTLSServer(http.NotFoundHandler())
	secret.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(secret.Close)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())

	for name, c := range map[string]struct{ url, failure string }{
		"hangs":                       {receiver(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), "timeout"},
		"slow header":                 {trickle("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"), "timeout"},
		"slow body":                   {trickle("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", "x"), "timeout"},
		"slow chunks":                 {trickle("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), "timeout"},
		"nobody there":                {"http://" + nobody.Addr().String(), "connect"},
		"closes":                      {closed, "connect"},
		"breaks off":                  {raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx") }), "connect"},
		"no HTTP":                     {raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-x\r\n") }), "connect"},
		"header of a megabyte":        {raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)) }), "connect"},
		"unknown certificate":         {secret.URL, "tls"},
		"plain where TLS was awaited": {strings.Replace(closed, "http:", "https:", 1), "tls"},
		"TLS that never answers":      {strings.Replace(trickle("", ""), "http:", "https:", 1), "timeout"},
		"no such name":                {"http://nobody.invalid/", "dns"},
		"not an address":              {"http://localhost:22", "refused_address"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			answer := local(t).Send(t.Context(), webhooks.Message{URL: c.url, Timeout: 300 * time.Millisecond})
			assert.Equal(t, c.failure, answer.Failure)
			assert.Zero(t, answer.Status)
			assert.Empty(t, answer.Body)
			assert.Less(t, time.Since(start), 3*time.Second)
		})
	}
}

func TestSendVerifiesCertificates(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	s := outbound.New(outbound.Options{AllowPrivate: true, Roots: roots})
	t.Cleanup(s.Close)
	assert.Equal(t, 200, s.Send(t.Context(), webhooks.Message{URL: server.URL}).Status)
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	old.Config.ErrorLog = log.New(io.Discard, "", 0)
	old.StartTLS()
	t.Cleanup(old.Close)
	assert.Equal(t, "tls", s.Send(t.Context(), webhooks.Message{URL: old.URL}).Failure)
}

func TestSendCanceledIsNobodysFault(t *testing.T) {
	url := receiver(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	assert.Equal(t, outbound.Canceled, local(t).Send(ctx, webhooks.Message{URL: url}).Failure)

	late, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	assert.Equal(t, "timeout", local(t).Send(late, webhooks.Message{URL: url}).Failure)
}
