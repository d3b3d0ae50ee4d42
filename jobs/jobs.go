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

	"baodan/insurance"
	"baodan/insurance/audit"
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

// job is one kind of work: its task, its queue, when the calendar starts it, and the function that does it.
type job struct {
	task    string
	queue   string
	every   string // cron, in the insurer's time zone; empty: woken by events and the sweeper
	retries int
	timeout time.Duration
	handle  func(context.Context, *Deps, *asynq.Task) error
}

// tasks is every job there is.
var tasks = []job{
	{"rerate:yesterday", low, "30 3 * * *", 3, 30 * time.Minute, rerateYesterday},
	{"rerate:resume", low, "*/10 * * * *", 0, 30 * time.Minute, rerateResume},
	{adjudicateTask, critical, "", 0, wakeupTimeout, drain(adjudicateTask, 2, 50, adjudicate)},
	{payTask, critical, "", 0, wakeupTimeout, drain(payTask, 2, 50, pay)},
	{deliverTask, normal, "", 0, wakeupTimeout, deliver},
	{attendTask, normal, "", 0, wakeupTimeout, drain(attendTask, 1, 20, attend)},
	{runTask, low, "", 0, wakeupTimeout, runJobs},
	{announceTask, low, "", 0, wakeupTimeout, drain(announceTask, 1, 250, announce)},
	{turnTask, low, "", 0, wakeupTimeout, drain(turnTask, 1, 250, turn)},
	{mailTask, normal, "", 0, wakeupTimeout, drain(mailTask, 1, 20, sendMails)},
	{"webhooks:types", low, "*/10 * * * *", 0, 30 * time.Minute, typeEntries},
	{"webhooks:purge", low, "15 4 * * *", 0, 30 * time.Minute, purge},
	{"people:purge", low, "45 4 * * *", 0, 30 * time.Minute, purgePeople},
	{"secrets:purge", low, "10 * * * *", 0, 10 * time.Minute, purgeSecrets},
	{"files:purge", low, "15 5 * * *", 0, 2 * time.Hour, purgeFiles},
}

// Tasks that events and the sweeper start.
const (
	adjudicateTask = "claims:adjudicate"
	payTask        = "claims:pay"
	deliverTask    = "webhooks:deliver" // carries the endpoint
	attendTask     = "webhooks:attend"  // challenges and probes
	runTask        = "jobs:run"
	announceTask   = "policies:announce"
	turnTask       = "policies:turn"
	wakeupTimeout  = 5 * time.Minute
)

var byTask = map[string]job{}

func init() {
	for _, j := range tasks {
		byTask[j.task] = j
	}
}

// Queues, by how soon they matter; the numbers are their shares of the workers.
const (
	critical = "critical" // claims, payouts
	normal   = "default"  // webhooks, documents
	low      = "low"      // figures, checks
)

var shares = map[string]int{critical: 6, normal: 3, low: 1}

// Zone is where the calendar's days begin.
const Zone = "Asia/Shanghai"

const (
	workers   = 16
	pollEvery = 20 * time.Millisecond // while the queue is empty; a wake-up is heard that soon
)

// Run works until the context ends, then lets running tasks finish. Every process may run it: the one that inserts the
// calendar row of a period does its work.
func Run(ctx context.Context, at Redis, deps *Deps) error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	log, connection := asynqLog{}, at.connection()
	deps.alive = ctx
	server := asynq.NewServer(connection, asynq.Config{
		Concurrency: workers, Queues: shares, TaskCheckInterval: pollEvery, Logger: log, LogLevel: asynq.WarnLevel,
		ShutdownTimeout: 20 * time.Second, BaseContext: func() context.Context { return context.WithoutCancel(ctx) },
		ErrorHandler: asynq.ErrorHandlerFunc(func(ctx context.Context, task *asynq.Task, err error) {
			slog.WarnContext(ctx, "task failed", "task", task.Type(), "error", err)
		}),
	})
	scheduler := asynq.NewScheduler(connection, &asynq.SchedulerOpts{Location: zone, Logger: log, LogLevel: asynq.WarnLevel})
	mux := asynq.NewServeMux()
	for _, j := range tasks {
		mux.HandleFunc(j.task, func(ctx context.Context, t *asynq.Task) error { return j.handle(ctx, deps, t) })
		if j.every == "" {
			continue
		}
		options := []asynq.Option{asynq.Queue(j.queue), asynq.MaxRetry(j.retries), asynq.Timeout(j.timeout)}
		if _, err := scheduler.Register(j.every, asynq.NewTask(j.task, nil), options...); err != nil {
			return fmt.Errorf("jobs: %s: %w", j.task, err)
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
	group.Go(func() { relay(ctx, deps, wakeups) })
	group.Go(func() { sweep(ctx, deps, wakeups) })
	group.Go(func() { watchOverdue(ctx, deps) })
	group.Go(func() { seal(ctx, deps) })
	group.Go(func() { checkpoints(ctx, deps) })
	group.Go(func() { watchSeal(ctx, deps) })
	group.Go(func() { applySchedules(ctx, deps) })
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
