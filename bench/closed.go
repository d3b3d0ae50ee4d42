package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"baodan/bench/load"
	"baodan/bench/rig"
)

// issue measures the taking out of policies beside sysbench, and counts afterwards whether the database holds each.
func issue(ctx context.Context, b *bench) error {
	k, err := issueKind(b.full)
	if err != nil {
		return err
	}
	yardstick, err := b.rig.Sysbench(ctx)
	if errors.Is(err, rig.ErrNoSysbench) {
		fmt.Println(err)
		err = nil
	}
	if err != nil {
		return err
	}
	if err := b.closed(ctx, []*load.Kind{k}, yardstick); err != nil {
		return err
	}
	var stored int
	if err := b.rig.DB.QueryRowContext(ctx, "SELECT COUNT(*) FROM policies").Scan(&stored); err != nil {
		return fmt.Errorf("count policies: %w", err)
	}
	err = b.report.compare(stored)
	b.report.issueGoals()
	return err
}

// quote measures quotes and the reading of policies.
func quote(ctx context.Context, b *bench) error {
	known, err := b.takeOut(ctx)
	if err != nil {
		return err
	}
	q, err := quoteKind(b.full)
	if err != nil {
		return err
	}
	p, err := policyKind(b.full, known)
	if err != nil {
		return err
	}
	if err := b.closed(ctx, []*load.Kind{q, p}, nil); err != nil {
		return err
	}
	b.report.quoteGoals()
	return nil
}

// takeOut fills the database with policies to read.
func (b *bench) takeOut(ctx context.Context) (*policies, error) {
	k, err := issueKind(false)
	if err != nil {
		return nil, err
	}
	known := &policies{}
	k.Each = known.keep
	fmt.Fprintf(os.Stderr, "taking out %d policies\n", b.orders)
	r := load.Closed{Lanes: 32, Measure: time.Hour, Most: b.orders}.Run(ctx, b.target, k)
	if n := r.Failures.Count(); n > 0 || len(known.kept) == 0 {
		return nil, fmt.Errorf("%d of the policies to read were not taken out: %s", n, strings.Join(r.Failures.Texts(), "; "))
	}
	return known, errors.Join(ctx.Err(), b.rig.Alive())
}

// closed measures each kind at each concurrency, round after round, so that a machine that grows slower or faster does
// so for all of them; the yardstick comes beside the concurrency that it equals.
func (b *bench) closed(ctx context.Context, kinds []*load.Kind, yardstick *rig.Sysbench) error {
	if err := b.try(ctx, kinds); err != nil {
		return err
	}
	for round := 1; round <= b.rounds; round++ {
		for _, step := range steps(b.concurrency, b.sysbench) {
			if step.yardstick {
				if err := b.measureYardstick(ctx, yardstick, round, step.lanes); err != nil {
					return err
				}
				continue
			}
			for _, k := range kinds {
				fmt.Fprintf(os.Stderr, "round %d: %s, %d at once\n", round, k.Name, step.lanes)
				b.report.add(k.Name, step.lanes, b.phase(ctx, k, step.lanes))
				if err := errors.Join(ctx.Err(), b.rig.Alive()); err != nil {
					return err
				}
			}
		}
	}
	for _, k := range kinds {
		if err := b.profileOf(ctx, k, len(kinds) > 1); err != nil {
			return err
		}
	}
	return nil
}

// try sends one request of each kind: where that fails, there is nothing to measure.
func (b *bench) try(ctx context.Context, kinds []*load.Kind) error {
	for _, k := range kinds {
		r := load.Closed{Lanes: 1, Measure: time.Minute, Most: 1}.Run(ctx, b.target, k)
		b.report.addUncounted(r)
		if r.Failures.Count() > 0 {
			return errors.Join(fmt.Errorf("the first request of %s went wrong", k.Name), b.rig.Alive())
		}
	}
	return nil
}

// step of a round.
type step struct {
	lanes     int
	yardstick bool
}

// steps puts each phase of the yardstick after the load of equal concurrency; those without one come last.
func steps(concurrency, sysbench []int) []step {
	var all []step
	for _, lanes := range concurrency {
		all = append(all, step{lanes: lanes})
		if slices.Contains(sysbench, lanes) {
			all = append(all, step{lanes, true})
		}
	}
	for _, threads := range sysbench {
		if !slices.Contains(concurrency, threads) {
			all = append(all, step{threads, true})
		}
	}
	return all
}

func (b *bench) measureYardstick(ctx context.Context, yardstick *rig.Sysbench, round, threads int) error {
	if yardstick == nil {
		return nil
	}
	fmt.Fprintf(os.Stderr, "round %d: sysbench, %d threads\n", round, threads)
	rate, err := yardstick.Rate(ctx, threads, time.Duration(b.seconds)*time.Second)
	if err == nil {
		b.report.addYardstick(threads, rate)
	}
	return err
}

// phase is one kind at one concurrency, with what each process used meanwhile.
func (b *bench) phase(ctx context.Context, k *load.Kind, lanes int) phase {
	var costs []rig.Cost
	loop := load.Closed{
		Lanes: lanes, Warmup: b.warmup, Measure: time.Duration(b.seconds) * time.Second,
		Mark: func() { costs = append(costs, b.rig.Cost()) },
	}
	r := loop.Run(ctx, b.target, k)
	return phase{Result: r, cost: costs[1].Since(costs[0])}
}

// profileOf takes profiles at the highest concurrency. It is a phase of its own, as profiling slows the server.
func (b *bench) profileOf(ctx context.Context, k *load.Kind, several bool) error {
	if b.profile == "" && b.allocations == "" {
		return nil
	}
	suffix := ""
	if several {
		suffix = "-" + k.Name
	}
	lanes := slices.Max(b.concurrency)
	fmt.Fprintf(os.Stderr, "profile of %s, %d at once\n", k.Name, lanes)
	done := make(chan error, 1)
	length := time.Duration(b.seconds) * time.Second
	loop := load.Closed{Lanes: lanes, Warmup: b.warmup, Measure: length + time.Second, Mark: sync.OnceFunc(func() {
		go func() { done <- b.fetchProfiles(ctx, suffix, length) }()
	})}
	r := loop.Run(ctx, b.target, k)
	b.report.addUncounted(r)
	return <-done
}

// fetchProfiles fetches those that are wanted, at the same time.
func (b *bench) fetchProfiles(ctx context.Context, suffix string, length time.Duration) error {
	group, ctx := errgroup.WithContext(ctx)
	for name, file := range map[string]string{"profile": b.profile, "allocs": b.allocations} {
		if file == "" {
			continue
		}
		extension := filepath.Ext(file)
		file = strings.TrimSuffix(file, extension) + suffix + extension
		group.Go(func() error { return b.rig.Profile(ctx, name, file, length) })
	}
	return group.Wait()
}
