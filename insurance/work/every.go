package work

import (
	"context"
	"time"
)

// lastTime is what a last round may take when a process stops.
const lastTime = 5 * time.Second

// Every does something again and again until the context ends, then once more: for what is gathered in memory and stored
// now and then.
func Every(ctx context.Context, pause time.Duration, do func(context.Context)) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTime)
			defer cancel()
			do(last)
			return
		case <-tick.C:
			do(ctx)
		}
	}
}
