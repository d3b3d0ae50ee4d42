package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Timeouts are how long a connection may take for what.
type Timeouts struct {
	Header time.Duration // to send the head of a request
	Read   time.Duration // to send a request whole
	Write  time.Duration // to take its answer, from its head on
	Idle   time.Duration // between requests
	// Silence is how long a sender or reader of a file may stand still. How long all of it takes is its own affair: a
	// gigabyte over a slow line takes its time.
	Silence time.Duration
	// Transfer is the longest that a file may take all in all.
	Transfer time.Duration
}

// DefaultTimeouts are those of every server here.
var DefaultTimeouts = Timeouts{
	Header: 5 * time.Second, Read: 15 * time.Second, Write: 90 * time.Second, Idle: 2 * time.Minute,
	Silence: 30 * time.Second, Transfer: time.Hour,
}

// Server at an address.
func (t *Timeouts) Server(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: handler, ReadHeaderTimeout: t.Header, ReadTimeout: t.Read,
		WriteTimeout: t.Write, IdleTimeout: t.Idle, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

const drainTimeout = 25 * time.Second // for requests under way when the process stops

// Listen binds the server's address and serves until the context ends, then drains.
func Listen(ctx context.Context, s *http.Server) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("serve %s: %w", s.Addr, err)
	}
	return Serve(ctx, s, l, "", "")
}

// Serve serves a port until the context ends, then drains.
func Serve(ctx context.Context, s *http.Server, l net.Listener, cert, key string) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
		defer cancel()
		stopped <- s.Shutdown(drain)
	}()
	var err error
	if cert != "" {
		err = s.ServeTLS(l, cert, key)
	} else {
		err = s.Serve(l)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", s.Addr, err)
	}
	return <-stopped
}
