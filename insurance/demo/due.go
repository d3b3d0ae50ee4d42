package demo

import (
	"context"
	"fmt"

	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// mostRounds of work in a step; work that never ends is a mistake.
const mostRounds = 1000

// workDue does all that is due, as the workers of jobs do, until nothing is.
func (c *Company) workDue(ctx context.Context) error {
	for range mostRounds {
		done, err := c.workOnce(ctx)
		if err != nil || done == 0 {
			return err
		}
	}
	return fmt.Errorf("work never ends")
}

// workOnce lets each worker take what is due.
func (c *Company) workOnce(ctx context.Context) (done int, err error) {
	relayed, err := c.Events.Relay(ctx, 500)
	if err != nil {
		return 0, err
	}
	done = relayed.Events
	for _, w := range c.DueWork() {
		n, err := c.workKind(ctx, w)
		if err != nil {
			return done, fmt.Errorf("%s: %w", w.Name, err)
		}
		done += n
	}
	sealed, err := c.Audit.Seal(ctx)
	return done + sealed, err
}

// workKind works what is due of a kind.
func (c *Company) workKind(ctx context.Context, w work.DueWork) (done int, err error) {
	switch {
	case w.Kinds != nil:
		return c.workJobs(ctx, w)
	case w.Keys != nil:
		keys, err := w.Keys(ctx)
		if err != nil {
			return 0, err
		}
		for _, key := range keys {
			if err := w.DoKey(ctx, key); err != nil {
				return done, err
			}
			done++
		}
		return done, nil
	case w.Urgency == work.Critical:
		return whileDue(ctx, w)
	}
	return w.Do(ctx, w.Batch)
}

// workJobs works the jobs that people and channels started.
func (c *Company) workJobs(ctx context.Context, w work.DueWork) (done int, err error) {
	due, err := c.Store.AnyDue(ctx, w.Table, w.Column)
	if err != nil || !due {
		return 0, err
	}
	for _, kind := range w.Kinds() {
		n, err := kind.Do(ctx)
		if err != nil && fault.All(err) == nil { // a job may break off for what its file says
			return done, err
		}
		done += n
	}
	return done, nil
}

// decideClaims has the product decide the claims that are due, and pays what it approved: as a worker does within a second.
func (c *Company) decideClaims(ctx context.Context) error {
	for _, w := range c.Claims.DueWork() {
		if _, err := whileDue(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// whileDue works one row after the other, so that the same one always comes first.
func whileDue(ctx context.Context, w work.DueWork) (done int, err error) {
	for {
		n, err := w.Do(ctx, 1)
		if err != nil || n == 0 {
			return done, err
		}
		done += n
	}
}

// checkpoint signs how far the audit record is, and copies that out of the database.
func (c *Company) checkpoint(ctx context.Context) error {
	if _, err := c.Audit.Checkpoint(ctx); err != nil || c.options.Checkpoints == nil {
		return err
	}
	return c.Audit.Copy(ctx, c.options.Checkpoints)
}
