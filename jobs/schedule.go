package jobs

import (
	"context"
	"time"
)

const (
	// turnEvery and the half second in which servers look for changed masters together keep a product's moment to within a
	// second on all of them.
	turnEvery = 200 * time.Millisecond
	turnBatch = 20
)

// schedule publishes and withdraws products whose time has come, until the context ends. It does not wait for a bell: a
// moment that was announced is kept with the queue away, too.
func schedule(ctx context.Context, deps *Deps) {
	every(ctx, turnEvery, func() {
		for ctx.Err() == nil {
			n, err := deps.Catalog.Turn(ctx, turnBatch)
			complain(ctx, "turn products", err)
			if err != nil || n == 0 {
				return
			}
			deps.Metrics.worked.WithLabelValues("products:turn").Add(float64(n))
		}
	})
}
