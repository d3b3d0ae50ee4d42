package webhooks

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/event"
	"baodan/ent/webhookendpoint"
)

// batch is what a worker took at once: runs are sent side by side, the attempts of a run one after the other.
type batch struct {
	endpoint *ent.WebhookEndpoint
	live     bool
	signers  []signer
	token    int64 // lease of the deliveries
	probe    int64 // lease of an endpoint that is being probed; 0: it is not
	started  time.Time
	pace     Pace
	runs     [][]*attempt
	blocked  []*attempt // wait for an earlier event of their subject

	mu    sync.Mutex
	tally tally
}

// attempt is a delivery on its way.
type attempt struct {
	*ent.Delivery
	event  *ent.Event
	sent   bool
	at     time.Time
	answer Answer
	trace  string
	behind time.Time // of one that is blocked: when what it waits for is due; zero: that is being sent
}

// tally is what a batch says of its endpoint.
type tally struct {
	delivered, failed int
	tail              int  // failures since the last success
	gone              bool // 410
}

func (a Answer) ok() bool { return a.Status >= 200 && a.Status < 300 }

// batchOf reads what was taken.
func (s *Deliverer) batchOf(ctx context.Context, e *ent.WebhookEndpoint, token int64, ids []int64) (*batch, error) {
	b := &batch{endpoint: e, token: token, pace: s.pace}
	var err error
	if b.live, err = s.liveOf(ctx, e); err != nil {
		return nil, err
	}
	if b.signers, err = s.keys.signersOf(ctx, e); err != nil {
		return nil, err
	}
	rows, err := s.store.Client.Delivery.Query().Where(delivery.IDIn(ids...)).Order(ent.Asc(delivery.FieldDueAt, delivery.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	keys := make([]int64, len(rows))
	for i, row := range rows {
		keys[i] = row.EventID
	}
	events, err := s.store.Client.Event.Query().Where(event.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	byID := make(map[int64]*ent.Event, len(events))
	for _, e := range events {
		byID[e.ID] = e
	}
	attempts := make([]*attempt, 0, len(rows))
	for _, row := range rows {
		if byID[row.EventID] == nil {
			return nil, fmt.Errorf("delivery %d: event %d is missing", row.ID, row.EventID)
		}
		attempts = append(attempts, &attempt{Delivery: row, event: byID[row.EventID]})
	}
	if e.Ordering == webhookendpoint.OrderingPerObject {
		return b, s.orderBySubject(ctx, b, attempts)
	}
	for _, one := range attempts {
		b.runs = append(b.runs, []*attempt{one})
	}
	return b, nil
}

// liveOf tells whether an endpoint's channel is a live one.
func (s *Deliverer) liveOf(ctx context.Context, e *ent.WebhookEndpoint) (bool, error) {
	if c := s.distribution.Channel(e.ChannelID); c != nil {
		return c.Live, nil
	}
	c, err := s.store.Client.Channel.Get(ctx, e.ChannelID) // made a moment ago
	if err != nil {
		return false, fmt.Errorf("channel %d: %w", e.ChannelID, err)
	}
	return c.Live, nil
}

// orderBySubject makes a run of what was taken of each policy or claim, up to the first event that waits elsewhere: in another
// process's hands, or behind a failure. What comes after that is blocked. What is no longer delivered - exhausted,
// held - blocks nothing.
func (s *Deliverer) orderBySubject(ctx context.Context, b *batch, attempts []*attempt) error {
	own := make(map[int64]*attempt, len(attempts))
	var subjects []string
	for _, one := range attempts {
		own[one.ID] = one
		if !slices.Contains(subjects, one.Subject) {
			subjects = append(subjects, one.Subject)
		}
	}
	rows, err := s.store.Client.Delivery.Query().
		Where(delivery.EndpointID(b.endpoint.ID), delivery.SubjectIn(subjects...), delivery.DueAtNotNil()).
		Select(delivery.FieldID, delivery.FieldSubject, delivery.FieldSeq, delivery.FieldDueAt, delivery.FieldLease).All(ctx)
	if err != nil {
		return fmt.Errorf("order of deliveries: %w", err)
	}
	waiting := map[string][]*ent.Delivery{}
	for _, row := range rows {
		waiting[row.Subject] = append(waiting[row.Subject], row)
	}
	for _, subject := range subjects {
		list := waiting[subject]
		slices.SortFunc(list, func(a, b *ent.Delivery) int { return cmp.Compare(a.Seq, b.Seq) })
		var run []*attempt
		var before *ent.Delivery
		for _, row := range list {
			one := own[row.ID]
			switch {
			case one == nil && before == nil:
				before = row
			case one != nil && before == nil:
				run = append(run, one)
			case one != nil:
				if before.Lease == 0 {
					one.behind = *before.DueAt
				}
				b.blocked = append(b.blocked, one)
			}
		}
		if len(run) > 0 {
			b.runs = append(b.runs, run)
		}
	}
	return nil
}

// send sends runs side by side, as many as an endpoint gets at once. A run ends at its first failure.
func (s *Deliverer) send(ctx context.Context, b *batch) {
	queue := make(chan []*attempt, len(b.runs))
	for _, run := range b.runs {
		queue <- run
	}
	close(queue)
	var senders sync.WaitGroup
	for range min(b.pace.senders(), len(b.runs)) {
		senders.Go(func() {
			for run := range queue {
				for _, one := range run {
					if !b.mayStart(ctx) || !s.sendOne(ctx, b, one) {
						break
					}
				}
			}
		})
	}
	senders.Wait()
}

// mayStart tells whether another request may start: not when it could outlast the lease, nor when the endpoint is failing.
func (b *batch) mayStart(ctx context.Context) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	failures := b.tally.tail
	if b.tally.delivered == 0 {
		failures += b.endpoint.Failures
	}
	open := failures >= breakAfter || b.tally.gone
	return ctx.Err() == nil && time.Since(b.started) < startWithin && (!open || b.probe != 0)
}

// sendOne makes one attempt; false where the run must not go on.
func (s *Deliverer) sendOne(ctx context.Context, b *batch, one *attempt) bool {
	body, err := bodyOf(b.endpoint, b.live, one.event)
	if err != nil {
		body = nil // a payload that is no JSON was never stored
	}
	one.at, one.trace = s.store.Now(), randomHex(16)
	message := signed(b.endpoint.URL, MessageID(one.EventID), one.at, body, b.signers)
	message.Header["traceparent"] = "00-" + one.trace + "-" + randomHex(8) + "-01" // W3C Trace Context
	one.answer = s.sender.Send(ctx, message)
	if ctx.Err() != nil && one.answer.Status == 0 {
		return false // we broke it off, the endpoint did not
	}
	one.sent = true
	b.mu.Lock()
	defer b.mu.Unlock()
	if one.answer.ok() {
		b.tally.delivered++
		b.tally.tail = 0
		return true
	}
	b.tally.failed++
	b.tally.tail++
	b.tally.gone = b.tally.gone || one.answer.Status == 410
	return false
}

// randomHex writes n random bytes as text.
func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return hex.EncodeToString(b)
}
