package background

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/work"
)

// Part works a part of a job and answers how far it is. Its context ends when the process is to stop, and soon after the
// job was stopped. It must be repeatable: a worker that dies after the effect of a part and before its progress is stored
// does it again. What a part cannot mend ends the job as FAILED; a person may let it go on.
type Part func(context.Context, *ent.Job) (*Progress, error)

// Progress is how far a job is after a part of it; all are totals.
type Progress struct {
	Position, Done, Failed       int64
	Total                        *int64
	Result                       *string // JSON
	ResultSHA256, FailuresSHA256 string  // files in the storage
	Finished                     bool
	// Beside, where it is set, stores what belongs to the progress, in its transaction: both are there, or neither.
	Beside func(context.Context, *work.Tx) error
}

// errLost says that the job was stopped, or is another worker's by now.
var errLost = errors.New("the job is in other hands")

// looking is how often a worker looks whether a job is still its own, at least.
const looking = time.Second

// Work takes jobs of a kind that are due, one after the other and at most `most`, and works each part by part until
// it is finished, stopped, or the context ends; it answers how many it took. A worker that dies is missed after leaseFor; one
// that lives keeps its job however long a part takes, and gives it back when the context ends.
func (s *Service) Work(ctx context.Context, kind string, most int, leaseFor time.Duration, part Part) (int, error) {
	return s.WorkAndClose(ctx, kind, most, leaseFor, part, nil)
}

// WorkAndClose is Work for jobs that leave something to be done when they were stopped or broke off: closing does it,
// repeatably. Only the files of its progress count. A job that goes on meanwhile is closed another time. Its kind must be
// declared so.
func (s *Service) WorkAndClose(ctx context.Context, kind string, most int, leaseFor time.Duration, part, closing Part) (int, error) {
	due := work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{kind}}
	for worked := range most {
		token, ids, err := s.store.Take(ctx, due, 1, leaseFor)
		if err != nil || len(ids) == 0 {
			return worked, err
		}
		w := &worker{Service: s, id: ids[0], token: token, leaseFor: leaseFor, part: part, closing: closing}
		if err := w.run(ctx); err != nil && !errors.Is(err, errLost) {
			return worked + 1, fmt.Errorf("job %s: %w", kind, err)
		}
	}
	return most, nil
}

// worker has a job in its hands.
type worker struct {
	*Service
	id, token     int64
	leaseFor      time.Duration
	part, closing Part
}

func (w *worker) run(ctx context.Context) error {
	working, end := context.WithCancelCause(ctx)
	kept := make(chan struct{})
	go func() { defer close(kept); w.keep(working, end) }()
	err := w.parts(working)
	end(nil)
	<-kept
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), w.releaseLease(ctx))
	}
	return err
}

// keep prolongs the lease while the job is worked, and ends the work where it is lost.
func (w *worker) keep(ctx context.Context, end context.CancelCauseFunc) {
	tick := time.NewTicker(min(looking, w.leaseFor/3))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := w.store.Client.Job.Update().Where(job.ID(w.id), job.Lease(w.token)).SetDueAt(w.store.Now().Add(w.leaseFor)).Save(ctx)
		if err == nil && n == 0 {
			end(errLost)
		}
		// A database that does not answer may come back before the lease is over; if not, the progress is not stored.
	}
}

// parts works part by part.
func (w *worker) parts(ctx context.Context) error {
	if err := w.mine().Where(job.StateEQ(job.StateQueued)).SetState(job.StateRunning).Exec(ctx); err != nil {
		return err
	}
	for {
		row, err := w.store.Client.Job.Query().Where(job.ID(w.id), job.Lease(w.token)).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errLost
		case err != nil:
			return err
		case row.State == job.StateStopped || row.State == job.StateFailed:
			return w.close(ctx, row)
		}
		p, err := w.part(ctx, row)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return errors.Join(err, w.breakOff(ctx, row, err))
		}
		if err := w.save(ctx, row, p); err != nil {
			return err
		}
		work.Point("job.part")
		if p.Finished {
			return nil
		}
	}
}

// releaseLease lets another worker continue at once.
func (w *worker) releaseLease(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return w.mine().SetDueAt(w.store.Now()).SetLease(0).Exec(ctx)
}

// mine is an update of the job while it is still the worker's.
func (w *worker) mine() *ent.JobUpdate {
	return w.store.Client.Job.Update().Where(job.ID(w.id), job.Lease(w.token))
}

// save stores progress, and what belongs to it, while the job is still the worker's.
func (w *worker) save(ctx context.Context, row *ent.Job, p *Progress) error {
	return w.store.Do(ctx, fmt.Sprintf("progress of job %d", w.id), func(ctx context.Context, tx *work.Tx) error {
		update := tx.Job.Update().Where(job.ID(w.id), job.Lease(w.token), job.StateIn(job.StateQueued, job.StateRunning)).
			SetPosition(p.Position).SetDone(p.Done).SetFailed(p.Failed).SetNillableTotal(p.Total).SetNillableResult(p.Result).SetProblem("")
		p.setFiles(update)
		if p.Finished {
			update.SetState(job.StateSucceeded).SetFinishedAt(w.now(row.ChannelID)).ClearDueAt().SetLease(0)
		} else {
			update.SetState(job.StateRunning).SetDueAt(tx.Now.Add(w.leaseFor))
		}
		n, err := update.Save(ctx)
		if err == nil && n == 0 {
			err = errLost
		}
		if err != nil || p.Beside == nil {
			return err
		}
		return p.Beside(ctx, tx)
	})
}

func (p *Progress) setFiles(update *ent.JobUpdate) {
	if p.ResultSHA256 != "" {
		update.SetResultSha256(p.ResultSHA256)
	}
	if p.FailuresSHA256 != "" {
		update.SetFailuresSha256(p.FailuresSHA256)
	}
}

const longestProblem = 500

// breakOff ends the job as FAILED.
func (w *worker) breakOff(ctx context.Context, row *ent.Job, cause error) error {
	return w.mine().SetState(job.StateFailed).SetProblem(shortened(cause)).SetNillableDueAt(w.closingDue(row.Kind)).SetLease(0).Exec(ctx)
}

// closingDue is when a job that ended without being done is due once more; nil: never.
func (s *Service) closingDue(kind string) *time.Time {
	if !s.kinds[kind].Closing {
		return nil // nothing to do
	}
	now := s.store.Now()
	return &now
}

// close does what is left to be done of a job that was stopped or broke off. Where that fails it stays undone until the
// job goes on, so that nothing is tried for ever.
func (w *worker) close(ctx context.Context, row *ent.Job) error {
	update := w.mine().ClearDueAt().SetLease(0)
	var failed error
	if w.closing != nil {
		p, err := w.closing(ctx, row)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if failed = err; err == nil {
			p.setFiles(update)
		} else if row.Problem == "" {
			update.SetProblem(shortened(err))
		}
	}
	return errors.Join(failed, update.Exec(ctx))
}

func shortened(cause error) string {
	text := []rune(cause.Error())
	return string(text[:min(len(text), longestProblem)])
}
