package jobs

import (
	"context"
	"log/slog"
	"time"

	"baodan/insurance/work"
)

// rung says which work an event rings for; webhooks are rung for by the endpoints that hear of it.
var rung = map[string]string{
	"claim.submitted": adjudicateTask,
	"claim.updated":   adjudicateTask,
	"claim.approved":  payTask,
}

// swept are the tables whose due rows the sweeper rings for.
var swept = []struct{ table, task string }{
	{"claims", adjudicateTask}, {"payouts", payTask}, {"webhook_endpoints", attendTask}, {"jobs", runTask}, {"policies", announceTask},
	{"mails", mailTask},
}

const (
	relayEvery = 20 * time.Millisecond // while idle; a full batch is followed by the next at once
	relayBatch = 500
	sweepEvery = time.Second
	watchEvery = 30 * time.Second
)

// relay gives events their places and rings for what starts from them, until the context ends. Every worker runs it;
// the database makes them take turns.
func relay(ctx context.Context, deps *Deps, bells *ringer) {
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
				work.Point("relay.before-bell")
			}
			deps.Metrics.relayed.Add(float64(done.Events))
			for kind, task := range rung {
				if done.Types[kind] {
					bells.ring(ctx, task, 0)
				}
			}
			for _, endpoint := range done.Endpoints {
				bells.ring(ctx, deliverTask, endpoint)
			}
			if done.Events < relayBatch {
				return
			}
		}
	})
}

// sweep rings for whatever is due, whoever forgot it.
func sweep(ctx context.Context, deps *Deps, bells *ringer) {
	every(ctx, sweepEvery, func() {
		for _, s := range swept {
			due, err := deps.Store.AnyDue(ctx, s.table)
			if err != nil {
				complain(ctx, "sweep "+s.table, err)
				return
			}
			if due {
				bells.ring(ctx, s.task, 0)
			}
		}
		endpoints, err := deps.Webhooks.DueEndpoints(ctx)
		complain(ctx, "sweep deliveries", err)
		for _, id := range endpoints {
			bells.ring(ctx, deliverTask, id)
		}
	})
}

// watch counts claims whose promised time has passed: the promise to pay within 72 hours (A7) is a metric with an alarm.
func watch(ctx context.Context, deps *Deps) {
	every(ctx, watchEvery, func() {
		n, err := deps.Claims.Overdue(ctx)
		complain(ctx, "count overdue claims", err)
		if err != nil {
			return
		}
		deps.Metrics.overdue.Set(float64(n))
		if n > 0 {
			slog.ErrorContext(ctx, "claims are past their promised time", "claims", n)
		}
	})
}

func complain(ctx context.Context, what string, err error) {
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
