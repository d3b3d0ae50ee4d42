package jobs

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/hibiken/asynq"

	"baodan/insurance/work"
)

// handlerOf makes the handler of a queue's wake-ups.
func (d *Deps) handlerOf(w work.DueWork) func(context.Context, *asynq.Task) error {
	switch {
	case w.DoKey != nil:
		return func(_ context.Context, t *asynq.Task) error {
			key, err := strconv.ParseInt(string(t.Payload()), 10, 64)
			if err != nil {
				return fmt.Errorf("key %q: %w", t.Payload(), err)
			}
			d.startKey(w, key)
			return nil
		}
	case w.Kinds != nil:
		return func(context.Context, *asynq.Task) error {
			d.startKinds(w.Kinds())
			return nil
		}
	}
	return d.drain(w)
}

// drain makes the handler of a queue whose rows are taken in batches: it repeats until nothing is due. At most AtOnce handlers run at a
// time in one process; another wake-up ends at once, since those that run find its work, too.
func (d *Deps) drain(w work.DueWork) func(context.Context, *asynq.Task) error {
	running := make(chan struct{}, w.AtOnce)
	return func(ctx context.Context, _ *asynq.Task) error {
		select {
		case running <- struct{}{}:
			defer func() { <-running }()
		default:
			return nil
		}
		return d.whileDue(ctx, w.Name, batchesOf(w))
	}
}

func batchesOf(w work.DueWork) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) { return w.Do(ctx, w.Batch) }
}

// whileDue works until nothing is due.
func (d *Deps) whileDue(ctx context.Context, name string, do func(context.Context) (int, error)) error {
	for ctx.Err() == nil {
		n, err := do(ctx)
		d.Metrics.worked.WithLabelValues(name).Add(float64(n))
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// startKinds starts the goroutine of every kind of job, of which each process has one, so that none delays another. A job may take
// hours, so it occupies no worker of the queue; the sweeper starts again what is still due when it has ended.
func (d *Deps) startKinds(kinds []work.JobKind) {
	for _, kind := range kinds {
		if d.busyKinds.take(kind.Name) {
			d.running.Go(func() {
				defer d.busyKinds.leave(kind.Name)
				warn(d.alive, "job "+kind.Name, d.whileDue(d.alive, kind.Name, kind.Do))
			})
		}
	}
}

// startKey starts the worker of a key, such as an endpoint's. One may take as long as its receiver is slow, so it occupies no worker of
// the queue; the process waits for it when it stops.
func (d *Deps) startKey(w work.DueWork, key int64) {
	d.running.Go(func() { warn(d.alive, w.Name, w.DoKey(d.alive, key)) })
}

// nameSet are the kinds of jobs that run now.
type nameSet struct {
	mu    sync.Mutex
	names map[string]bool
}

func (b *nameSet) take(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.names[name] {
		return false
	}
	if b.names == nil {
		b.names = map[string]bool{}
	}
	b.names[name] = true
	return true
}

func (b *nameSet) leave(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.names, name)
}
