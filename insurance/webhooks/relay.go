package webhooks

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/ent/outbox"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/distribution"
	told "baodan/insurance/event"
	"baodan/insurance/work"
)

// Relayed says what a call of Relay did.
type Relayed struct {
	Events    int
	Types     map[string]bool // of the events
	Endpoints []int64         // that have something due now: Deliver them
}

// Relayer enters events into the log and makes their deliveries.
type Relayer struct {
	store        *work.Store
	distribution *distribution.Service
}

// Relay gives events that wait in the outbox their offsets in the log, and makes a delivery of each for every endpoint
// that hears of it: at most `most` (500 where it is 0), in one transaction. Events of one subject get their offsets in
// the order of their sequence; offsets have no gaps and become visible in their order. Call it again while it relays
// something; any number of workers may call it at once.
func (s *Relayer) Relay(ctx context.Context, most int) (Relayed, error) {
	if most <= 0 {
		most = relayBatch
	}
	var done Relayed
	if waits, err := s.store.AnyUnrelayed(ctx); err != nil || !waits {
		return done, err
	}
	err := s.store.Do(ctx, "relay events", func(ctx context.Context, tx *work.Tx) error {
		done = Relayed{Types: map[string]bool{}}
		last, err := work.EventPlaces.Lock(ctx, tx)
		if err != nil {
			return err
		}
		work.Point("relay.locked")
		events, err := waiting(ctx, tx, most)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := enter(ctx, tx, last, events); err != nil {
			return err
		}
		done.Events = len(events)
		for _, e := range events {
			done.Types[e.Type] = true
		}
		done.Endpoints, err = s.address(ctx, tx, events)
		return err
	})
	if err != nil {
		return Relayed{}, err
	}
	return done, nil
}

// waiting reads the oldest events of the outbox, in the order in which they are told. A reader that sees an event sees those
// before it, since they were committed before; but keys of two servers may order the other way round, so a batch that
// does not hold all of the outbox gets what precedes its own.
func waiting(ctx context.Context, tx *work.Tx, most int) ([]*ent.Event, error) {
	ids, err := tx.Outbox.Query().Order(ent.Asc(outbox.FieldID)).Limit(most).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	events, err := read(ctx, tx, event.IDIn(ids...))
	if err != nil || len(ids) < most {
		return inOrder(events), err
	}
	newest := map[string]int{}
	for _, e := range events {
		newest[e.Subject] = max(newest[e.Subject], e.Seq)
	}
	later, err := read(ctx, tx, event.SubjectIn(slices.Collect(maps.Keys(newest))...), event.IDGT(ids[len(ids)-1]))
	if err != nil {
		return nil, err
	}
	var keys []int64
	for _, e := range later {
		if e.Seq < newest[e.Subject] {
			keys = append(keys, e.ID)
		}
	}
	if len(keys) > 0 {
		if keys, err = tx.Outbox.Query().Where(outbox.IDIn(keys...)).IDs(ctx); err != nil {
			return nil, err
		}
	}
	for _, e := range later {
		if slices.Contains(keys, e.ID) {
			events = append(events, e)
		}
	}
	return inOrder(events), nil
}

// read reads events without what they say.
func read(ctx context.Context, tx *work.Tx, which ...predicate.Event) ([]*ent.Event, error) {
	return tx.Event.Query().Where(which...).
		Select(event.FieldID, event.FieldChannelID, event.FieldSubject, event.FieldSeq, event.FieldType).All(ctx)
}

// inOrder orders events by their keys, but those of one subject among themselves by their sequence.
func inOrder(events []*ent.Event) []*ent.Event {
	slices.SortFunc(events, func(a, b *ent.Event) int { return cmp.Compare(a.ID, b.ID) })
	indexes := map[string][]int{}
	for i, e := range events {
		indexes[e.Subject] = append(indexes[e.Subject], i)
	}
	ordered := make([]*ent.Event, len(events))
	for _, list := range indexes {
		own := make([]*ent.Event, len(list))
		for i, index := range list {
			own[i] = events[index]
		}
		slices.SortFunc(own, func(a, b *ent.Event) int { return cmp.Compare(a.Seq, b.Seq) })
		for i, index := range list {
			ordered[index] = own[i]
		}
	}
	return ordered
}

// enter gives events the offsets after the last one and takes them out of the outbox.
func enter(ctx context.Context, tx *work.Tx, last int64, events []*ent.Event) error {
	rows, ids := make([][]any, len(events)), make([]int64, len(events))
	for i, e := range events {
		rows[i], ids[i] = []any{last + 1 + int64(i), e.ChannelID, e.ID, e.Type}, e.ID
	}
	columns := []string{logentry.FieldID, logentry.FieldChannelID, logentry.FieldEventID, logentry.FieldType}
	if err := tx.Insert(ctx, work.Insert{Table: logentry.Table, Columns: columns, Rows: rows}); err != nil {
		return fmt.Errorf("offsets of events: %w", err)
	}
	if err := work.EventPlaces.Gave(ctx, tx, len(events)); err != nil {
		return err
	}
	n, err := tx.Outbox.Delete().Where(outbox.IDIn(ids...)).Exec(ctx)
	if err == nil && n != len(ids) {
		err = fmt.Errorf("%d of %d events were in the outbox", n, len(ids))
	}
	return err
}

// address makes the deliveries of events and answers the endpoints that can be delivered to now. Endpoints are read
// after the events: a channel that set one before an event happened hears of that event.
func (s *Relayer) address(ctx context.Context, tx *work.Tx, events []*ent.Event) ([]int64, error) {
	channels := map[int64]bool{}
	for _, e := range events {
		channels[e.ChannelID] = true
	}
	endpoints, err := tx.WebhookEndpoint.Query().
		Where(webhookendpoint.ChannelIDIn(slices.Collect(maps.Keys(channels))...), webhookendpoint.DeletedAtIsNil()).Order(ent.Asc(webhookendpoint.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	of := map[int64][]*ent.WebhookEndpoint{}
	for _, e := range endpoints {
		of[e.ChannelID] = append(of[e.ChannelID], e)
	}
	var rows [][]any
	ready := map[int64]bool{}
	for _, happened := range events {
		for _, e := range of[happened.ChannelID] {
			if !hears(e, happened) {
				continue
			}
			rows = append(rows, deliveryRow(tx, s.distribution.Now(e.ChannelID), e, happened))
			if e.State == webhookendpoint.StateActive {
				ready[e.ID] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ready)), insertDeliveries(ctx, tx, rows)
}

// hears tells whether an endpoint is sent an event. A test goes to the endpoint that is tested.
func hears(e *ent.WebhookEndpoint, happened *ent.Event) bool {
	if happened.Type == told.EndpointTestedType {
		return happened.Subject == work.EndpointID.Of(e.ID)
	}
	return matchesAny(e.EventTypes, happened.Type)
}

var deliveryColumns = []string{
	delivery.FieldID, delivery.FieldChannelID, delivery.FieldEndpointID, delivery.FieldEventID, delivery.FieldSubject,
	delivery.FieldSeq, delivery.FieldType, delivery.FieldState, delivery.FieldAttempts, delivery.FieldCreatedAt,
	delivery.FieldGiveUpAt, delivery.FieldDueAt, delivery.FieldLease,
}

// deliveryRow is an event for an endpoint, made now by the clock of its channel; what falls due is real time.
func deliveryRow(tx *work.Tx, now time.Time, e *ent.WebhookEndpoint, happened *ent.Event) []any {
	state, due := delivery.StatePending, &tx.Now
	if e.State == webhookendpoint.StateDisabled {
		state, due = delivery.StateHeld, (*time.Time)(nil)
	}
	return []any{
		tx.NewKey(), e.ChannelID, e.ID, happened.ID, happened.Subject,
		happened.Seq, happened.Type, string(state), 0, now,
		tx.Now.Add(keepTrying), due, 0,
	}
}

// insertDeliveries stores rows, a few thousand a statement.
func insertDeliveries(ctx context.Context, tx *work.Tx, rows [][]any) error {
	for part := range slices.Chunk(rows, 2*chunk) {
		if err := tx.Insert(ctx, work.Insert{Table: delivery.Table, Columns: deliveryColumns, Rows: part}); err != nil {
			return fmt.Errorf("deliveries of events: %w", err)
		}
	}
	return nil
}
