package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// sample is how long one attempt of a request took, and what was wrong with its answer.
type sample struct {
	begun             time.Time
	took              time.Duration
	server            string
	channel, mutation string
	number            string
	failure           string // code of the error of the whole request, "no answer", or empty
}

// failureOf names what was wrong with an answer as a whole; what a rule refuses is nothing wrong.
func failureOf(text []byte, err error) string {
	if err != nil {
		return "no answer"
	}
	var a struct{ Errors []topError }
	if json.Unmarshal(text, &a) != nil {
		return "no JSON"
	}
	if len(a.Errors) > 0 {
		return cmp.Or(a.Errors[0].Extensions.Code, "no code")
	}
	return ""
}

// stopwatch keeps samples while it runs.
type stopwatch struct {
	mu      sync.Mutex
	running bool
	samples []sample
}

func (w *stopwatch) note(s sample) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running {
		w.samples = append(w.samples, s)
	}
}

// start begins anew.
func (w *stopwatch) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running, w.samples = true, nil
}

// stop answers the samples.
func (w *stopwatch) stop() []sample {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = false
	return w.samples
}

// percentile of what samples took; 0 where there are none.
func percentile(samples []sample, share float64) time.Duration {
	if len(samples) == 0 {
		return 0
	}
	took := make([]time.Duration, len(samples))
	for i, s := range samples {
		took[i] = s.took
	}
	slices.Sort(took)
	return took[min(int(share*float64(len(took))), len(took)-1)]
}

// failures counts what was wrong, by code.
func failures(samples []sample) string {
	counts := map[string]int{}
	for _, s := range samples {
		if s.failure != "" {
			counts[s.failure]++
		}
	}
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", code, counts[code]))
	}
	return cmp.Or(strings.Join(parts, ", "), "none")
}
