package jobs

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

const (
	relayEvery   = 20 * time.Millisecond // while idle; a full batch is followed by the next at once
	relayBatch   = 500
	followEvery  = 250 * time.Millisecond
	sweepEvery   = time.Second
	overdueEvery = 30 * time.Second
)

// relay gives events their places and starts what follows from them, until the context ends. Every worker runs it; the database lets one
// at a time. Consumers of the log hear of what was placed beside it, so that a slow one delays nobody.
func relay(ctx context.Context, deps *Deps, kinds []work.DueWork, wakeups *notifier) {
	var followers []chan struct{}
	var group sync.WaitGroup
	defer group.Wait()
	for _, c := range deps.Events.Consumers() {
		placed := make(chan struct{}, 1)
		followers = append(followers, placed)
		// Before anything is placed: one that begins at the log's end misses nothing.
		for err := deps.Events.Begin(ctx, c); err != nil && ctx.Err() == nil; err = deps.Events.Begin(ctx, c) {
			warn(ctx, "the consumer "+c.Name+" did not begin", err)
		}
		group.Go(func() { follow(ctx, deps, c, placed) })
	}
	every(ctx, relayEvery, func() {
		for ctx.Err() == nil {
			done, err := deps.Events.Place(ctx, relayBatch)
			if err != nil {
				warn(ctx, "events were not placed", err)
				return
			}
			if done.Events > 0 {
				work.Point("relay.before-wakeup")
				for _, placed := range followers {
					select {
					case placed <- struct{}{}:
					default: // it is told already
					}
				}
			}
			deps.Metrics.relayed.Add(float64(done.Events))
			for _, w := range kinds {
				if slices.ContainsFunc(w.Wakes, func(kind string) bool { return done.Types[kind] }) {
					wakeups.wake(ctx, w, 0)
				}
			}
			if done.Events < relayBatch {
				return
			}
		}
	})
}

// follow lets a consumer hear of what was placed, here at once and by other processes within followEvery.
func follow(ctx context.Context, deps *Deps, c eventlog.Consumer, placed <-chan struct{}) {
	for ctx.Err() == nil {
		for n := 1; n > 0 && ctx.Err() == nil; {
			var err error
			n, err = deps.Events.Consume(ctx, c, relayBatch)
			deps.Metrics.consumed.WithLabelValues(c.Name).Add(float64(n))
			warn(ctx, "consumer "+c.Name, err)
		}
		if behind, err := deps.Events.Behind(ctx, c); err == nil {
			deps.Metrics.behind.WithLabelValues(c.Name).Set(float64(behind))
		}
		select {
		case <-ctx.Done():
		case <-placed:
		case <-time.After(followEvery):
		}
	}
}

// sweep starts the work of whatever is due, so that a lost wake-up only delays it.
func sweep(ctx context.Context, deps *Deps, kinds []work.DueWork, wakeups *notifier) {
	every(ctx, sweepEvery, func() {
		for _, w := range kinds {
			if w.Every > 0 {
				continue // each process looks by itself
			}
			if err := wakeDue(ctx, deps, w, wakeups); err != nil {
				warn(ctx, "sweep "+w.Name, err)
				return
			}
		}
	})
}

// wakeDue wakes the workers of a queue where something is due.
func wakeDue(ctx context.Context, deps *Deps, w work.DueWork, wakeups *notifier) error {
	if w.Keys == nil {
		due, err := deps.Store.AnyDue(ctx, w.Table, w.Column)
		if due {
			wakeups.wake(ctx, w, 0)
		}
		return err
	}
	keys, err := w.Keys(ctx)
	for _, key := range keys {
		wakeups.wake(ctx, w, key)
	}
	return err
}

// watchOverdue counts claims whose promised time has passed: the promise to pay within 72 hours (A7) is a metric with an alarm. So
// are payouts that are disputed.
func watchOverdue(ctx context.Context, deps *Deps) {
	every(ctx, overdueEvery, func() {
		n, err := deps.Claims.Overdue(ctx)
		warn(ctx, "count overdue claims", err)
		if err != nil {
			return
		}
		deps.Metrics.overdue.Set(float64(n))
		if n > 0 {
			slog.ErrorContext(ctx, "claims are past their promised time", "claims", n)
		}
		disputed, err := deps.Claims.Disputed(ctx)
		warn(ctx, "count disputed payouts", err)
		if err != nil {
			return
		}
		deps.Metrics.disputed.Set(float64(disputed))
		if disputed > 0 {
			slog.ErrorContext(ctx, "payouts are disputed", "payouts", disputed)
		}
	})
}

func warn(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, what, "error", err)
		pause(ctx, time.Second)
	}
}

// every does something again and again, with a pause in between, until the context ends.
func every(ctx context.Context, length time.Duration, do func()) {
	for ctx.Err() == nil {
		do()
		pause(ctx, length)
	}
}

func pause(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}
