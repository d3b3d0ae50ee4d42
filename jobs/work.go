package jobs

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/hibiken/asynq"

	"baodan/insurance/backtest"
	"baodan/insurance/bulk"
	"baodan/insurance/enquiry"
	"baodan/insurance/health"
	"baodan/insurance/privacy"
)

func adjudicate(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Claims.Adjudicate(ctx, most)
}

func pay(ctx context.Context, deps *Deps, most int) (int, error) { return deps.Claims.Pay(ctx, most) }

func announce(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Servicing.Announce(ctx, most)
}

func turn(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Policies.Turn(ctx, most)
}

func attend(ctx context.Context, deps *Deps, most int) (int, error) {
	n, ready, err := deps.Webhooks.Attend(ctx, most)
	deps.deliverTo(ready...)
	return n, err
}

// jobKinds are the jobs that people and channels start, with the function that works those that are due; it answers how
// many it took. Each kind has a goroutine of its own in every process, so that none delays another.
var jobKinds = map[string]func(context.Context, *Deps) (int, error){
	"webhooks.replay":  replayWebhooks,
	privacy.EraseJob:   erasePeople,
	privacy.RewrapJob:  rewrapKeys,
	privacy.IndexJob:   indexPersons,
	bulk.IssueKind:     func(ctx context.Context, deps *Deps) (int, error) { return deps.Bulk.WorkIssues(ctx, bulk.LeaseFor) },
	bulk.CheckKind:     func(ctx context.Context, deps *Deps) (int, error) { return deps.Bulk.WorkChecks(ctx, bulk.LeaseFor) },
	enquiry.ExportKind: func(ctx context.Context, deps *Deps) (int, error) { return deps.Enquiry.WorkExports(ctx) },
	health.VerifyKind:  func(ctx context.Context, deps *Deps) (int, error) { return deps.Health.Verify(ctx, deps.Checkpoints) },
	backtest.Kind:      func(ctx context.Context, deps *Deps) (int, error) { return deps.Backtest.Work(ctx) },
}

// runJobs starts the goroutine of every kind. A job may take hours, so it occupies no worker of the queue; the sweeper
// starts again what is still due when it has ended.
func runJobs(_ context.Context, deps *Deps, _ *asynq.Task) error {
	for kind, do := range jobKinds {
		if deps.busyKinds.take(kind) {
			deps.running.Go(func() {
				defer deps.busyKinds.leave(kind)
				warn(deps.alive, "job "+kind, whileDue(deps.alive, deps, kind, do))
			})
		}
	}
	return nil
}

// whileDue works a kind until nothing is due.
func whileDue(ctx context.Context, deps *Deps, kind string, do func(context.Context, *Deps) (int, error)) error {
	for ctx.Err() == nil {
		n, err := do(ctx, deps)
		deps.Metrics.worked.WithLabelValues(kind).Add(float64(n))
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

func replayWebhooks(ctx context.Context, deps *Deps) (int, error) {
	n, ready, err := deps.Webhooks.RunJobs(ctx, 1)
	deps.deliverTo(ready...)
	return n, err
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

func purge(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	_, err := deps.Webhooks.Purge(ctx)
	return err
}

// typeEntries writes the types of events into entries of the log that are older than this column.
func typeEntries(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	return purgeAll(ctx, deps.Webhooks.TypeEntries)
}

// purgePeople forgets failed logins and sessions that are long over.
func purgePeople(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	return purgeAll(ctx, deps.People.Purge)
}

// purgeSecrets forgets what answers showed once, a day after.
func purgeSecrets(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	return purgeAll(ctx, deps.Idempotency.Purge)
}

// purgeAll purges a thousand at a time until nothing is left.
func purgeAll(ctx context.Context, purge func(ctx context.Context, most int) (int, error)) error {
	for {
		if n, err := purge(ctx, 1000); n == 0 || err != nil {
			return err
		}
	}
}

// purgeFiles removes files that are not kept any more (H7).
func purgeFiles(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	n, err := deps.Files.Purge(ctx)
	deps.Metrics.worked.WithLabelValues("files:purge").Add(float64(n))
	return err
}

// deliver starts the worker of an endpoint.
func deliver(_ context.Context, deps *Deps, t *asynq.Task) error {
	endpoint, err := strconv.ParseInt(string(t.Payload()), 10, 64)
	if err != nil {
		return fmt.Errorf("endpoint %q: %w", t.Payload(), err)
	}
	deps.deliverTo(endpoint)
	return nil
}

// deliverTo starts workers of endpoints. One may take as long as its receiver is slow, so it occupies no worker of the
// queue; the process waits for it when it stops.
func (d *Deps) deliverTo(endpoints ...int64) {
	for _, id := range endpoints {
		d.running.Go(func() { warn(d.alive, "deliver", d.Webhooks.Deliver(d.alive, id)) })
	}
}
