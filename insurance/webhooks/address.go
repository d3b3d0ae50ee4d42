package webhooks

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/distribution"
	told "baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

// Addresser makes the deliveries of events: it takes them from the log.
type Addresser struct {
	distribution *distribution.Service
	ready        func(endpoint int64) // see OnReady
}

// OnReady says who starts the worker of an endpoint that can be delivered to at once. Without it the sweeper finds it.
func (s *Addresser) OnReady(start func(endpoint int64)) { s.ready = start }

func (s *Addresser) tellReady(endpoints []int64) {
	for _, id := range endpoints {
		if s.ready != nil {
			s.ready(id)
		}
	}
}

// consumer is how the log tells of events. It begins at the log's end: what stands there was addressed before.
func (s *Addresser) consumer() eventlog.Consumer {
	return eventlog.Consumer{Name: "webhooks", Take: func(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) (func(), error) {
		ready, err := s.address(ctx, tx, entries)
		return func() { s.tellReady(ready) }, err
	}}
}

// address makes the deliveries of events and answers the endpoints that can be delivered to now. Endpoints are read
// after the events: a channel that set one before an event happened hears of that event.
func (s *Addresser) address(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) ([]int64, error) {
	channels := map[int64]bool{}
	for _, e := range entries {
		channels[e.Event.ChannelID] = true
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
	for _, entry := range entries {
		happened := entry.Event
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

// insertDeliveries stores rows, a few thousand a statement. While a rolling deploy goes on, a server of a release that addressed events
// as it placed them has made some already: those stay as they are.
func insertDeliveries(ctx context.Context, tx *work.Tx, rows [][]any) error {
	for part := range slices.Chunk(rows, 2*chunk) {
		err := tx.Insert(ctx, work.Insert{Table: delivery.Table, Columns: deliveryColumns, Rows: part})
		if work.IsDuplicate(err) {
			if part, err = lacking(ctx, tx, part); err == nil && len(part) > 0 {
				err = tx.Insert(ctx, work.Insert{Table: delivery.Table, Columns: deliveryColumns, Rows: part})
			}
		}
		if err != nil {
			return fmt.Errorf("deliveries of events: %w", err)
		}
	}
	return nil
}

// lacking are the deliveries that are not there yet.
func lacking(ctx context.Context, tx *work.Tx, rows [][]any) ([][]any, error) {
	var events []int64
	for _, row := range rows {
		events = append(events, row[3].(int64))
	}
	made, err := tx.Delivery.Query().Where(delivery.EventIDIn(events...), delivery.EndpointIDIn(endpointsOf(rows)...)).
		Select(delivery.FieldEndpointID, delivery.FieldEventID).All(ctx)
	if err != nil {
		return nil, err
	}
	there := map[[2]int64]bool{}
	for _, d := range made {
		there[[2]int64{d.EndpointID, d.EventID}] = true
	}
	return slices.DeleteFunc(rows, func(row []any) bool { return there[[2]int64{row[2].(int64), row[3].(int64)}] }), nil
}

func endpointsOf(rows [][]any) []int64 {
	of := map[int64]bool{}
	for _, row := range rows {
		of[row[2].(int64)] = true
	}
	return slices.Collect(maps.Keys(of))
}
