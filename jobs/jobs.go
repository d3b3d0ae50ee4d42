// Package jobs runs what happens later, and is the only package that knows the queue. The queue only carries wake-ups: a
// task names a kind of work, and the work itself is in the database. So losing the whole queue loses nothing, and waking a
// worker twice does nothing twice.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/hibiken/asynqmon"

	"baodan/engine/workday"
	"baodan/insurance"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Redis is where the queue lives.
type Redis struct{ Addr, Password string }

func (r Redis) connection() asynq.RedisConnOpt {
	return asynq.RedisClientOpt{Addr: r.Addr, Password: r.Password}
}

// Dashboard shows the queues below a path (H6); one that is read only changes nothing.
func Dashboard(at Redis, path string, readOnly bool) *asynqmon.HTTPHandler {
	return asynqmon.New(asynqmon.Options{RootPath: path, RedisConnOpt: at.connection(), ReadOnly: readOnly})
}

// Deps is what handlers call.
type Deps struct {
	*insurance.Insurance
	Metrics *Metrics

	Checkpoints *audit.File // the audit checkpoints outside of the database; nil: no copy is kept

	alive     context.Context // ends when the process is to stop
	running   sync.WaitGroup  // work that outlasts its task: deliveries and jobs
	busyKinds nameSet         // kinds of jobs that run now
}

// wakeupTimeout is how long what a wake-up starts may take.
const wakeupTimeout = 5 * time.Minute

// shares of the workers, by how soon work matters.
var shares = map[string]int{string(work.Critical): 6, string(work.Normal): 3, string(work.Low): 1}

const (
	workers   = 16
	pollEvery = 20 * time.Millisecond // while the queue is empty; a wake-up is heard that soon
)

// Run works until the context ends, then lets running tasks finish. Every process may run it: the one that inserts the
// calendar row of a period does its work.
func Run(ctx context.Context, at Redis, deps *Deps) error {
	log, connection := asynqLog{}, at.connection()
	deps.alive = ctx
	server := asynq.NewServer(connection, asynq.Config{
		Concurrency: workers, Queues: shares, TaskCheckInterval: pollEvery, Logger: log, LogLevel: asynq.WarnLevel,
		ShutdownTimeout: 20 * time.Second, BaseContext: func() context.Context { return context.WithoutCancel(ctx) },
		ErrorHandler: asynq.ErrorHandlerFunc(func(ctx context.Context, task *asynq.Task, err error) {
			slog.WarnContext(ctx, "task failed", "task", task.Type(), "error", err)
		}),
	})
	scheduler := asynq.NewScheduler(connection, &asynq.SchedulerOpts{Location: workday.Zone, Logger: log, LogLevel: asynq.WarnLevel})
	mux := asynq.NewServeMux()
	kinds := deps.DueWork()
	for _, w := range kinds {
		mux.HandleFunc(w.Name, deps.handlerOf(w))
		if w.DoKey != nil {
			deps.Webhooks.OnReady(func(endpoint int64) { deps.startKey(w, endpoint) })
		}
	}
	for _, p := range deps.Periodics() {
		mux.HandleFunc(p.Name, func(ctx context.Context, _ *asynq.Task) error {
			n, err := p.Do(ctx)
			deps.Metrics.worked.WithLabelValues(p.Name).Add(float64(n))
			return err
		})
		options := []asynq.Option{asynq.Queue(string(p.Urgency)), asynq.MaxRetry(p.Retries), asynq.Timeout(p.Within)}
		if _, err := scheduler.Register(p.When, asynq.NewTask(p.Name, nil), options...); err != nil {
			return fmt.Errorf("jobs: %s: %w", p.Name, err)
		}
	}
	if err := server.Start(mux); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	if err := scheduler.Start(); err != nil {
		server.Shutdown()
		return fmt.Errorf("jobs: %w", err)
	}
	wakeups := &notifier{client: asynq.NewClient(connection), metrics: deps.Metrics}
	defer wakeups.client.Close() //nolint:errcheck // the process ends
	var group sync.WaitGroup
	group.Go(func() { relay(ctx, deps, kinds, wakeups) })
	group.Go(func() { sweep(ctx, deps, kinds, wakeups) })
	for _, w := range kinds {
		if w.Every > 0 {
			group.Go(func() { every(ctx, w.Every, func() { warn(ctx, w.Name, deps.whileDue(ctx, w.Name, batchesOf(w))) }) })
		}
	}
	group.Go(func() { watchOverdue(ctx, deps) })
	group.Go(func() { seal(ctx, deps) })
	group.Go(func() { checkpoints(ctx, deps) })
	group.Go(func() { watchSeal(ctx, deps) })
	<-ctx.Done()
	scheduler.Shutdown()
	server.Shutdown()
	group.Wait()
	deps.running.Wait()
	return nil
}

// asynqLog writes the queue's own messages into our log.
type asynqLog struct{}

func (asynqLog) Debug(args ...any) { slog.Debug(fmt.Sprint(args...)) }
func (asynqLog) Info(args ...any)  { slog.Info(fmt.Sprint(args...)) }
func (asynqLog) Warn(args ...any)  { slog.Warn(fmt.Sprint(args...)) }
func (asynqLog) Error(args ...any) { slog.Error(fmt.Sprint(args...)) }
func (asynqLog) Fatal(args ...any) { slog.Error(fmt.Sprint(args...)) }
