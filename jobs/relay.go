package jobs

import (
	"context"
	"log/slog"
	"time"

	"baodan/insurance/work"
)

// wakesOn names the task that an event type starts. Deliveries are started by endpoint.
var wakesOn = map[string]string{
	"claim.submitted": adjudicateTask,
	"claim.updated":   adjudicateTask,
	"claim.reopened":  adjudicateTask, // what is found of it now
	"claim.approved":  payTask,
}

// dueTables are the tables whose due rows the sweeper looks for.
var dueTables = []struct{ table, column, task string }{
	{"claims", "due_at", adjudicateTask}, {"payouts", "due_at", payTask}, {"webhook_endpoints", "due_at", attendTask},
	{"jobs", "due_at", runTask}, {"policies", "due_at", announceTask}, {"policies", "turns_at", turnTask}, {"mails", "due_at", mailTask},
}

const (
	relayEvery   = 20 * time.Millisecond // while idle; a full batch is followed by the next at once
	relayBatch   = 500
	sweepEvery   = time.Second
	overdueEvery = 30 * time.Second
)

// relay gives events their offsets and starts what follows from them, until the context ends. Every worker runs it; the
// database lets one at a time.
func relay(ctx context.Context, deps *Deps, wakeups *notifier) {
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
			for kind, task := range wakesOn {
				if done.Types[kind] {
					wakeups.wake(ctx, task, 0)
				}
			}
			for _, endpoint := range done.Endpoints {
				wakeups.wake(ctx, deliverTask, endpoint)
			}
			if done.Events < relayBatch {
				return
			}
		}
	})
}

// sweep starts the work of whatever is due, so that a lost wake-up only delays it.
func sweep(ctx context.Context, deps *Deps, wakeups *notifier) {
	every(ctx, sweepEvery, func() {
		for _, s := range dueTables {
			due, err := deps.Store.AnyDue(ctx, s.table, s.column)
			if err != nil {
				warn(ctx, "sweep "+s.table, err)
				return
			}
			if due {
				wakeups.wake(ctx, s.task, 0)
			}
		}
		endpoints, err := deps.Webhooks.DueEndpoints(ctx)
		warn(ctx, "sweep deliveries", err)
		for _, id := range endpoints {
			wakeups.wake(ctx, deliverTask, id)
		}
	})
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
