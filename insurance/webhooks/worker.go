package webhooks

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// worker is the work on one endpoint in this process. One runs at a time, so that however often it is woken, an
// endpoint that hangs holds up nobody but itself.
type worker struct{ again bool }

// Deliver works one endpoint until nothing is due for it, or the context ends. A call for an endpoint that is being
// worked in this process returns at once, and that work goes on once more; two processes share what is due between them.
func (d *Dispatcher) Deliver(ctx context.Context, endpointID int64) error {
	if !d.startWorker(endpointID) {
		return nil
	}
	for {
		err := d.deliverDue(ctx, endpointID)
		if d.endWorker(endpointID, err != nil || ctx.Err() != nil) {
			return err
		}
	}
}

func (d *Dispatcher) startWorker(endpointID int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if running := d.workers[endpointID]; running != nil {
		running.again = true
		return false
	}
	d.workers[endpointID] = &worker{}
	return true
}

func (d *Dispatcher) endWorker(endpointID int64, over bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.workers[endpointID]; l.again && !over {
		l.again = false
		return false
	}
	delete(d.workers, endpointID)
	return true
}

func (d *Dispatcher) deliverDue(ctx context.Context, endpointID int64) error {
	for ctx.Err() == nil {
		taken, err := d.deliverBatch(ctx, endpointID)
		if err != nil {
			return fmt.Errorf("deliver to endpoint %d: %w", endpointID, err)
		}
		if !taken {
			return nil
		}
	}
	return nil
}

// deliverBatch takes what is due, sends it, and stores how that went; false: nothing is due that could be sent.
func (d *Dispatcher) deliverBatch(ctx context.Context, endpointID int64) (bool, error) {
	e, err := found(d.store.Client.WebhookEndpoint.Get(ctx, endpointID))
	if err != nil || e == nil {
		return false, err
	}
	switch e.State {
	case webhookendpoint.StateDisabled: // a relay or a worker did not know yet
		return false, d.suspendDeliveries(ctx, endpointID)
	case webhookendpoint.StateUnverified, webhookendpoint.StatePaused:
		return false, nil
	case webhookendpoint.StateActive:
	}
	due := work.Due{Table: delivery.Table, Condition: "endpoint_id = ?", Values: []any{endpointID}}
	started := time.Now()
	token, ids, err := d.store.Take(ctx, due, batchSize, leaseFor)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	b, err := d.batchOf(ctx, e, token, ids)
	if err != nil {
		return false, err
	}
	b.started = started
	d.send(ctx, b)
	work.Point("deliver.sent")
	return true, d.record(context.WithoutCancel(ctx), b)
}

// DueEndpoints are those for which something is due that Deliver can do: one look into an index for each endpoint that
// is active, or that was switched off and may have something left to hold.
func (d *Dispatcher) DueEndpoints(ctx context.Context) ([]int64, error) {
	ids, err := d.store.Client.WebhookEndpoint.Query().
		Where(webhookendpoint.StateIn(webhookendpoint.StateActive, webhookendpoint.StateDisabled)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("due endpoints: %w", err)
	}
	var due []int64
	for some := range slices.Chunk(ids, endpointsPerStatement) {
		ready, err := d.dueAmong(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("due endpoints: %w", err)
		}
		due = append(due, ready...)
	}
	return due, nil
}

// endpointsPerStatement is how many endpoints one statement looks for; SQLite joins 500 queries at most.
const endpointsPerStatement = 200

// dueAmong asks for each endpoint by itself, with its key as a value: a join would read past everything that was ever
// delivered, since the index has what is not due in front.
func (d *Dispatcher) dueAmong(ctx context.Context, ids []int64) (due []int64, err error) {
	one := "SELECT * FROM (SELECT endpoint_id FROM deliveries WHERE endpoint_id = ? AND due_at <= ? LIMIT 1) d"
	text, now := strings.Repeat(one+" UNION ALL ", len(ids)-1)+one, d.store.Now()
	values := make([]any, 0, 2*len(ids))
	for _, id := range ids {
		values = append(values, id, now)
	}
	rows, err := d.store.Client.QueryContext(ctx, text, values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		due = append(due, id)
	}
	return due, rows.Err()
}

// notInFlight narrows to deliveries that wait and that nobody is sending.
func notInFlight(now time.Time) []predicate.Delivery {
	return []predicate.Delivery{delivery.DueAtNotNil(), delivery.Or(delivery.Lease(0), delivery.DueAtLTE(now))}
}

// suspendDeliveries holds back what waits for an endpoint that is switched off; what is being sent is left to its sender.
func (d *Dispatcher) suspendDeliveries(ctx context.Context, endpointID int64) error {
	held, err := d.inChunks(ctx, "hold deliveries", endpointID, func(ctx context.Context, tx *work.Tx) (int, error) {
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
func (d *Dispatcher) makeDueNow(ctx context.Context, endpointID int64, which ...predicate.Delivery) error {
	_, err := d.inChunks(ctx, "wake deliveries", endpointID, func(ctx context.Context, tx *work.Tx) (int, error) {
		which := append([]predicate.Delivery{delivery.DueAtGT(tx.Now), delivery.Lease(0)}, which...)
		return changeChunk(ctx, tx, endpointID, which, func(u *ent.DeliveryUpdate) { u.SetDueAt(tx.Now) })
	})
	return err
}

// inChunks changes deliveries of an endpoint, a thousand a transaction, until there is none left to change.
func (d *Dispatcher) inChunks(ctx context.Context, act string, endpointID int64, some func(context.Context, *work.Tx) (int, error)) (all int, err error) {
	for n := chunk; n == chunk; all += n {
		err := d.store.Do(ctx, act, func(ctx context.Context, tx *work.Tx) (err error) {
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

// liveOf tells whether an endpoint's channel is a live one.
func (d *Dispatcher) liveOf(ctx context.Context, e *ent.WebhookEndpoint) (bool, error) {
	if c := d.distribution.Channel(e.ChannelID); c != nil {
		return c.Live, nil
	}
	c, err := d.store.Client.Channel.Get(ctx, e.ChannelID) // made a moment ago
	if err != nil {
		return false, fmt.Errorf("channel %d: %w", e.ChannelID, err)
	}
	return c.Live, nil
}
