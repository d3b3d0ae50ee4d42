package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"baodan/bench/load"
	"baodan/bench/rig"
)

const (
	mixLanes    = 256 // connections; far more than are ever busy on a server that keeps up
	mixWarmup   = 5 * time.Second
	memoryEvery = 10 * time.Second
	fewSamples  = 20
)

// mix is what a platform does all day: for each policy two quotes before and one look afterwards.
func mix(ctx context.Context, b *bench) error {
	known, err := b.takeOut(ctx)
	if err != nil {
		return err
	}
	flows, err := b.flows(known)
	if err != nil {
		return err
	}
	for _, r := range (load.Open{Lanes: mixLanes, Measure: min(mixWarmup, b.duration), Seed: 1}).Run(ctx, b.target, flows) {
		b.report.addUncounted(&r.Result)
	}
	fmt.Fprintf(os.Stderr, "mix: %g issues, %g quotes, %g reads a second for %s\n", flows[0].Rate, flows[1].Rate, flows[2].Rate, b.duration)
	watching, enough := context.WithCancel(ctx)
	watched := b.watchMemory(watching)
	profiled := b.profileMix(ctx)
	before := b.rig.Cost()
	results := load.Open{Lanes: mixLanes, Measure: b.duration, Seed: 2}.Run(ctx, b.target, flows)
	cost := b.rig.Cost().Since(before)
	enough()
	b.report.Memory = <-watched
	if err := errors.Join(ctx.Err(), b.rig.Alive()); err != nil {
		return err
	}
	all := 0
	for _, r := range results {
		all += r.Completed
	}
	for i, r := range results {
		// What a process used cannot be told by kind: each row has the mean of all.
		share := rig.Cost{}
		for process, used := range cost {
			if process == rig.Machine {
				continue
			}
			share[process] = used * time.Duration(r.Completed) / time.Duration(max(all, 1))
		}
		b.report.add(flows[i].Kind.Name, 0, phase{Result: &r.Result, cost: share})
		one := b.report.at(flows[i].Kind.Name, 0)
		one.Late, one.Others = ms(r.Late.Summary().P99), cost.Others().Seconds()/r.Elapsed.Seconds()
	}
	b.report.mixGoals()
	return <-profiled
}

func (b *bench) flows(known *policies) ([]load.Flow, error) {
	i, err := issueKind(b.full)
	if err != nil {
		return nil, err
	}
	q, err := quoteKind(b.full)
	if err != nil {
		return nil, err
	}
	p, err := policyKind(b.full, known)
	return []load.Flow{{Kind: i, Rate: b.issues}, {Kind: q, Rate: 2 * b.issues}, {Kind: p, Rate: b.issues}}, err
}

// watchMemory reads the server's memory until the context ends, more often in a short run.
func (b *bench) watchMemory(ctx context.Context) <-chan *memory {
	every := min(memoryEvery, b.duration/fewSamples)
	m := &memory{EverySeconds: every.Seconds()}
	done := make(chan *memory, 1)
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				done <- m
				return
			case <-tick.C:
				m.MiB = append(m.MiB, float64(b.rig.Memory(rig.Server))/(1<<20))
			}
		}
	}()
	return done
}

// profileMix takes profiles beside the load, where they are wanted.
func (b *bench) profileMix(ctx context.Context) <-chan error {
	const most = 30 * time.Second
	done := make(chan error, 1)
	go func() { done <- b.fetchProfiles(ctx, "", min(most, b.duration)) }()
	return done
}
