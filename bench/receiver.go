package main

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"baodan/bench/load"
)

// receiver is a channel's webhook in this process. It answers the challenge, verifies nothing, and notes of each message
// how long after its event it came.
type receiver struct {
	url    string
	server *http.Server
	slow   atomic.Int64 // nanoseconds that an answer takes
	count  atomic.Int64 // messages since forget, repeated ones too

	mu       sync.Mutex
	delays   load.Latencies
	newest   map[string]int // sequence, by subject
	disorder int            // messages before whose time an earlier one of their subject had not come
	repeated int
}

func openReceiver() (*receiver, error) {
	r := &receiver{newest: map[string]int{}}
	var err error
	r.server, r.url, err = serveLoopback(r)
	return r, err
}

func (r *receiver) close() { r.server.Close() } //nolint:errcheck // the process ends

// ServeHTTP takes a message. A slow answer is taken note of when it begins, since that is when the message came.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	arrived := time.Now()
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return
	}
	if challenge := field(body, `"challenge":"`); challenge != "" && field(body, `"type":"`) == "endpoint.challenge" {
		io.WriteString(w, challenge) //nolint:errcheck // it asks again
		return
	}
	r.note(body, arrived)
	if slow := time.Duration(r.slow.Load()); slow > 0 {
		select {
		case <-time.After(slow):
		case <-q.Context().Done():
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// note reads what stands before the data of a message.
func (r *receiver) note(body []byte, arrived time.Time) {
	happened, err := time.Parse(time.RFC3339, field(body, `"timestamp":"`))
	if err != nil {
		return // counted as missing
	}
	subject, seq := field(body, `"subject":"`), whole(body, `"sequence":`)
	r.mu.Lock()
	r.delays = append(r.delays, arrived.Sub(happened))
	switch newest := r.newest[subject]; {
	case seq == newest+1:
		r.newest[subject] = seq
	case seq <= newest:
		r.repeated++
	default:
		r.disorder++
		r.newest[subject] = seq
	}
	r.mu.Unlock()
	r.count.Add(1)
}

// forget begins anew: what has come is counted no longer.
func (r *receiver) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.delays, r.disorder, r.repeated = nil, 0, 0
	r.count.Store(0)
}

// heard are the delays since forget, and how many messages came out of order or again.
func (r *receiver) heard() (delays load.Latencies, disorder, repeated int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append(load.Latencies(nil), r.delays...), r.disorder, r.repeated
}

// whole is the number behind a mark; 0 where there is none.
func whole(body []byte, mark string) int {
	_, rest, found := bytes.Cut(body, []byte(mark))
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(rest[:end]))
	if !found || err != nil {
		return 0
	}
	return n
}
