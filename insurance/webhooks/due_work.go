package webhooks

import (
	"context"
	"time"

	"baodan/insurance/work"
)

// DueWork is what falls due of endpoints, and of deliveries, each endpoint's in its own order.
func (s *Dispatcher) DueWork() []work.DueWork {
	return []work.DueWork{
		{
			Name: "webhooks:attend", Table: "webhook_endpoints", Column: "due_at", Urgency: work.Normal, AtOnce: 1, Batch: 20,
			Do: func(ctx context.Context, most int) (int, error) {
				n, ready, err := s.Attend(ctx, most)
				s.tellReady(ready)
				return n, err
			},
		},
		{
			Name: "webhooks:deliver", Table: "deliveries", Column: "due_at", Urgency: work.Normal, Keys: s.DueEndpoints, DoKey: s.Deliver,
			// Deliveries are found by their endpoint; those of one that is not active wait for it.
			Rows:        "endpoint_id IN (SELECT id FROM webhook_endpoints WHERE channel_id = ?)",
			ReadyRows:   "endpoint_id IN (SELECT id FROM webhook_endpoints WHERE channel_id = ? AND state = 'ACTIVE')",
			TimesBeside: []string{"give_up_at"},
		},
	}
}

// Periodics are what the calendar starts: the log's types are written into entries that are older than this column, and what is old is
// deleted.
func (s *Dispatcher) Periodics() []work.Periodic {
	return []work.Periodic{
		{Name: "webhooks:types", When: "*/10 * * * *", Urgency: work.Low, Within: 30 * time.Minute, Do: work.All(s.TypeEntries)},
		{Name: "webhooks:purge", When: "15 4 * * *", Urgency: work.Low, Within: 30 * time.Minute, Do: s.Purge},
	}
}

// workReplays works a replay that is due.
func (s *Dispatcher) workReplays(ctx context.Context) (int, error) {
	n, ready, err := s.WorkReplays(ctx, 1)
	s.tellReady(ready)
	return n, err
}
