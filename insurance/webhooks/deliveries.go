package webhooks

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/deliveryattempt"
	"baodan/ent/event"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// DeliveryFilter narrows a list of deliveries.
type DeliveryFilter struct {
	States     []delivery.State
	EventTypes []string
	At         *work.Period
}

// Deliveries of endpoints, newest first, by their events. A filter looks at some of each endpoint in a call, as many as Looked of a page
// says; the page says from where to go on. No delivery of the answer does not fit.
func (s *Reader) Deliveries(ctx context.Context, endpoints []*ent.WebhookEndpoint, f *DeliveryFilter, page work.Page) (map[int64]work.Found[*ent.Delivery], error) {
	whole := f == nil || len(f.States)+len(f.EventTypes) == 0 && f.At == nil
	looked := page
	if !whole {
		looked = page.Looked()
	}
	rows, err := s.deliveries(ctx, endpoints, looked)
	pages := make(map[int64]work.Found[*ent.Delivery], len(rows))
	for endpoint, list := range rows {
		if whole {
			pages[endpoint] = foundOf(work.Trim(page, list))
		} else {
			pages[endpoint] = work.Sift(page, list, f.fits, func(d *ent.Delivery) int64 { return d.ID })
		}
	}
	return pages, err
}

func foundOf[T any](rows []T, more bool) work.Found[T] { return work.Found[T]{Rows: rows, More: more} }

func (f *DeliveryFilter) fits(d *ent.Delivery) bool {
	return (len(f.States) == 0 || slices.Contains(f.States, d.State)) && matchesAny(f.EventTypes, d.Type) && f.At.Holds(d.CreatedAt)
}

// deliveries reads a page of each endpoint and one more. An index orders those of an endpoint by event, so the key in the list,
// which is that of a delivery, is turned into that of its event first. After a delivery that was purged, or is another
// endpoint's, nothing is left.
func (s *Reader) deliveries(ctx context.Context, endpoints []*ent.WebhookEndpoint, page work.Page) (map[int64][]*ent.Delivery, error) {
	var narrow []func(*sql.Selector)
	for key, beyond := range map[int64]func(string, any) *sql.Predicate{page.After.Key: sql.LT, page.Before.Key: sql.GT} {
		if key == 0 {
			continue
		}
		at, err := found(s.store.Client.Delivery.Query().Where(delivery.ID(key)).Only(ctx))
		if err != nil || at == nil {
			return nil, err
		}
		endpoints = slices.DeleteFunc(slices.Clone(endpoints), func(e *ent.WebhookEndpoint) bool { return e.ID != at.EndpointID })
		narrow = append(narrow, func(s *sql.Selector) { s.Where(beyond(s.C(delivery.FieldEventID), at.EventID)) })
	}
	order := ent.Desc(delivery.FieldEventID)
	if page.Backward {
		order = ent.Asc(delivery.FieldEventID)
	}
	rows, err := s.store.Client.Delivery.Query().Where(work.Each(endpoints, func(s *sql.Selector, e *ent.WebhookEndpoint) {
		delivery.EndpointID(e.ID)(s)
		for _, f := range append(narrow, order) {
			f(s)
		}
		s.Limit(page.Most + 1)
	})).Order(order).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("deliveries of endpoints: %w", err)
	}
	return work.Group(rows, func(one *ent.Delivery) int64 { return one.EndpointID }), nil
}

// Delivery finds one by its key; nil where there is none in the caller's view.
func (s *Reader) Delivery(ctx context.Context, caller *access.Caller, id int64) (*ent.Delivery, error) {
	query := s.store.Client.Delivery.Query().Where(delivery.ID(id))
	query.Where(caller.InView(delivery.FieldChannelID))
	return found(query.Only(ctx))
}

// mostAttempts bounds the attempts that are told of a delivery; 72 hours make about 80, each replay as many again.
const mostAttempts = 100

// Attempts at deliveries, oldest first; of each the newest 100 where there are more.
func (s *Reader) Attempts(ctx context.Context, list []*ent.Delivery) (map[int64][]*ent.DeliveryAttempt, error) {
	rows, err := s.store.Client.DeliveryAttempt.Query().Where(work.Each(list, func(s *sql.Selector, one *ent.Delivery) {
		deliveryattempt.DeliveryID(one.ID)(s)
		s.OrderBy(sql.Desc(s.C(deliveryattempt.FieldID))).Limit(mostAttempts)
	})).Order(ent.Asc(deliveryattempt.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("attempts at deliveries: %w", err)
	}
	return work.Group(rows, func(a *ent.DeliveryAttempt) int64 { return a.DeliveryID }), nil
}

// EventsByID finds events by their keys, at once.
func (s *Reader) EventsByID(ctx context.Context, ids []int64) (map[int64]*ent.Event, error) {
	rows, err := s.store.Client.Event.Query().Where(event.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	return work.ByKey(rows, func(e *ent.Event) int64 { return e.ID }), nil
}
