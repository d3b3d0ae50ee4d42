package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"baodan/bench/load"
	"baodan/bench/rig"
)

// measured is one phase of a bench with workers: medians of its rounds, except Max, Errors and Counts.
type measured struct {
	Phase, Conditions   string
	Unit                string  // what is counted
	Rate                float64 // a second
	P50, P95, P99, Max  float64 // ms; zero: not asked for
	Waits               string  // what the times are of
	Open                bool    // load comes by itself
	Errors              int
	Cores, Busy, Others float64            // cores there are, kept busy by us, and by others
	CPU                 map[string]float64 // ms for one unit, by process
	Statements          float64            // for one unit; of everybody on the database server
	Figures             map[string]float64 // whatever else a phase tells
	Rates, P95s         []float64          // of each round
	rounds              []round
	p50s, p99s          []float64
}

// round is a phase once.
type round struct {
	units      int           // done in elapsed
	elapsed    time.Duration // of rate and cost
	cost       rig.Cost
	statements int64
	waits      load.Latencies // empty: not asked for
	refused    int            // requests that went wrong
	errors     int            // of what was to follow from those that went well
	figures    map[string]float64
}

// per is what a round used for each unit, in ms, by process.
func (r round) per() map[string]float64 {
	used := map[string]float64{}
	for process, spent := range r.cost {
		if process != rig.Machine {
			used[process] = ms(spent) / float64(max(r.units, 1))
		}
	}
	return used
}

// busy is how many cores our own processes, and all others, kept busy.
func (r round) busy() (ours, others float64) {
	seconds := max(r.elapsed.Seconds(), 1e-9)
	for process, spent := range r.cost {
		if process != rig.Machine {
			ours += spent.Seconds() / seconds
		}
	}
	return ours, r.cost.Others().Seconds() / seconds
}

// addRound takes a round in and sums its phase up anew.
func (m *measured) addRound(r round) {
	m.rounds = append(m.rounds, r)
	m.Errors += r.refused + r.errors
	m.Rates = append(m.Rates, float64(r.units)/max(r.elapsed.Seconds(), 1e-9))
	m.Rate = load.Median(m.Rates)
	if len(r.waits) > 0 {
		s := r.waits.Summary() // sorts
		m.p50s, m.P95s, m.p99s = append(m.p50s, ms(s.P50)), append(m.P95s, ms(rank(r.waits, 0.95))), append(m.p99s, ms(s.P99))
		m.P50, m.P95, m.P99, m.Max = load.Median(m.p50s), load.Median(m.P95s), load.Median(m.p99s), max(m.Max, ms(s.Max))
	}
	costs, figures := map[string][]float64{}, map[string][]float64{}
	var busy, others, statements []float64
	for _, one := range m.rounds {
		for process, used := range one.per() {
			costs[process] = append(costs[process], used)
		}
		for name, figure := range one.figures {
			figures[name] = append(figures[name], figure)
		}
		mine, theirs := one.busy()
		busy, others = append(busy, mine), append(others, theirs)
		statements = append(statements, float64(one.statements)/float64(max(one.units, 1)))
	}
	m.Busy, m.Others, m.Statements = load.Median(busy), load.Median(others), load.Median(statements)
	m.CPU, m.Figures = medians(costs), medians(figures)
}

func medians(all map[string][]float64) map[string]float64 {
	middle := map[string]float64{}
	for name, list := range all {
		middle[name] = load.Median(list)
	}
	return middle
}

// rank is the smallest of sorted latencies that a share of all do not exceed.
func rank(sorted load.Latencies, share float64) time.Duration {
	return sorted[max(int(math.Ceil(share*float64(len(sorted))))-1, 0)]
}

// limit says what keeps a phase from going faster: the CPU where hardly any of it is idle, and who uses it; else waits.
// Load that comes by itself is no limit of ours; there, the rate at which the CPU would be full is of interest.
func (m *measured) limit() string {
	const full = 0.9
	total := 0.0
	for _, used := range m.CPU {
		total += used
	}
	shares := make([]string, 0, len(m.CPU))
	for _, process := range slices.SortedFunc(maps.Keys(m.CPU), func(a, b string) int { return cmp.Compare(m.CPU[b], m.CPU[a]) }) {
		shares = append(shares, fmt.Sprintf("%s %.2f ms (%.0f %%)", process, m.CPU[process], 100*m.CPU[process]/max(total, 1e-9)))
	}
	verdict := "limited by waits and round trips, not the CPU"
	switch busy := m.Busy+m.Others >= full*m.Cores; {
	case busy:
		verdict = "limited by the CPU"
	case m.Open:
		verdict = "not at its limit"
	}
	return fmt.Sprintf("%s: %s: %.2f of %g cores busy, %.2f more by others and the kernel; one %s costs %.1f SQL statements and %s, so that all "+
		"cores together would do %.0f/s", m.Phase, verdict, m.Busy, m.Cores, m.Others, m.Unit, m.Statements, strings.Join(shares, ", "),
		1000*m.Cores/max(total, 1e-9))
}

// printPhases writes them for people.
func (r *report) printPhases(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\nmedians of rounds; ms")
	line(w, []string{"", "per s", "rounds", "p50", "p95", "p99", "max", "errors"})
	for _, m := range r.Phases {
		cells := []string{m.Phase, fmt.Sprintf("%.0f", m.Rate), fmt.Sprintf("%.0f", m.Rates)}
		for _, figure := range []float64{m.P50, m.P95, m.P99, m.Max} {
			if m.Waits == "" {
				cells = append(cells, "-")
				continue
			}
			cells = append(cells, fmt.Sprintf("%.1f", figure))
		}
		line(w, append(cells, fmt.Sprint(m.Errors)))
	}
	w.Flush() //nolint:errcheck // a terminal
	fmt.Fprintln(out)
	for _, m := range r.Phases {
		fmt.Fprintf(out, "%s: %s", m.Phase, m.Conditions)
		if m.Waits != "" {
			fmt.Fprintf(out, "; times: %s", m.Waits)
		}
		for _, name := range slices.Sorted(maps.Keys(m.Figures)) {
			fmt.Fprintf(out, "; %s %s", name, strconv.FormatFloat(math.Round(1000*m.Figures[name])/1000, 'f', -1, 64))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out)
	for _, m := range r.Phases {
		if len(m.CPU) > 0 {
			fmt.Fprintln(out, m.limit())
		}
	}
}

// addRound takes a round of a phase in. Its requests that went wrong are counted already.
func (r *report) addRound(m *measured, one round) {
	m.addRound(one)
	if one.errors > 0 {
		r.Errors += one.errors
		r.ErrorTexts = append(r.ErrorTexts, fmt.Sprintf("%s: %d claims not paid, or events missing or out of order", m.Phase, one.errors))
	}
}

// measured is a phase by name; a new one where there is none.
func (r *report) measured(phase string) *measured {
	for _, one := range r.Phases {
		if one.Phase == phase {
			return one
		}
	}
	fresh := &measured{Phase: phase}
	r.Phases = append(r.Phases, fresh)
	return fresh
}
