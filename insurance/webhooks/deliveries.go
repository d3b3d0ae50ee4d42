package webhooks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/deliveryattempt"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// DeliveryFilter narrows a list of deliveries.
type DeliveryFilter struct {
	States     []delivery.State
	EventTypes []string
	From, To   *time.Time
}

// Deliveries of an endpoint, newest first, by their events. A filter looks at 5,000 of them a call, with the rule of Events:
// where these do not fill the page, the last one looked at is answered as well, to go on from.
func (d *Dispatcher) Deliveries(ctx context.Context, e *ent.WebhookEndpoint, f *DeliveryFilter, page work.Page) (list []*ent.Delivery, more bool, err error) {
	if f == nil {
		f = &DeliveryFilter{}
	}
	return filtered(page, len(f.States)+len(f.EventTypes) > 0 || f.From != nil || f.To != nil,
		func(page work.Page) ([]*ent.Delivery, error) { return d.deliveries(ctx, e, page) },
		func(one *ent.Delivery) int64 { return one.ID }, f.fits)
}

func (f *DeliveryFilter) fits(d *ent.Delivery) bool {
	return (len(f.States) == 0 || slices.Contains(f.States, d.State)) && matchesAny(f.EventTypes, d.Type) &&
		(f.From == nil || !d.CreatedAt.Before(*f.From)) && (f.To == nil || d.CreatedAt.Before(*f.To))
}

// deliveries reads a page and one more. An index orders those of an endpoint by event, so a key in the list, which is
// the key of a delivery, is turned into that of its event first. After a delivery that was purged nothing older is left.
func (d *Dispatcher) deliveries(ctx context.Context, e *ent.WebhookEndpoint, page work.Page) ([]*ent.Delivery, error) {
	query := d.store.Client.Delivery.Query().Where(delivery.EndpointID(e.ID))
	for key, narrow := range map[int64]func(string, any) *sql.Predicate{page.After: sql.LT, page.Before: sql.GT} {
		if key == 0 {
			continue
		}
		at, err := found(d.store.Client.Delivery.Query().Where(delivery.ID(key), delivery.EndpointID(e.ID)).Only(ctx))
		if err != nil || at == nil {
			return nil, err
		}
		query.Where(func(s *sql.Selector) { s.Where(narrow(s.C(delivery.FieldEventID), at.EventID)) })
	}
	order := sql.OrderDesc()
	if page.Backward {
		order = sql.OrderAsc()
	}
	rows, err := query.Order(sql.OrderByField(delivery.FieldEventID, order).ToFunc()).Limit(page.Most + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("deliveries of endpoint %d: %w", e.ID, err)
	}
	return rows, nil
}

// Delivery finds one by its key; nil where there is none in the caller's view.
func (d *Dispatcher) Delivery(ctx context.Context, caller *access.Caller, id int64) (*ent.Delivery, error) {
	query := d.store.Client.Delivery.Query().Where(delivery.ID(id))
	if channel, all := scope(caller); !all {
		query.Where(delivery.ChannelID(channel))
	}
	return found(query.Only(ctx))
}

// mostAttempts bounds the attempts that are told of a delivery; 72 hours make about 80, each replay as many again.
const mostAttempts = 500

// Attempts at a delivery, oldest first; the newest 500 where there are more.
func (d *Dispatcher) Attempts(ctx context.Context, one *ent.Delivery) ([]*ent.DeliveryAttempt, error) {
	list, err := d.store.Client.DeliveryAttempt.Query().Where(deliveryattempt.DeliveryID(one.ID)).
		Order(ent.Desc(deliveryattempt.FieldID)).Limit(mostAttempts).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("attempts of delivery %d: %w", one.ID, err)
	}
	slices.Reverse(list)
	return list, nil
}

// EventOf a delivery.
func (d *Dispatcher) EventOf(ctx context.Context, one *ent.Delivery) (*ent.Event, error) {
	e, err := d.store.Client.Event.Get(ctx, one.EventID)
	if err != nil {
		return nil, fmt.Errorf("event of delivery %d: %w", one.ID, err)
	}
	return e, nil
}
