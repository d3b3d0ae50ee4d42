package demo

import (
	"context"
	"fmt"

	"baodan/insurance/bulk"
	"baodan/insurance/fault"
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
	relayed, err := c.Webhooks.Relay(ctx, 500)
	if err != nil {
		return 0, err
	}
	done = relayed.Events
	n, err := c.decideClaims(ctx)
	if err != nil {
		return done, err
	}
	done += n
	for _, do := range []func(context.Context, int) (int, error){c.Servicing.Announce, c.Policies.Turn, c.Catalog.ApplySchedules, c.Helpdesk.Send} {
		n, err := do(ctx, 250)
		if err != nil {
			return done, err
		}
		done += n
	}
	if n, err = c.workJobs(ctx); err != nil {
		return done, err
	}
	done += n
	if n, _, err = c.Webhooks.Attend(ctx, 64); err != nil {
		return done, err
	}
	done += n
	endpoints, err := c.Webhooks.DueEndpoints(ctx)
	if err != nil {
		return done, err
	}
	for _, id := range endpoints {
		if err := c.Webhooks.Deliver(ctx, id); err != nil {
			return done, err
		}
	}
	sealed, err := c.Audit.Seal(ctx)
	return done + len(endpoints) + sealed, err
}

// workJobs works the jobs that people and channels started.
func (c *Company) workJobs(ctx context.Context) (done int, err error) {
	due, err := c.Store.AnyDue(ctx, "jobs", "due_at")
	if err != nil || !due {
		return 0, err
	}
	for _, do := range []func(context.Context) (int, error){
		c.Backtest.Work, c.Enquiry.WorkExports, c.Privacy.WorkErasures,
		func(ctx context.Context) (int, error) { return c.Bulk.WorkIssues(ctx, bulk.LeaseFor) },
		func(ctx context.Context) (int, error) { return c.Bulk.WorkChecks(ctx, bulk.LeaseFor) },
		func(ctx context.Context) (int, error) { return c.Health.Verify(ctx, nil) },
		func(ctx context.Context) (int, error) { n, _, err := c.Webhooks.RunJobs(ctx, 10); return n, err },
	} {
		n, err := do(ctx)
		if err != nil && fault.All(err) == nil { // a job may break off for what its file says
			return done, err
		}
		done += n
	}
	return done, nil
}

// decideClaims has the product decide the claims that are due, and pays what it approved: as a worker does within a second. One comes
// after the other, so that the same one always comes first.
func (c *Company) decideClaims(ctx context.Context) (done int, err error) {
	for _, do := range []func(context.Context, int) (int, error){c.Claims.Adjudicate, c.Claims.Pay} {
		for {
			n, err := do(ctx, 1)
			if err != nil {
				return done, err
			}
			if n == 0 {
				break
			}
			done += n
		}
	}
	return done, nil
}

// checkpoint signs how far the audit record is, and copies that out of the database.
func (c *Company) checkpoint(ctx context.Context) error {
	if _, err := c.Audit.Checkpoint(ctx); err != nil || c.options.Checkpoints == nil {
		return err
	}
	return c.Audit.Copy(ctx, c.options.Checkpoints)
}
