package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"

	"baodan/insurance/work"
)

// notifier wakes workers: it puts tasks into the queue. A queue that does not answer loses nothing, since the sweeper
// wakes workers again for whatever is due.
type notifier struct {
	client     *asynq.Client
	metrics    *Metrics
	lastWarned atomic.Int64 // Unix seconds of the last warning
}

// wakeupWindow is the time within which wake-ups of one task are one, over all processes.
const wakeupWindow = 100 * time.Millisecond

// wake starts the workers of a queue, or of one key of it: 0 where it has none.
func (r *notifier) wake(ctx context.Context, w work.DueWork, key int64) {
	bucket := strconv.FormatInt(time.Now().UnixMilli()/wakeupWindow.Milliseconds(), 36)
	var payload []byte
	if key != 0 {
		payload = strconv.AppendInt(nil, key, 10)
	}
	_, err := r.client.EnqueueContext(ctx, asynq.NewTask(w.Name, payload),
		asynq.Queue(string(w.Urgency)), asynq.MaxRetry(0), asynq.Timeout(wakeupTimeout),
		asynq.TaskID(w.Name+":"+string(payload)+":"+bucket))
	if err == nil || errors.Is(err, asynq.ErrTaskIDConflict) || ctx.Err() != nil {
		return
	}
	r.metrics.redisAway.Inc()
	if now := time.Now().Unix(); now-r.lastWarned.Swap(now) > 10 {
		slog.WarnContext(ctx, "the queue does not answer; what is due waits", "error", err)
	}
}
