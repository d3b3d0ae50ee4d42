package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hibiken/asynq"

	"baodan/insurance/health"
)

// Inspect looks at the queues and at those who work them. It does not wait longer than its context says.
func Inspect(at Redis) func(context.Context) ([]*health.Queue, []*health.Worker, error) {
	return func(ctx context.Context) ([]*health.Queue, []*health.Worker, error) {
		type seen struct {
			queues  []*health.Queue
			workers []*health.Worker
			err     error
		}
		done := make(chan seen, 1)
		go func() { // the library takes no context
			q, w, err := inspect(at)
			done <- seen{q, w, err}
		}()
		select {
		case s := <-done:
			return s.queues, s.workers, s.err
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

func inspect(at Redis) (queues []*health.Queue, workers []*health.Worker, err error) {
	inspector := asynq.NewInspector(at.connection())
	defer inspector.Close() //nolint:errcheck // what was read was read
	queues, workers = []*health.Queue{}, []*health.Worker{}
	servers, err := inspector.Servers()
	if err != nil {
		return nil, nil, fmt.Errorf("inspect workers: %w", err)
	}
	for _, s := range servers {
		workers = append(workers, &health.Worker{Host: s.Host, PID: s.PID, StartedAt: s.Started.UTC(), Active: len(s.ActiveWorkers), Most: s.Concurrency})
	}
	slices.SortFunc(workers, func(a, b *health.Worker) int { return a.StartedAt.Compare(b.StartedAt) })
	used, err := inspector.Queues()
	if err != nil {
		return nil, nil, fmt.Errorf("inspect queues: %w", err)
	}
	for name := range shares {
		info := &asynq.QueueInfo{}
		if slices.Contains(used, name) { // else nothing was ever put in it
			if info, err = inspector.GetQueueInfo(name); err != nil {
				return nil, nil, fmt.Errorf("inspect queue %s: %w", name, err)
			}
		}
		queues = append(queues, &health.Queue{
			Name: name, Waiting: info.Pending, Active: info.Active, Retried: info.Retry, Stale: info.Archived,
			OldestSeconds: int(info.Latency.Seconds()), DoneToday: info.Processed - info.Failed, FailedToday: info.Failed,
		})
	}
	slices.SortFunc(queues, func(a, b *health.Queue) int { return strings.Compare(a.Name, b.Name) })
	return queues, workers, nil
}
