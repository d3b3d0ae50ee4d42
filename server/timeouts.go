package server

import (
	"log/slog"
	"net/http"
	"time"
)

// Timeouts are how long a connection may take for what.
type Timeouts struct {
	header time.Duration // to send the head of a request
	read   time.Duration // to send a request whole
	write  time.Duration // to take its answer, from its head on
	idle   time.Duration // between requests
	// silence is how long a sender or reader of a file may stand still. How long all of it takes is its own affair: a
	// gigabyte over a slow line takes its time.
	silence time.Duration
	// transfer is the longest that a file may take all in all.
	transfer time.Duration
}

// DefaultTimeouts are those of every server here.
var DefaultTimeouts = Timeouts{
	header: 5 * time.Second, read: 15 * time.Second, write: 90 * time.Second, idle: 2 * time.Minute,
	silence: 30 * time.Second, transfer: time.Hour,
}

// Server at an address.
func (t *Timeouts) Server(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: handler, ReadHeaderTimeout: t.header, ReadTimeout: t.read,
		WriteTimeout: t.write, IdleTimeout: t.idle, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}
