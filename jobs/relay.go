package jobs

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"baodan/insurance/work"
)

const (
	relayEvery   = 20 * time.Millisecond // while idle; a full batch is followed by the next at once
	relayBatch   = 500
	sweepEvery   = time.Second
	overdueEvery = 30 * time.Second
)

// relay gives events their offsets and starts what follows from them, until the context ends. Every worker runs it; the
// database lets one at a time.
func relay(ctx context.Context, deps *Deps, kinds []work.DueWork, wakeups *notifier) {
	every(ctx, relayEvery, func() {
		for ctx.Err() == nil {
			done, err := deps.Webhooks.Relay(ctx, relayBatch)
			if err != nil {
				if ctx.Err() == nil {
					slog.WarnContext(ctx, "events were not relayed", "error", err)
					pause(ctx, time.Second)
				}
				return
			}
			if done.Events > 0 {
				work.Point("relay.before-wakeup")
			}
			deps.Metrics.relayed.Add(float64(done.Events))
			for _, w := range kinds {
				if slices.ContainsFunc(w.Wakes, func(kind string) bool { return done.Types[kind] }) {
					wakeups.wake(ctx, w, 0)
				}
				if w.Keys != nil {
					for _, endpoint := range done.Endpoints {
						wakeups.wake(ctx, w, endpoint)
					}
				}
			}
			if done.Events < relayBatch {
				return
			}
		}
	})
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
