package webhooks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/deliveryattempt"
	"baodan/insurance/work"
)

// Health is how an endpoint did in the last 24 hours.
type Health struct {
	SuccessRate          money.Decimal
	P95Ms                int
	OldestPendingSeconds int
}

// mostMeasured bounds the attempts that health looks at: the newest.
const mostMeasured = 1000

// Health of endpoints, of each by its newest 1,000 attempts of the last 24 hours; 1 and 0 where there were none.
func (s *Reader) Health(ctx context.Context, endpoints []*ent.WebhookEndpoint) (map[int64]*Health, error) {
	since := s.store.Now().Add(-24 * time.Hour)
	rows, err := s.store.Client.DeliveryAttempt.Query().Where(work.Each(endpoints, func(s *sql.Selector, e *ent.WebhookEndpoint) {
		deliveryattempt.And(deliveryattempt.EndpointID(e.ID), deliveryattempt.AtGT(since))(s)
		s.OrderBy(sql.Desc(s.C(deliveryattempt.FieldAt))).Limit(mostMeasured)
	})).Select(deliveryattempt.FieldEndpointID, deliveryattempt.FieldStatus, deliveryattempt.FieldDurationMs).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("health of endpoints: %w", err)
	}
	waiting, err := s.oldestPending(ctx, endpoints)
	if err != nil {
		return nil, err
	}
	attempts, health := work.Group(rows, func(a *ent.DeliveryAttempt) int64 { return a.EndpointID }), map[int64]*Health{}
	for _, e := range endpoints {
		health[e.ID] = measured(attempts[e.ID])
		health[e.ID].OldestPendingSeconds = waiting[e.ID]
	}
	return health, nil
}

// measured is the health that attempts speak of.
func measured(attempts []*ent.DeliveryAttempt) *Health {
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
	return h
}

// oldestPending is the age of what waits longest for each endpoint, in seconds. Keys order by age, and the index of due times
// holds them.
func (s *Reader) oldestPending(ctx context.Context, endpoints []*ent.WebhookEndpoint) (map[int64]int, error) {
	ids := make([]any, len(endpoints))
	for i, e := range endpoints {
		ids[i] = e.ID
	}
	oldest, err := s.store.Keys(ctx, "SELECT MIN(id) FROM deliveries WHERE endpoint_id IN (?"+strings.Repeat(",?", len(ids)-1)+
		") AND due_at IS NOT NULL GROUP BY endpoint_id", ids...)
	if err != nil {
		return nil, fmt.Errorf("health of endpoints: %w", err)
	}
	rows, err := s.store.Client.Delivery.Query().Where(delivery.IDIn(oldest...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("health of endpoints: %w", err)
	}
	seconds := make(map[int64]int, len(rows))
	for _, one := range rows {
		seconds[one.EndpointID] = max(int(s.distribution.Now(one.ChannelID).Sub(one.CreatedAt).Seconds()), 0)
	}
	return seconds, nil
}
