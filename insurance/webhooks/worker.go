package webhooks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Deliverer sends what is due for an endpoint, and stores how that went.
type Deliverer struct {
	store        *work.Store
	distribution *distribution.Service
	sender       Sender
	keys         *signingKeys
	backlog      *backlog
	mu           sync.Mutex
	pace         Pace
	workers      map[int64]*worker // by endpoint: those that run in this process
}

// worker is the work on one endpoint in this process. One runs at a time, so that however often it is woken, an
// endpoint that hangs holds up nobody but itself.
type worker struct{ again bool }

// Deliver works one endpoint until nothing is due for it, or the context ends. A call for an endpoint that is being
// worked in this process returns at once, and that work goes on once more; two processes share what is due between them.
func (s *Deliverer) Deliver(ctx context.Context, endpointID int64) error {
	if !s.startWorker(endpointID) {
		return nil
	}
	for {
		err := s.deliverDue(ctx, endpointID)
		if s.endWorker(endpointID, err != nil || ctx.Err() != nil) {
			return err
		}
	}
}

func (s *Deliverer) startWorker(endpointID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if running := s.workers[endpointID]; running != nil {
		running.again = true
		return false
	}
	s.workers[endpointID] = &worker{}
	return true
}

func (s *Deliverer) endWorker(endpointID int64, over bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.workers[endpointID]; l.again && !over {
		l.again = false
		return false
	}
	delete(s.workers, endpointID)
	return true
}

func (s *Deliverer) deliverDue(ctx context.Context, endpointID int64) error {
	for ctx.Err() == nil {
		taken, err := s.deliverBatch(ctx, endpointID)
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
func (s *Deliverer) deliverBatch(ctx context.Context, endpointID int64) (bool, error) {
	e, err := found(s.store.Client.WebhookEndpoint.Get(ctx, endpointID))
	if err != nil || e == nil {
		return false, err
	}
	switch e.State {
	case webhookendpoint.StateDisabled: // a relay or a worker did not know yet
		return false, s.backlog.suspendDeliveries(ctx, endpointID)
	case webhookendpoint.StateUnverified, webhookendpoint.StatePaused:
		return false, nil
	case webhookendpoint.StateActive:
	}
	due := work.Due{Table: delivery.Table, Condition: "endpoint_id = ?", Values: []any{endpointID}}
	started := time.Now()
	token, ids, err := s.store.Take(ctx, due, batchSize, leaseFor)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	b, err := s.batchOf(ctx, e, token, ids)
	if err != nil {
		return false, err
	}
	b.started = started
	s.send(ctx, b)
	work.Point("deliver.sent")
	return true, s.record(context.WithoutCancel(ctx), b)
}

// DueEndpoints are those for which something is due that Deliver can do: one look into an index for each endpoint that
// is active, or that was switched off and may have something left to hold.
func (s *Deliverer) DueEndpoints(ctx context.Context) ([]int64, error) {
	ids, err := s.store.Client.WebhookEndpoint.Query().
		Where(webhookendpoint.StateIn(webhookendpoint.StateActive, webhookendpoint.StateDisabled)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("due endpoints: %w", err)
	}
	var due []int64
	for some := range slices.Chunk(ids, endpointsPerStatement) {
		ready, err := s.dueAmong(ctx, some)
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
func (s *Deliverer) dueAmong(ctx context.Context, ids []int64) (due []int64, err error) {
	one := "SELECT * FROM (SELECT endpoint_id FROM deliveries WHERE endpoint_id = ? AND due_at <= ? LIMIT 1) d"
	text, now := strings.Repeat(one+" UNION ALL ", len(ids)-1)+one, s.store.Now()
	values := make([]any, 0, 2*len(ids))
	for _, id := range ids {
		values = append(values, id, now)
	}
	rows, err := s.store.Client.QueryContext(ctx, text, values...)
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
