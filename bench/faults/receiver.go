package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"baodan/insurance/event"
)

// heard is a line of the receiver's journal: a message that came, and how it was answered.
type heard struct {
	Channel string `json:"channel"`
	Status  int    `json:"status"`
	Valid   bool   `json:"valid"` // its signature
	event.Message
}

// receiver takes webhooks of both channels and journals each before it answers. It is a process of its own, so that it
// can be killed.
type receiver struct {
	journal *journal
	keyFile string
	faulty  bool

	mu   sync.Mutex
	keys map[string]ed25519.PublicKey
}

// receive serves: ADDRESS JOURNAL KEYS FAULTY.
func receive(arguments []string) error {
	if len(arguments) != 4 {
		return errors.New("ADDRESS JOURNAL KEYS FAULTY")
	}
	j, err := openJournal(arguments[1])
	if err != nil {
		return err
	}
	// A line that was being written when the process was killed ends here; its message was not answered.
	if _, err := j.file.WriteString("\n"); err != nil {
		return err
	}
	r := &receiver{journal: j, keyFile: arguments[2], faulty: arguments[3] == "true"}
	s := &http.Server{Addr: arguments[0], Handler: r, ReadHeaderTimeout: 5 * time.Second}
	return s.ListenAndServe()
}

// ServeHTTP takes one message: POST /CHANNEL.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(io.LimitReader(q.Body, 1<<20))
	if err != nil {
		return
	}
	h := heard{Channel: strings.TrimPrefix(q.URL.Path, "/"), Status: http.StatusOK}
	if err := json.Unmarshal(body, &h.Message); err != nil {
		h.Type = "not JSON: " + string(body)
	}
	if h.Type == "endpoint.challenge" {
		var data struct{ Challenge string }
		_ = json.Unmarshal(h.Data, &data) // an empty challenge is answered with nothing
		fmt.Fprint(w, data.Challenge)
		return
	}
	key := r.keyOf(h.Channel)
	if key == nil {
		http.Error(w, "the key is not known yet", http.StatusServiceUnavailable)
		return
	}
	h.Valid = valid(key, q.Header, body)
	if r.faulty {
		switch n := rand.IntN(1000); {
		case n < 25:
			h.Status = http.StatusInternalServerError
		case n < 28: // it hangs, having taken it or not: nobody is told
			h.Status = 0
		}
	}
	if err := r.journal.add(h); err != nil {
		h.Status = http.StatusInsufficientStorage
	}
	if h.Status == 0 {
		<-q.Context().Done()
		return
	}
	w.WriteHeader(h.Status)
}

// keyOf is a channel's key, once the laboratory wrote it.
func (r *receiver) keyOf(channel string) ed25519.PublicKey {
	r.mu.Lock()
	defer r.mu.Unlock()
	for range 100 {
		if key := r.keys[channel]; key != nil {
			return key
		}
		texts := map[string]string{}
		if text, err := os.ReadFile(r.keyFile); err == nil && json.Unmarshal(text, &texts) == nil {
			r.keys = map[string]ed25519.PublicKey{}
			for name, key := range texts {
				if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(key, "whpk_")); err == nil && len(raw) == ed25519.PublicKeySize {
					r.keys[name] = raw
				}
			}
			continue
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil
}

// valid verifies a message after Standard Webhooks, scheme v1a.
func valid(key ed25519.PublicKey, header http.Header, body []byte) bool {
	signed := header.Get("webhook-id") + "." + header.Get("webhook-timestamp") + "." + string(body)
	for _, one := range strings.Fields(header.Get("webhook-signature")) {
		signature, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(one, "v1a,"))
		if err == nil && ed25519.Verify(key, []byte(signed), signature) {
			return true
		}
	}
	return false
}

// readHeard reads the receiver's journal; half lines are of messages that were not answered.
func readHeard(path string) ([]heard, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []heard
	for line := range strings.Lines(string(text)) {
		var h heard
		if json.Unmarshal([]byte(line), &h) == nil && h.Type != "" {
			list = append(list, h)
		}
	}
	return list, nil
}
