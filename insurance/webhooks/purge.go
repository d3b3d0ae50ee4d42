package webhooks

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/deliveryattempt"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

const (
	keepAttempts   = 30 * 24 * time.Hour
	keepHeld       = 30 * 24 * time.Hour
	keepDeliveries = 90 * 24 * time.Hour
	heldWindow     = 3 * 24 * time.Hour // days in which Purge has to run once
)

// Purger deletes old attempts and deliveries.
type Purger struct{ store *work.Store }

// Purge deletes, a thousand at a time: attempts that are 30 days old; deliveries that were held for 30 days; and after
// 90 days all deliveries but those that are still tried. Events and the log stay. Run it once a day. Keys are
// real time, so each is a range of keys and costs no more than what falls out that day.
func (s *Purger) Purge(ctx context.Context) (deleted int, err error) {
	now := s.store.Now()
	n, err := s.purge(ctx, func(ctx context.Context, tx *work.Tx) (int, error) {
		ids, err := tx.DeliveryAttempt.Query().Where(deliveryattempt.IDLT(work.KeyAt(now.Add(-keepAttempts)))).
			Order(ent.Asc(deliveryattempt.FieldID)).Limit(chunk).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return 0, err
		}
		return tx.DeliveryAttempt.Delete().Where(deliveryattempt.IDIn(ids...)).Exec(ctx)
	})
	if deleted = n; err != nil {
		return deleted, err
	}
	held, old := now.Add(-keepHeld), work.KeyAt(now.Add(-keepDeliveries))
	for _, which := range [][]predicate.Delivery{
		{delivery.IDGT(work.KeyAt(held.Add(-heldWindow))), delivery.IDLT(work.KeyAt(held)), delivery.StateEQ(delivery.StateHeld)},
		{delivery.IDLT(old), delivery.StateNEQ(delivery.StatePending)},
	} {
		n, err := s.purge(ctx, func(ctx context.Context, tx *work.Tx) (int, error) {
			ids, err := tx.Delivery.Query().Where(which...).Order(ent.Asc(delivery.FieldID)).Limit(chunk).IDs(ctx)
			if err != nil || len(ids) == 0 {
				return 0, err
			}
			return tx.Delivery.Delete().Where(delivery.IDIn(ids...)).Where(which...).Exec(ctx)
		})
		if deleted += n; err != nil {
			return deleted, err
		}
	}
	return deleted, nil
}

func (s *Purger) purge(ctx context.Context, some func(context.Context, *work.Tx) (int, error)) (all int, err error) {
	for n := 1; n > 0; all += n {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		err := s.store.Do(ctx, "purge webhooks", func(ctx context.Context, tx *work.Tx) (err error) {
			n, err = some(ctx, tx)
			return err
		})
		if err != nil {
			return all, err
		}
	}
	return all, nil
}
