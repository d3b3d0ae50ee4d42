package webhooks

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/deliveryattempt"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// inFlightPause is how long a delivery waits before it looks again whether what precedes it arrived.
const inFlightPause = time.Second

// record stores how a batch went, in one transaction. What the token no longer holds was taken over by somebody else,
// who will store it; the attempts happened all the same.
func (s *Deliverer) record(ctx context.Context, b *batch) error {
	return s.store.Do(ctx, "record deliveries", func(ctx context.Context, tx *work.Tx) error {
		var delivered []int64
		var passed []string // subjects of which something is no longer waited for
		var attempts [][]any
		for _, run := range b.runs {
			var behind time.Time
			for _, one := range run {
				var err error
				switch {
				case one.sent && one.answer.ok():
					delivered, passed = append(delivered, one.ID), append(passed, one.Subject)
				case one.sent:
					if behind, err = b.failed(ctx, tx, one); behind.IsZero() {
						passed = append(passed, one.Subject)
					}
				default:
					err = b.putBack(ctx, tx, one, behind)
				}
				if err != nil {
					return err
				}
				if one.sent {
					attempts = append(attempts, attemptRow(tx, one))
				}
			}
		}
		if err := b.arrived(ctx, tx, delivered); err != nil {
			return err
		}
		if err := b.release(ctx, tx, passed); err != nil {
			return err
		}
		if err := tx.Insert(ctx, work.Insert{Table: deliveryattempt.Table, Columns: attemptColumns, Rows: attempts}); err != nil {
			return err
		}
		return b.judge(ctx, tx, s.distribution.Now(b.endpoint.ChannelID))
	})
}

// held narrows an update to what the batch still holds.
func (b *batch) held(tx *work.Tx, ids ...int64) *ent.DeliveryUpdate {
	return tx.Delivery.Update().Where(delivery.IDIn(ids...), delivery.Lease(b.token)).SetLease(0)
}

func (b *batch) arrived(ctx context.Context, tx *work.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return b.held(tx, ids...).SetState(delivery.StateDelivered).SetDeliveredAt(tx.Now).AddAttempts(1).ClearDueAt().Exec(ctx)
}

// release puts back what is blocked and, where order matters, makes what was put back behind something that is no
// longer waited for due at once.
func (b *batch) release(ctx context.Context, tx *work.Tx, passed []string) error {
	for _, one := range b.blocked {
		behind := one.behind
		if behind.IsZero() {
			behind = tx.Now.Add(inFlightPause)
		}
		if err := b.putBack(ctx, tx, one, behind); err != nil {
			return err
		}
	}
	if len(passed) == 0 || b.endpoint.Ordering != webhookendpoint.OrderingPerObject {
		return nil
	}
	return tx.Delivery.Update().
		Where(delivery.EndpointID(b.endpoint.ID), delivery.SubjectIn(passed...), delivery.DueAtGT(tx.Now), delivery.Attempts(0), delivery.Lease(0)).
		SetDueAt(tx.Now).Exec(ctx)
}

// failed gives a delivery its next attempt, or none where its time is over; it answers when that is. A probe is sent for
// the endpoint's sake and gives nothing up: what waits for a paused endpoint is tried again, or held with the rest.
func (b *batch) failed(ctx context.Context, tx *work.Tx, one *attempt) (time.Time, error) {
	update, late := b.held(tx, one.ID).AddAttempts(1), !tx.Now.Before(one.GiveUpAt)
	if late && b.probe == 0 {
		slog.WarnContext(ctx, "an event was given up", "endpoint", b.endpoint.ID, "delivery", one.ID, "attempts", one.Attempts+1)
		return time.Time{}, update.SetState(delivery.StateExhausted).ClearDueAt().Exec(ctx)
	}
	next := tx.Now.Add(b.pace.pauseAfter(one.Attempts + 1))
	if next.After(one.GiveUpAt) && !late {
		next = one.GiveUpAt // the last one
	}
	return next, update.SetDueAt(next).Exec(ctx)
}

// putBack gives a delivery back that was not sent: it is due right behind what it waits for, so that of the two the
// other is taken first; with nothing to wait for it is due now.
func (b *batch) putBack(ctx context.Context, tx *work.Tx, one *attempt, behind time.Time) error {
	due := tx.Now
	if !behind.IsZero() {
		due = behind.Add(time.Millisecond)
	}
	return b.held(tx, one.ID).SetDueAt(due).Exec(ctx)
}

var attemptColumns = []string{
	deliveryattempt.FieldID, deliveryattempt.FieldChannelID, deliveryattempt.FieldEndpointID, deliveryattempt.FieldDeliveryID,
	deliveryattempt.FieldAt, deliveryattempt.FieldStatus, deliveryattempt.FieldFailure, deliveryattempt.FieldDurationMs,
	deliveryattempt.FieldExcerpt, deliveryattempt.FieldTraceID,
}

func attemptRow(tx *work.Tx, one *attempt) []any {
	return []any{
		tx.NewKey(), one.ChannelID, one.EndpointID, one.ID,
		one.at, one.answer.Status, cut(one.answer.Failure, 24), one.answer.Duration.Milliseconds(),
		cut(one.answer.Excerpt, 1024), one.trace,
	}
}

// cut shortens a text to n bytes, and to what is UTF-8.
func cut(text string, most int) string {
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}
