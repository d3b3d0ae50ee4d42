package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/calendarrun"
)

// Run is a calendar job's work on one period, held by a lease. Its place is stored after each chunk, so that another
// worker continues where a dead one stopped.
type Run struct {
	*ent.CalendarRun
	store *Store
}

// lease is how long a run may be silent before another worker takes it over.
const lease = 2 * time.Minute

// ErrLeaseLost says that another worker has taken the run over.
var ErrLeaseLost = errors.New("the lease was lost")

// TakeRun takes the run of a (job, period): the worker that inserts its row has it, and a run whose lease ran out may be taken
// over. It answers nil where the run is done or in other hands.
func (s *Store) TakeRun(ctx context.Context, job, period string) (*Run, error) {
	if err := s.holds(ctx); err != nil {
		return nil, fmt.Errorf("take %s of %s: %w", job, period, err)
	}
	now := s.Now()
	row, err := s.Client.CalendarRun.Create().SetID(s.NewKey()).SetJob(job).SetPeriod(period).
		SetLeasedUntil(now.Add(lease)).SetStartedAt(now).Save(ctx)
	if err == nil {
		return &Run{row, s}, nil
	}
	if !IsDuplicate(err) {
		return nil, fmt.Errorf("take %s of %s: %w", job, period, err)
	}
	row, err = s.Client.CalendarRun.Query().Where(calendarrun.Job(job), calendarrun.Period(period)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("take %s of %s: %w", job, period, err)
	}
	if row.FinishedAt != nil || now.Before(row.LeasedUntil) {
		return nil, nil // nothing to do
	}
	n, err := s.Client.CalendarRun.Update().Where(calendarrun.ID(row.ID), calendarrun.Lease(row.Lease)).
		SetLease(row.Lease + 1).SetLeasedUntil(now.Add(lease)).Save(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	row.Lease++
	return &Run{row, s}, nil
}

// Advance stores how far the run got and prolongs its lease. ErrLeaseLost means: stop, another worker continues.
func (r *Run) Advance(ctx context.Context, position, done, failed int64, finished bool) error {
	now := r.store.Now()
	update := r.store.Client.CalendarRun.Update().
		Where(calendarrun.ID(r.ID), calendarrun.Lease(r.Lease), calendarrun.Position(r.Position)).
		SetPosition(position).AddDone(done).AddFailed(failed).SetLeasedUntil(now.Add(lease))
	if finished {
		update.SetFinishedAt(now)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("advance %s of %s: %w", r.Job, r.Period, err)
	}
	if n == 0 {
		return ErrLeaseLost
	}
	r.Position, r.Done, r.Failed = position, r.Done+done, r.Failed+failed
	return nil
}

// Unfinished are the periods of a job that nobody works on though they are not done, at most 100.
func (s *Store) Unfinished(ctx context.Context, job string) ([]string, error) {
	return s.Client.CalendarRun.Query().
		Where(calendarrun.Job(job), calendarrun.FinishedAtIsNil(), calendarrun.LeasedUntilLT(s.Now())).
		Limit(100).Select(calendarrun.FieldPeriod).Strings(ctx)
}
