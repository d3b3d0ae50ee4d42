package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"baodan/bench/load"
	"baodan/bench/rig"
)

// report is what one run found out.
type report struct {
	Bench      string
	Time       time.Time
	Algorithm  string // of signatures
	Full       bool   // the steps of rating were asked for
	Settings   []rig.Setting
	Rows       []*row
	Phases     []*measured  `json:",omitempty"` // of a bench with workers
	Yardsticks []*yardstick `json:",omitempty"`
	Memory     *memory      `json:",omitempty"`
	Goals      []goal
	Answered   int      `json:",omitempty"` // policies taken out, by the answers
	Stored     int      `json:",omitempty"` // policies in the database afterwards
	Errors     int      // requests that went wrong, warm-ups and profiles included
	ErrorTexts []string `json:",omitempty"` // the first few that differ, by kind
}

// row is one kind at one concurrency: medians of the rounds; Max is the greatest of all.
type row struct {
	Kind                string
	Concurrency         int                // 0 in an open loop
	Rate                float64            // a second
	Mean, P50, P99, Max float64            // ms
	Late                float64            `json:",omitempty"` // ms, p99 of what an open loop's generator added
	Errors              int                // in all rounds
	CPU                 map[string]float64 `json:",omitempty"` // seconds for 1,000 requests, by process
	Ratio               map[int]float64    `json:",omitempty"` // to sysbench with this number of threads, each round by itself
	Rates               []float64          // of each round
	Others              float64            // cores that other programs on this machine kept busy meanwhile
	phases              []phase
}

// yardstick is sysbench with the given number of threads.
type yardstick struct {
	Threads int
	Rate    float64 // a second, median
	Rates   []float64
}

// phase is one kind at one concurrency in one round.
type phase struct {
	*load.Result
	cost rig.Cost
}

func newReport(name, algorithm string, full bool) *report {
	return &report{Bench: name, Time: time.Now().UTC().Truncate(time.Second), Algorithm: algorithm, Full: full}
}

func (r *report) row(kind string, lanes int) *row {
	if known := r.at(kind, lanes); known != nil {
		return known
	}
	fresh := &row{Kind: kind, Concurrency: lanes}
	r.Rows = append(r.Rows, fresh)
	return fresh
}

// add takes a phase in and sums up its row anew.
func (r *report) add(kind string, lanes int, p phase) {
	one := r.row(kind, lanes)
	one.phases = append(one.phases, p)
	one.Rates = append(one.Rates, p.Rate())
	one.Errors += p.Failures.Count()
	r.addUncounted(p.Result)
	one.sum()
}

// addUncounted notes what went wrong in requests whose time does not count, too.
func (r *report) addUncounted(result *load.Result) {
	r.Answered += result.Answered
	r.Errors += result.Failures.Count()
	for _, text := range result.Failures.Texts() {
		if !slices.Contains(r.ErrorTexts, text) {
			r.ErrorTexts = append(r.ErrorTexts, text)
		}
	}
}

func (one *row) sum() {
	one.Rate, one.Max, one.CPU = load.Median(one.Rates), 0, map[string]float64{}
	var means, p50s, p99s, others []float64
	costs := map[string][]float64{}
	for _, p := range one.phases {
		s := p.Latencies.Summary()
		means, p50s, p99s = append(means, ms(s.Mean)), append(p50s, ms(s.P50)), append(p99s, ms(s.P99))
		one.Max = max(one.Max, ms(s.Max))
		others = append(others, p.cost.Others().Seconds()/max(p.Elapsed.Seconds(), 1e-9))
		for process, used := range p.cost {
			if process == rig.Machine {
				continue
			}
			costs[process] = append(costs[process], used.Seconds()*1000/float64(max(p.Completed, 1)))
		}
	}
	one.Mean, one.P50, one.P99 = load.Median(means), load.Median(p50s), load.Median(p99s)
	one.Others = load.Median(others)
	for process, all := range costs {
		one.CPU[process] = load.Median(all)
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (r *report) addYardstick(threads int, rate float64) {
	i := slices.IndexFunc(r.Yardsticks, func(y *yardstick) bool { return y.Threads == threads })
	if i < 0 {
		i = len(r.Yardsticks)
		r.Yardsticks = append(r.Yardsticks, &yardstick{Threads: threads})
	}
	y := r.Yardsticks[i]
	y.Rates = append(y.Rates, rate)
	y.Rate = load.Median(y.Rates)
}

// compare sets each row against each yardstick, round by round, and the answers against what the database holds.
func (r *report) compare(stored int) error {
	for _, one := range r.Rows {
		one.Ratio = map[int]float64{}
		for _, y := range r.Yardsticks {
			var ratios []float64
			for i := range min(len(one.Rates), len(y.Rates)) {
				ratios = append(ratios, one.Rates[i]/y.Rates[i])
			}
			one.Ratio[y.Threads] = load.Median(ratios)
		}
	}
	r.Stored = stored
	if stored < r.Answered || stored > r.Answered+r.Errors {
		return fmt.Errorf("%d policies were answered, the database holds %d", r.Answered, stored)
	}
	return nil
}

func (r *report) printSettings(w io.Writer) {
	texts := make([]string, len(r.Settings))
	for i, s := range r.Settings {
		texts[i] = s.Name + "=" + s.Value
	}
	fmt.Fprintln(w, strings.Join(texts, " "))
}

var processes = []string{rig.Server, rig.Load, rig.Database, rig.Redis}

// print writes it for people.
func (r *report) print(out io.Writer) {
	if len(r.Phases) > 0 {
		r.printPhases(out)
	} else {
		r.printRows(out)
	}
	fmt.Fprintln(out)
	for _, g := range r.Goals {
		fmt.Fprintln(out, g)
	}
	if n := r.disturbed(); n > 0 {
		fmt.Fprintf(out, "\nother programs were busy in %d rows: only ratios mean anything there\n", n)
	}
	for _, text := range r.ErrorTexts {
		fmt.Fprintln(out, "error: "+text)
	}
}

func (r *report) printRows(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\n%s, signed with %s; ms; CPU seconds for 1,000 requests; cores kept busy by others\n", r.Bench, r.Algorithm)
	head := []string{"", "at once", "per s", "mean", "p50", "p99", "max", "errors"}
	head = append(append(head, processes...), "others")
	if r.Memory != nil {
		head = append(head, "late p99")
	}
	for _, y := range r.Yardsticks {
		head = append(head, fmt.Sprintf("/ sysbench %d", y.Threads))
	}
	line(w, head)
	for _, one := range r.Rows {
		line(w, one.cells(r))
	}
	for _, y := range r.Yardsticks {
		line(w, []string{"sysbench", fmt.Sprint(y.Threads), fmt.Sprintf("%.0f", y.Rate)})
	}
	w.Flush() //nolint:errcheck // a terminal
	if r.Stored > 0 {
		fmt.Fprintf(out, "\n%d policies answered, %d in the database\n", r.Answered, r.Stored)
	}
	if r.Memory != nil {
		fmt.Fprintf(out, "\n%s\n", r.Memory)
	}
}

// disturbed is in how many rows others kept more of a core busy than the kernel does for our own load.
func (r *report) disturbed() int {
	const much = 0.25
	n := 0
	for _, one := range r.Rows {
		if one.Others > much {
			n++
		}
	}
	for _, one := range r.Phases {
		if one.Others > much {
			n++
		}
	}
	return n
}

func (one *row) cells(r *report) []string {
	at := "open"
	if one.Concurrency > 0 {
		at = fmt.Sprint(one.Concurrency)
	}
	cells := []string{one.Kind, at, fmt.Sprintf("%.0f", one.Rate)}
	for _, figure := range []float64{one.Mean, one.P50, one.P99, one.Max} {
		cells = append(cells, fmt.Sprintf("%.2f", figure))
	}
	cells = append(cells, fmt.Sprint(one.Errors))
	for _, process := range processes {
		cost, known := one.CPU[process]
		if !known {
			cells = append(cells, "-")
			continue
		}
		cells = append(cells, fmt.Sprintf("%.3f", cost))
	}
	cells = append(cells, fmt.Sprintf("%.2f", one.Others))
	if r.Memory != nil {
		cells = append(cells, fmt.Sprintf("%.2f", one.Late))
	}
	for _, y := range r.Yardsticks {
		cells = append(cells, fmt.Sprintf("%.3f", one.Ratio[y.Threads]))
	}
	return cells
}

func line(w io.Writer, cells []string) {
	fmt.Fprintln(w, strings.Join(cells, "\t")+"\t")
}

// write writes it for programs.
func (r *report) write(file string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o600)
}

// failed is the error of a run in which requests went wrong.
func (r *report) failed() error {
	if r.Errors == 0 {
		return nil
	}
	return fmt.Errorf("%d requests went wrong", r.Errors)
}
