package jobs

import (
	"context"
	"log/slog"
	"time"
)

const (
	sealEvery       = 200 * time.Millisecond // while idle; a record has its number within a second
	checkpointEvery = time.Second            // looks for a checkpoint that is due, and for what the file outside lacks
	lagEvery        = 5 * time.Second
	longestLag      = 5 * time.Second
	fullSealing     = 500
)

// seal gives audit records their numbers and signs checkpoints, until the context ends. Every worker runs it; the database
// makes them take turns.
func seal(ctx context.Context, deps *Deps) {
	every(ctx, sealEvery, func() {
		for ctx.Err() == nil {
			n, err := deps.Audit.Seal(ctx)
			warn(ctx, "audit records were not sealed", err)
			if n == 0 {
				return
			}
			deps.Metrics.sealed.Add(float64(n))
			_, err = deps.Audit.Checkpoint(ctx)
			warn(ctx, "no audit checkpoint was signed", err)
			if n < fullSealing {
				return
			}
		}
	})
}

// checkpoints signs checkpoints that fall due while nothing happens, and keeps the copy outside of the database.
func checkpoints(ctx context.Context, deps *Deps) {
	every(ctx, checkpointEvery, func() {
		_, err := deps.Audit.Checkpoint(ctx)
		warn(ctx, "no audit checkpoint was signed", err)
		if deps.Checkpoints != nil {
			warn(ctx, "audit checkpoints were not copied", deps.Audit.Copy(ctx, deps.Checkpoints))
		}
	})
}

// watchSeal tells of records that wait too long for their number: until they have one, they can be taken away unseen.
func watchSeal(ctx context.Context, deps *Deps) {
	every(ctx, lagEvery, func() {
		lag, err := deps.Audit.Lag(ctx)
		warn(ctx, "look at the audit record", err)
		if err != nil {
			return
		}
		deps.Metrics.sealLag.Set(lag.Seconds())
		if lag > longestLag {
			slog.ErrorContext(ctx, "audit records wait for their number", "for", lag)
		}
	})
}
