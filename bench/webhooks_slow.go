package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"baodan/bench/load"
	"baodan/bench/rig"
)

const (
	besideRate   = 250 // events a second of the channel whose delay is looked at: little enough that it queues for no CPU
	neighbour    = 50  // of the other channel
	slowAnswer   = 3 * time.Second
	mostOfBeside = 10 * time.Second
)

// partner is the channel whose receiver is slow; it sells what the first one sells.
var partner = rig.Partner{Channel: "demo-pay", Agreement: "AG-BENCH-RFI", Product: "RFI-01"}

// arm is a way to be the first channel's receiver.
type arm struct {
	phase, conditions string
	beside            bool // the other channel has events too
	answer            time.Duration
}

// Phases of arms.
const (
	alone      = "webhooks, alone"
	withPrompt = "webhooks, prompt neighbour"
	withSlow   = "webhooks, slow neighbour"
)

var arms = []arm{
	{alone, "no other channel has events", false, 0},
	{withPrompt, fmt.Sprintf("another channel has %d/s, its receiver is prompt", neighbour), true, 0},
	{withSlow, fmt.Sprintf("another channel has %d/s, its receiver takes %s to answer", neighbour, slowAnswer), true, slowAnswer},
}

// slowReceiver measures whether one channel's slow receiver delays the events of another. Each round has every arm, in
// an order that turns.
func (b *bench) slowReceiver(ctx context.Context) error {
	fast, err := b.mall(ctx)
	if err != nil {
		return err
	}
	as := b.rig.Partners[partner.Channel]
	slow, err := b.listen(ctx, as)
	if err != nil {
		return err
	}
	other := &load.Target{Address: b.target.Address, Path: b.target.Path, Signer: as, Run: b.target.Run[1:] + "0"}
	length := min(time.Duration(b.seconds)*time.Second, mostOfBeside)
	for _, a := range arms {
		b.measure(a.phase, "delivery", fmt.Sprintf("%d/s for %s, ordering %s; %s", besideRate, length, b.ordering, a.conditions),
			"from the act to arrival at the first channel's receiver")
	}
	for n := range b.rounds {
		for i := range arms {
			a := arms[(n+i)%len(arms)]
			fmt.Fprintf(os.Stderr, "round %d: %s\n", n+1, a.phase)
			slow.slow.Store(int64(a.answer))
			r, err := b.beside(ctx, a, fast, other, length)
			slow.slow.Store(0)
			if err = errors.Join(err, b.settled(ctx)); err != nil {
				return err
			}
			b.report.addRound(b.report.measured(a.phase), r)
		}
	}
	return nil
}

// beside measures the first channel's delay while the other one has events, or has none.
func (b *bench) beside(ctx context.Context, a arm, to *receiver, other *load.Target, length time.Duration) (round, error) {
	mine, err := issueOf(false, apart("AG-MALL-RFI"))
	if err != nil {
		return round{}, err
	}
	theirs, err := issueOf(false, apart(partner.Agreement))
	if err != nil {
		return round{}, err
	}
	to.forget()
	before := b.read(ctx)
	var group errgroup.Group
	var beside []*load.OpenResult
	if a.beside {
		group.Go(func() error {
			beside = load.Open{Lanes: mixLanes, Measure: length, Seed: 6}.Run(ctx, other, []load.Flow{{Kind: theirs, Rate: neighbour}})
			return nil
		})
	}
	issued := load.Open{Lanes: mixLanes, Measure: length, Seed: 7}.Run(ctx, b.target, []load.Flow{{Kind: mine, Rate: besideRate}})[0]
	_ = group.Wait() // it fails never
	after, arrived := b.read(ctx), int(to.count.Load())
	b.report.addUncounted(&issued.Result)
	wrong := 0
	for _, r := range beside {
		b.report.addUncounted(&r.Result)
		wrong += r.Failures.Count()
	}
	// The slow one's backlog is none of ours, and is not waited for.
	for until := time.Now().Add(patience); int(to.count.Load()) < issued.Answered && time.Now().Before(until) && ctx.Err() == nil; {
		time.Sleep(lookEvery)
	}
	r := after.since(before, arrived)
	r.waits, r.errors, r.figures = to.verdict(issued.Answered)
	r.refused = wrong + issued.Failures.Count()
	return r, errors.Join(ctx.Err(), b.rig.Alive())
}

// ratioOfP95 is that of two phases' 95th percentiles, round by round; 0 where one was not measured.
func (r *report) ratioOfP95(phase, to string) float64 {
	a, b := r.measured(phase), r.measured(to)
	var ratios []float64
	for i := range min(len(a.P95s), len(b.P95s)) {
		ratios = append(ratios, a.P95s[i]/b.P95s[i])
	}
	return load.Median(ratios)
}
