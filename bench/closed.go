package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

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
	if err := b.rounds(ctx, []*load.Kind{k}, yardstick); err != nil {
		return err
	}
	b.report.issueGoals()
	var stored int
	if err := b.rig.DB.QueryRowContext(ctx, "SELECT COUNT(*) FROM policies").Scan(&stored); err != nil {
		return fmt.Errorf("count policies: %w", err)
	}
	b.report.Answered, b.report.Stored = b.report.answered, stored
	return nil
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
	if err := b.rounds(ctx, []*load.Kind{q, p}, nil); err != nil {
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
	return known, ctx.Err()
}

// rounds measures each kind at each concurrency, round after round, so that a machine that grows slower or faster does
// so for all of them; the yardstick comes beside the concurrency that it equals.
func (b *bench) rounds(ctx context.Context, kinds []*load.Kind, yardstick *rig.Sysbench) error {
	beside := func(round, threads int) error {
		if yardstick == nil {
			return nil
		}
		fmt.Fprintf(os.Stderr, "round %d: sysbench, %d threads\n", round, threads)
		rate, err := yardstick.Rate(ctx, threads, time.Duration(b.seconds)*time.Second)
		b.report.addYardstick(threads, rate)
		return err
	}
	for round := 1; round <= b.rounds_(); round++ {
		for _, lanes := range b.concurrency {
			for _, k := range kinds {
				fmt.Fprintf(os.Stderr, "round %d: %s, %d at once\n", round, k.Name, lanes)
				b.phase(ctx, k, lanes)
			}
			if slices.Contains(b.sysbench, lanes) {
				if err := beside(round, lanes); err != nil {
					return err
				}
			}
		}
		for _, threads := range b.sysbench {
			if !slices.Contains(b.concurrency, threads) {
				if err := beside(round, threads); err != nil {
					return err
				}
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return b.profiles(ctx, kinds)
}
