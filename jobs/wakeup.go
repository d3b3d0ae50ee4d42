package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
)

// drain makes a handler of work that takes a batch of due rows and answers how many it took: it repeats until nothing
// is due. At most atOnce handlers run at a time in one process; another wake-up ends at once, since those that run find its
// work, too.
func drain(task string, atOnce, batch int, work func(ctx context.Context, deps *Deps, most int) (int, error)) func(context.Context, *Deps, *asynq.Task) error {
	running := make(chan struct{}, atOnce)
	return func(ctx context.Context, deps *Deps, _ *asynq.Task) error {
		select {
		case running <- struct{}{}:
			defer func() { <-running }()
		default:
			return nil
		}
		for ctx.Err() == nil {
			n, err := work(ctx, deps, batch)
			if err != nil {
				return err
			}
			if n == 0 {
				return nil
			}
			deps.Metrics.worked.WithLabelValues(task).Add(float64(n))
		}
		return nil
	}
}

// notifier wakes workers: it puts tasks into the queue. A queue that does not answer loses nothing, since the sweeper
// wakes workers again for whatever is due.
type notifier struct {
	client     *asynq.Client
	metrics    *Metrics
	lastWarned atomic.Int64 // Unix seconds of the last warning
}

// wakeupWindow is the time within which wake-ups of one task are one, over all processes.
const wakeupWindow = 100 * time.Millisecond

func (r *notifier) wake(ctx context.Context, task string, id int64) {
	j, known := byTask[task]
	if !known {
		slog.ErrorContext(ctx, "there is no such task", "task", task)
		return
	}
	bucket := strconv.FormatInt(time.Now().UnixMilli()/wakeupWindow.Milliseconds(), 36)
	var payload []byte
	if id != 0 {
		payload = strconv.AppendInt(nil, id, 10)
	}
	_, err := r.client.EnqueueContext(ctx, asynq.NewTask(task, payload),
		asynq.Queue(j.queue), asynq.MaxRetry(j.retries), asynq.Timeout(j.timeout),
		asynq.TaskID(task+":"+string(payload)+":"+bucket))
	if err == nil || errors.Is(err, asynq.ErrTaskIDConflict) || ctx.Err() != nil {
		return
	}
	r.metrics.redisAway.Inc()
	if now := time.Now().Unix(); now-r.lastWarned.Swap(now) > 10 {
		slog.WarnContext(ctx, "the queue does not answer; what is due waits", "error", err)
	}
}
