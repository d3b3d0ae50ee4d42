package jobs

import (
	"context"
	"time"
)

const (
	// applyEvery and the half second in which servers look for changed masters together keep a product's moment to within a
	// second on all of them.
	applyEvery = 200 * time.Millisecond
	applyBatch = 20
)

// applySchedules publishes and withdraws products whose time has come, until the context ends. It does not wait for a wake-up: a
// moment that was announced is kept with the queue away, too.
func applySchedules(ctx context.Context, deps *Deps) {
	every(ctx, applyEvery, func() {
		for ctx.Err() == nil {
			n, err := deps.Catalog.ApplySchedules(ctx, applyBatch)
			warn(ctx, "turn products", err)
			if err != nil || n == 0 {
				return
			}
			deps.Metrics.worked.WithLabelValues("products:turn").Add(float64(n))
		}
	})
}
