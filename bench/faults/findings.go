package main

import (
	"fmt"
	"strings"
	"sync"
)

// findings are what does not hold, by invariant.
type findings struct {
	mu    sync.Mutex
	list  []finding
	times map[string]int
}

// finding is one object for which an invariant does not hold.
type finding struct{ invariant, object, evidence string }

// mostOfOne is how many findings of one invariant are kept whole; the others are counted.
const mostOfOne = 5

func (f *findings) add(invariant, object, format string, arguments ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.times == nil {
		f.times = map[string]int{}
	}
	if f.times[invariant]++; f.times[invariant] <= mostOfOne {
		f.list = append(f.list, finding{invariant, object, fmt.Sprintf(format, arguments...)})
	}
}

func (f *findings) any() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list) > 0
}

// text prints them.
func (f *findings) text() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out strings.Builder
	for _, one := range f.list {
		fmt.Fprintf(&out, "  VIOLATED %s: %s: %s\n", one.invariant, one.object, clip(one.evidence, 900))
	}
	for name, n := range f.times {
		if n > mostOfOne {
			fmt.Fprintf(&out, "  VIOLATED %s: %d in all\n", name, n)
		}
	}
	return out.String()
}

// first is the first finding of an invariant.
func (f *findings) first(invariant string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.list {
		if one.invariant == invariant {
			return one.invariant + ": " + one.object + ": " + clip(one.evidence, 300)
		}
	}
	return ""
}

// names are the invariants that do not hold.
func (f *findings) names() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, one := range f.list {
		if len(names) == 0 || !strings.Contains(strings.Join(names, ","), one.invariant) {
			names = append(names, one.invariant)
		}
	}
	return strings.Join(names, ", ")
}

func clip(text string, most int) string {
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
