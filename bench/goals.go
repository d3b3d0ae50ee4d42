package main

import (
	"fmt"

	"baodan/bench/load"
)

// goal is what issue 2 asks of a figure. One that is missed is told, and no failure.
type goal struct {
	Name string
	Got  float64
	Want float64
	Most bool // Want is the most, not the least
	Met  bool
}

// String is a line for people.
func (g goal) String() string {
	verdict, sign := "MISSED", ">="
	if g.Met {
		verdict = "met   "
	}
	if g.Most {
		sign = "<="
	}
	return fmt.Sprintf("%s  %s: %.3f (goal %s %g)", verdict, g.Name, g.Got, sign, g.Want)
}

func (r *report) atLeast(name string, got, want float64) {
	r.Goals = append(r.Goals, goal{Name: name, Got: got, Want: want, Met: got >= want})
}

func (r *report) atMost(name string, got, want float64) {
	r.Goals = append(r.Goals, goal{Name: name, Got: got, Want: want, Most: true, Met: got <= want})
}

// at is a row that was measured, or nil.
func (r *report) at(kind string, lanes int) *row {
	for _, one := range r.Rows {
		if one.Kind == kind && one.Concurrency == lanes {
			return one
		}
	}
	return nil
}

func (r *report) issueGoals() {
	if one := r.at("issue", 128); one != nil {
		for _, y := range r.Yardsticks {
			r.atLeast(fmt.Sprintf("issue, 128 at once, rate to sysbench with %d threads", y.Threads), one.Ratio[y.Threads], 0.25)
		}
		r.atMost("issue, 128 at once, p99 ms", one.P99, 50)
	}
	if one := r.at("issue", 32); one != nil {
		r.atMost("issue, 32 at once, p99 ms", one.P99, 20)
	}
	if one := r.at("issue", 1); one != nil {
		r.atMost("issue, one at a time, p50 ms", one.P50, 2)
	}
}

func (r *report) quoteGoals() {
	for _, kind := range []string{"quote", "policy"} {
		if one := r.at(kind, 32); one != nil {
			r.atLeast(kind+", 32 at once, a second", one.Rate, 6000)
			r.atMost(kind+", 32 at once, p99 ms", one.P99, 15)
		}
	}
}

// claimsGoals are those of what a worker does. A phase that was left out has none.
func (r *report) claimsGoals(rate float64) {
	const enough = 0.95 // of what was submitted; what is left is what came within the last second or so
	for _, m := range r.Phases {
		switch m.Phase {
		case claimsDrained:
			r.atLeast("claims paid a second, drained", m.Rate, 300)
		case claimsSustained:
			r.atLeast(fmt.Sprintf("claims at %g/s, share paid when the load ended", rate), m.Figures[sharePaid], enough)
		case webhooksDrained:
			r.atLeast("webhooks delivered a second", m.Rate, 1000)
		case webhookDelay:
			r.atMost(fmt.Sprintf("webhooks at %d/s, p99 ms from the act to arrival", halfOfGoal), m.P99, 1000)
		case withSlow:
			r.atMost("webhooks, p95 beside a slow receiver to alone", r.ratioOfP95(withSlow, alone), 1.2)
			r.atMost("webhooks, p95 beside a slow receiver to beside a prompt one", r.ratioOfP95(withSlow, withPrompt), 1.2)
		}
	}
}

// flat is by how much the last quarter's memory may exceed the first's.
const flat = 1.10

func (r *report) mixGoals() {
	for _, one := range r.Rows {
		r.atMost("mix, "+one.Kind+", mean ms", one.Mean, 5)
	}
	r.atMost("mix, requests that went wrong", float64(r.Errors), 0)
	if growth := r.Memory.growth(); growth > 0 {
		r.atMost("mix, server memory, last quarter to first", growth, flat)
	}
}

// memory is what the server held in real memory during a run, in MiB.
type memory struct {
	EverySeconds float64
	MiB          []float64
}

// quarters are the medians of the first and the last quarter of the samples.
func (m *memory) quarters() (first, last float64) {
	n := max(len(m.MiB)/4, min(len(m.MiB), 1))
	return load.Median(m.MiB[:n]), load.Median(m.MiB[len(m.MiB)-n:])
}

// growth of the last quarter over the first; 0 where nothing was read.
func (m *memory) growth() float64 {
	first, last := m.quarters()
	if first == 0 {
		return 0
	}
	return last / first
}

// String is a line for people.
func (m *memory) String() string {
	first, last := m.quarters()
	return fmt.Sprintf("server memory, every %g s: first quarter %.0f MiB, last quarter %.0f MiB; all: %.0f", m.EverySeconds, first, last, m.MiB)
}
