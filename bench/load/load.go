// Package load sends signed GraphQL requests as fast as one lane after another allows (Closed), or at the instants of a
// schedule (Open), and keeps every latency. It shares the machine with the server it measures, so a request may cost
// only a few microseconds here: raw connections, bodies made beforehand, one write and mostly one read. What is asked
// and what the figures are worth is left to the caller.
package load

import (
	"bytes"
	"fmt"
	"sync"

	"baodan/server/httpsig"
)

// Target is the server under load.
type Target struct {
	Address string // host:port
	Path    string // of the endpoint
	Signer  *httpsig.Signer
	Run     string // sets the order numbers of this run apart: 8 characters of [A-Za-z0-9]
	lanes   struct {
		sync.Mutex
		last int
	}
}

// Kind is one kind of request: a body in which one value changes each time, and what its answer must hold.
type Kind struct {
	Name  string
	Body  *Template
	Pick  func() string                           // the value; nil: a number that is used once
	Check func(answer []byte, value string) error // of an answer with status 200
	Each  func(answer []byte)                     // sees each good answer, from many lanes at once; may be nil
}

// Holding checks that an answer holds all of some texts, and none of the forbidden ones.
func Holding(texts ...string) func([]byte, string) error {
	wanted := make([][]byte, len(texts))
	for i, text := range texts {
		wanted[i] = []byte(text)
	}
	return func(answer []byte, _ string) error {
		for _, one := range wanted {
			if !bytes.Contains(answer, one) {
				return fmt.Errorf("no %s in %s", one, answer)
			}
		}
		return nil
	}
}

// lane numbers a new lane; numbers are never used twice, and neither are the order numbers made from them.
func (t *Target) lane() int {
	t.lanes.Lock()
	defer t.lanes.Unlock()
	t.lanes.last++
	return t.lanes.last
}

// Failures counts what went wrong and keeps the first few texts. It may be used by many at once.
type Failures struct {
	mu    sync.Mutex
	count int
	texts []string
}

const (
	keptFailures  = 5
	failureLength = 400
)

// Add counts an error; one whose text is known already is only counted.
func (f *Failures) Add(err error) {
	text := err.Error()
	if len(text) > failureLength {
		text = text[:failureLength] + "..."
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	if len(f.texts) == keptFailures {
		return
	}
	for _, known := range f.texts {
		if known == text {
			return
		}
	}
	f.texts = append(f.texts, text)
}

// Count is how many there were.
func (f *Failures) Count() int { f.mu.Lock(); defer f.mu.Unlock(); return f.count }

// Texts are the first few that differ.
func (f *Failures) Texts() []string { f.mu.Lock(); defer f.mu.Unlock(); return f.texts }
