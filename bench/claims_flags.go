package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// phasesOfClaims in the order in which they run.
var phasesOfClaims = names{"drained", "sustained", "webhooks", "delay", "slow"}

// claimFlags are those of claims.
func (o *options) claimFlags(f *flag.FlagSet) {
	o.phases = phasesOfClaims
	f.IntVar(&o.claims, "claims", 6000, "claims that wait for the worker, each round")
	f.IntVar(&o.events, "events", 20_000, "events that wait for the worker, each round")
	f.Float64Var(&o.claimRate, "rate", 300, "claims submitted a second while the worker runs")
	f.IntVar(&o.seconds, "seconds", 30, "for which load is sustained; at most 20 for delays, 10 beside a slow receiver")
	f.IntVar(&o.rounds, "rounds", 3, "of each phase; figures are their medians")
	f.StringVar(&o.ordering, "ordering", "PER_OBJECT", "of deliveries: NONE or PER_OBJECT")
	f.Var(&o.phases, "phases", "`list` of what to measure")
	f.StringVar(&o.workerProfile, "cpuprofile-worker", "", "write the worker's CPU profile to this `file`, likewise; the phase's name is put in")
}

// names is a flag: phases with commas between.
type names []string

// String is the list as one writes it.
func (n *names) String() string { return strings.Join(*n, ",") }

// Set reads a list.
func (n *names) Set(text string) error {
	*n = nil
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); !slices.Contains(phasesOfClaims, one) {
			return fmt.Errorf("%q is none of %s", one, phasesOfClaims.String())
		}
		*n = append(*n, one)
	}
	return nil
}
