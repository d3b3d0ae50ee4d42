package jobs

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hibiken/asynq"
)

func adjudicate(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Claims.Adjudicate(ctx, most)
}

func pay(ctx context.Context, deps *Deps, most int) (int, error) { return deps.Claims.Pay(ctx, most) }

func announce(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Servicing.Announce(ctx, most)
}

func attend(ctx context.Context, deps *Deps, most int) (int, error) {
	n, ready, err := deps.Post.Attend(ctx, most)
	deps.start(ready...)
	return n, err
}

func runJobs(ctx context.Context, deps *Deps, most int) (int, error) {
	n, ready, err := deps.Post.RunJobs(ctx, most)
	deps.start(ready...)
	return n, err
}

func purge(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	_, err := deps.Post.Purge(ctx)
	return err
}

// deliver sets an endpoint's lane going.
func deliver(_ context.Context, deps *Deps, t *asynq.Task) error {
	endpoint, err := strconv.ParseInt(string(t.Payload()), 10, 64)
	if err != nil {
		return fmt.Errorf("endpoint %q: %w", t.Payload(), err)
	}
	deps.start(endpoint)
	return nil
}

// start sets lanes going. A lane takes as long as its receiver is slow, so it does not hold a worker of the queue; the
// process waits for it when it stops.
func (d *Deps) start(endpoints ...int64) {
	for _, id := range endpoints {
		d.lanes.Go(func() { complain(d.alive, "deliver", d.Post.Deliver(d.alive, id)) })
	}
}
