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

// batch is what a lane took at once: runs are sent side by side, the parcels of a run one after the other.
type batch struct {
	endpoint *ent.WebhookEndpoint
	live     bool
	signers  []signer
	token    int64 // lease of the deliveries
	probe    int64 // lease of an endpoint that is being probed; 0: it is not
	started  time.Time
	runs     [][]*parcel
	blocked  []*parcel // wait for an earlier event of their subject

	mu    sync.Mutex
	tally tally
}

// parcel is a delivery on its way.
type parcel struct {
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
func (p *Dispatcher) batchOf(ctx context.Context, e *ent.WebhookEndpoint, token int64, ids []int64) (*batch, error) {
	b := &batch{endpoint: e, token: token}
	var err error
	if b.live, err = p.liveOf(ctx, e); err != nil {
		return nil, err
	}
	if b.signers, err = p.signersOf(ctx, e); err != nil {
		return nil, err
	}
	rows, err := p.store.Client.Delivery.Query().Where(delivery.IDIn(ids...)).Order(ent.Asc(delivery.FieldDueAt, delivery.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	keys := make([]int64, len(rows))
	for i, row := range rows {
		keys[i] = row.EventID
	}
	events, err := p.store.Client.Event.Query().Where(event.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	byID := make(map[int64]*ent.Event, len(events))
	for _, e := range events {
		byID[e.ID] = e
	}
	parcels := make([]*parcel, 0, len(rows))
	for _, row := range rows {
		if byID[row.EventID] == nil {
			return nil, fmt.Errorf("delivery %d: event %d is missing", row.ID, row.EventID)
		}
		parcels = append(parcels, &parcel{Delivery: row, event: byID[row.EventID]})
	}
	if e.Ordering == webhookendpoint.OrderingPerObject {
		return b, p.inTurn(ctx, b, parcels)
	}
	for _, one := range parcels {
		b.runs = append(b.runs, []*parcel{one})
	}
	return b, nil
}

// inTurn makes a run of what was taken of each policy or claim, up to the first event that waits elsewhere: in another
// process's hands, or behind a failure. What comes after that is blocked. What is no longer delivered - exhausted,
// held - blocks nothing.
func (p *Dispatcher) inTurn(ctx context.Context, b *batch, parcels []*parcel) error {
	own := make(map[int64]*parcel, len(parcels))
	var subjects []string
	for _, one := range parcels {
		own[one.ID] = one
		if !slices.Contains(subjects, one.Subject) {
			subjects = append(subjects, one.Subject)
		}
	}
	rows, err := p.store.Client.Delivery.Query().
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
		var run []*parcel
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
func (p *Dispatcher) send(ctx context.Context, b *batch) {
	queue := make(chan []*parcel, len(b.runs))
	for _, run := range b.runs {
		queue <- run
	}
	close(queue)
	var senders sync.WaitGroup
	for range min(laneWidth, len(b.runs)) {
		senders.Go(func() {
			for run := range queue {
				for _, one := range run {
					if !b.goesOn(ctx) || !p.attempt(ctx, b, one) {
						break
					}
				}
			}
		})
	}
	senders.Wait()
}

// goesOn tells whether another request may start: not when it could outlast the lease, nor when the endpoint is failing.
func (b *batch) goesOn(ctx context.Context) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	failures := b.tally.tail
	if b.tally.delivered == 0 {
		failures += b.endpoint.Failures
	}
	open := failures >= breakAfter || b.tally.gone
	return ctx.Err() == nil && time.Since(b.started) < startWithin && (!open || b.probe != 0)
}

// attempt sends one parcel; false where the run must not go on.
func (p *Dispatcher) attempt(ctx context.Context, b *batch, one *parcel) bool {
	body, err := bodyOf(b.endpoint, b.live, one.event)
	if err != nil {
		body = nil // a payload that is no JSON was never stored
	}
	one.at, one.trace = p.store.Now(), random(16)
	message := signed(b.endpoint.URL, MessageID(one.EventID), one.at, body, b.signers)
	message.Header["traceparent"] = "00-" + one.trace + "-" + random(8) + "-01" // W3C Trace Context
	one.answer = p.sender.Send(ctx, message)
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

// random writes so many random bytes as text.
func random(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return hex.EncodeToString(b)
}
