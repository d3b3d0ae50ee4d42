package webhooks

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// backlog holds or wakes all that waits for an endpoint, a thousand deliveries at a time.
type backlog struct{ store *work.Store }

// notInFlight narrows to deliveries that wait and that nobody is sending.
func notInFlight(now time.Time) []predicate.Delivery {
	return []predicate.Delivery{delivery.DueAtNotNil(), delivery.Or(delivery.Lease(0), delivery.DueAtLTE(now))}
}

// suspendDeliveries holds back what waits for an endpoint that is switched off; what is being sent is left to its sender.
func (s *backlog) suspendDeliveries(ctx context.Context, endpointID int64) error {
	held, err := s.inChunks(ctx, "hold deliveries", endpointID, func(ctx context.Context, tx *work.Tx) (int, error) {
		off, err := tx.WebhookEndpoint.Query().
			Where(webhookendpoint.ID(endpointID), webhookendpoint.StateEQ(webhookendpoint.StateDisabled)).Exist(ctx)
		if err != nil || !off {
			return 0, err
		}
		return changeChunk(ctx, tx, endpointID, notInFlight(tx.Now), func(u *ent.DeliveryUpdate) {
			u.SetState(delivery.StateHeld).ClearDueAt().SetLease(0)
		})
	})
	if held > 0 {
		slog.InfoContext(ctx, "events are held for an endpoint that is off", "endpoint", endpointID, "deliveries", held)
	}
	return err
}

// makeDueNow makes everything that waits for an endpoint due now.
func (s *backlog) makeDueNow(ctx context.Context, endpointID int64, which ...predicate.Delivery) error {
	_, err := s.inChunks(ctx, "wake deliveries", endpointID, func(ctx context.Context, tx *work.Tx) (int, error) {
		which := append([]predicate.Delivery{delivery.DueAtGT(tx.Now), delivery.Lease(0)}, which...)
		return changeChunk(ctx, tx, endpointID, which, func(u *ent.DeliveryUpdate) { u.SetDueAt(tx.Now) })
	})
	return err
}

// inChunks changes deliveries of an endpoint, a thousand a transaction, until there is none left to change.
func (s *backlog) inChunks(ctx context.Context, act string, endpointID int64, some func(context.Context, *work.Tx) (int, error)) (all int, err error) {
	for n := chunk; n == chunk; all += n {
		err := s.store.Do(ctx, act, func(ctx context.Context, tx *work.Tx) (err error) {
			n, err = some(ctx, tx)
			return err
		})
		if err != nil {
			return all, fmt.Errorf("endpoint %d: %w", endpointID, err)
		}
	}
	return all, nil
}

func changeChunk(ctx context.Context, tx *work.Tx, endpointID int64, which []predicate.Delivery, change func(*ent.DeliveryUpdate)) (int, error) {
	ids, err := tx.Delivery.Query().Where(delivery.EndpointID(endpointID)).Where(which...).
		Order(ent.Asc(delivery.FieldDueAt)).Limit(chunk).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	update := tx.Delivery.Update().Where(delivery.IDIn(ids...)).Where(which...)
	change(update)
	_, err = update.Save(ctx)
	return len(ids), err
}
