package webhooks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/deliveryattempt"
)

// Health is how an endpoint did in the last 24 hours.
type Health struct {
	SuccessRate          money.Decimal
	P95Ms                int
	OldestPendingSeconds int
}

// mostMeasured bounds the attempts that health looks at: the newest.
const mostMeasured = 10_000

// Health of an endpoint, by its newest 10,000 attempts of the last 24 hours; 1 and 0 where there were none.
func (d *Dispatcher) Health(ctx context.Context, e *ent.WebhookEndpoint) (*Health, error) {
	attempts, err := d.store.Client.DeliveryAttempt.Query().
		Where(deliveryattempt.EndpointID(e.ID), deliveryattempt.AtGT(d.store.Now().Add(-24*time.Hour))).
		Order(ent.Desc(deliveryattempt.FieldAt)).Limit(mostMeasured).
		Select(deliveryattempt.FieldStatus, deliveryattempt.FieldDurationMs).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("health of endpoint %d: %w", e.ID, err)
	}
	h := &Health{SuccessRate: money.FromInt(1)}
	if n := len(attempts); n > 0 {
		good, durations := 0, make([]int, n)
		for i, a := range attempts {
			durations[i] = a.DurationMs
			if (Answer{Status: a.Status}).ok() {
				good++
			}
		}
		slices.Sort(durations)
		h.P95Ms = durations[(n*95+99)/100-1]
		h.SuccessRate = money.MustDecimal(fmt.Sprintf("%d.%04d", good/n, good*10_000/n%10_000))
	}
	h.OldestPendingSeconds, err = d.oldestPending(ctx, e)
	return h, err
}

// oldestPending is the age of what waits longest, in seconds. Keys order by age, and the index of due times holds them.
func (d *Dispatcher) oldestPending(ctx context.Context, e *ent.WebhookEndpoint) (int, error) {
	rows, err := d.store.Client.QueryContext(ctx, "SELECT MIN(id) FROM deliveries WHERE endpoint_id = ? AND due_at IS NOT NULL", e.ID)
	if err != nil {
		return 0, fmt.Errorf("health of endpoint %d: %w", e.ID, err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var oldest *int64
	for rows.Next() {
		if err := rows.Scan(&oldest); err != nil {
			return 0, fmt.Errorf("health of endpoint %d: %w", e.ID, err)
		}
	}
	if err := rows.Err(); err != nil || oldest == nil {
		return 0, err
	}
	rows.Close() //nolint:errcheck // the connection goes back before the next is taken
	one, err := found(d.store.Client.Delivery.Get(ctx, *oldest))
	if err != nil || one == nil {
		return 0, err
	}
	return max(int(d.distribution.Now(e.ChannelID).Sub(one.CreatedAt).Seconds()), 0), nil
}
