package webhooks

import (
	"context"
	"log/slog"
	"time"

	"baodan/ent"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// The breaker of an endpoint:
//
//	state       after                                      becomes
//	UNVERIFIED  the challenge was answered                 ACTIVE
//	UNVERIFIED  72 hours of challenges that were not       DISABLED
//	ACTIVE      5 failures in a row                        PAUSED: a probe in 30 s
//	PAUSED      a probe that failed                        PAUSED: the next in twice the time, 10 minutes at most
//	PAUSED      a probe that arrived, or nothing to send   ACTIVE: all that waits is due
//	ACTIVE      5 days of nothing but failures             DISABLED
//	PAUSED      5 days of nothing but failures             DISABLED
//	any         an answer of 410, or the channel           DISABLED: all that waits is held
//	DISABLED    set again by the channel                   UNVERIFIED
//
// A change counts only while the endpoint is still what it was when the worker read it: its revision says so.

// judge draws from a batch what it says of its endpoint, now by the clock of its channel.
func (b *batch) judge(ctx context.Context, tx *work.Tx, now time.Time) error {
	switch {
	case b.tally.gone:
		return disable(ctx, tx, b.endpoint, "it answered 410")
	case b.probe != 0:
		return b.judgeProbe(ctx, tx, now)
	case b.tally.failed > 0:
		return b.judgeFailures(ctx, tx, now)
	case b.tally.delivered > 0 && (b.endpoint.Failures > 0 || b.endpoint.FailingSince != nil):
		return unchanged(tx, b.endpoint).SetFailures(0).ClearFailingSince().Exec(ctx)
	}
	return nil
}

// unchanged narrows an update of an endpoint to what the worker read.
func unchanged(tx *work.Tx, e *ent.WebhookEndpoint) *ent.WebhookEndpointUpdate {
	return tx.WebhookEndpoint.Update().
		Where(webhookendpoint.ID(e.ID), webhookendpoint.Revision(e.Revision), webhookendpoint.StateEQ(e.State))
}

// judgeFailures counts failures, those of workers in other processes among them, and opens the breaker.
func (b *batch) judgeFailures(ctx context.Context, tx *work.Tx, now time.Time) error {
	update := unchanged(tx, b.endpoint)
	if b.tally.delivered > 0 { // the row starts from nothing
		update.SetFailures(b.tally.tail).ClearFailingSince()
	} else {
		update.AddFailures(b.tally.failed)
	}
	if n, err := update.Save(ctx); err != nil || n == 0 {
		return err
	}
	if b.tally.tail == 0 {
		return nil
	}
	err := unchanged(tx, b.endpoint).Where(webhookendpoint.FailingSinceIsNil()).SetFailingSince(now).Exec(ctx)
	if err != nil {
		return err
	}
	e, err := tx.WebhookEndpoint.Get(ctx, b.endpoint.ID)
	switch {
	case err != nil:
		return err
	case e.FailingSince != nil && now.Sub(*e.FailingSince) >= disableAfter:
		return disable(ctx, tx, e, "it failed for five days")
	case e.Failures >= breakAfter:
		slog.WarnContext(ctx, "an endpoint is paused", "endpoint", e.ID, "failures", e.Failures)
		return unchanged(tx, e).SetState(webhookendpoint.StatePaused).SetFailures(breakAfter).
			SetDueAt(tx.Now.Add(b.pace.probePause(breakAfter))).SetLease(0).AddRevision(1).Exec(ctx)
	}
	return nil
}

// judgeProbe closes the breaker, or plans the next probe.
func (b *batch) judgeProbe(ctx context.Context, tx *work.Tx, now time.Time) error {
	e := b.endpoint
	update := unchanged(tx, e).Where(webhookendpoint.Lease(b.probe)).SetLease(0)
	switch {
	case b.tally.delivered > 0:
		update.SetState(webhookendpoint.StateActive).SetFailures(0).ClearFailingSince().ClearDueAt().AddRevision(1)
	case b.tally.failed == 0: // broken off
		update.SetDueAt(tx.Now)
	case e.FailingSince != nil && now.Sub(*e.FailingSince) >= disableAfter:
		return disable(ctx, tx, e, "it failed for five days")
	default:
		update.AddFailures(1).SetDueAt(tx.Now.Add(b.pace.probePause(e.Failures + 1)))
		if e.FailingSince == nil {
			update.SetFailingSince(now)
		}
	}
	return update.Exec(ctx)
}

// disable switches an endpoint off; what waits for it is held by its next worker.
func disable(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, why string) error {
	n, err := unchanged(tx, e).SetState(webhookendpoint.StateDisabled).ClearDueAt().SetLease(0).AddRevision(1).Save(ctx)
	if n > 0 {
		slog.WarnContext(ctx, "an endpoint was switched off", "endpoint", e.ID, "why", why)
	}
	return err
}
