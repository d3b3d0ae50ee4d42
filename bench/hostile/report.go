package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// What a point pays for at most.
const mostBytes = 64 << 10

var mostMilliseconds = map[caller]float64{nobody: 20, channel: 50, person: 50}

// result is what a shape cost, by request.
type result struct {
	name         string
	who          caller
	status       int
	code         string
	sent         int
	points       float64
	milliseconds float64 // of the server's CPU
	bytes        int
}

// worse is the greater of the two shares of what a point pays for.
func (r *result) worse() float64 {
	return max(r.milliseconds/r.points/mostMilliseconds[r.who], float64(r.bytes)/r.points/mostBytes)
}

// String is a line for whom waits.
func (r *result) String() string {
	return fmt.Sprintf("%-8s %-52s %8.2f ms a point %8.0f B a point", r.who, r.name, r.milliseconds/r.points, float64(r.bytes)/r.points)
}

// report prints a table, the worst last, and fails where a point paid for too little.
func report(out io.Writer, all []*result) error {
	slices.SortFunc(all, func(a, b *result) int {
		if a.worse() < b.worse() {
			return -1
		}
		return 1
	})
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "shape\tcaller\tanswer\tsent\tpoints\tms\tbytes\tms a point\tbytes a point\tof goal\t")
	missed := 0
	for _, r := range all {
		answer := r.code
		if answer == "" {
			answer = fmt.Sprint(r.status)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%.0f\t%.2f\t%d\t%.2f\t%.0f\t%.0f %%\t\n", r.name, r.who, answer, r.sent, r.points, r.milliseconds, r.bytes,
			r.milliseconds/r.points, float64(r.bytes)/r.points, 100*r.worse())
		if r.worse() > 1 {
			missed++
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d shapes; a point pays for %d B, and for %g ms without a credential or %g ms of a channel or a person\n",
		len(all), mostBytes, mostMilliseconds[nobody], mostMilliseconds[channel])
	if missed > 0 {
		return fmt.Errorf("%d of %d shapes cost more than they pay for", missed, len(all))
	}
	return nil
}
