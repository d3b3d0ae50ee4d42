package check

import (
	"cmp"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/delivery"
	entevent "baodan/ent/event"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// walkDeliveries: I4, an endpoint hears of a subject in order; I6, it hears of its own channel's alone; I7, what is to be
// delivered has a time. A delivery that a person asked for again has no place in the order.
func (r *run) walkDeliveries() error {
	return r.walk("deliveries", func(after int64) (int64, int, error) {
		rows, err := r.Store.Client.Delivery.Query().Where(delivery.IDGT(after)).Order(ent.Asc(delivery.FieldID)).Limit(pageRows).All(r.ctx)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		var ids, endpoints []int64
		var subjects []string
		for _, d := range rows {
			ids, endpoints, subjects = append(ids, d.EventID), append(endpoints, d.EndpointID), append(subjects, d.Subject)
		}
		events, err := r.Store.Client.Event.Query().Where(entevent.IDIn(ids...)).
			Select(entevent.FieldID, entevent.FieldChannelID, entevent.FieldSubject, entevent.FieldSeq, entevent.FieldType).All(r.ctx)
		if err != nil {
			return after, 0, err
		}
		to, err := r.Store.Client.WebhookEndpoint.Query().Where(webhookendpoint.IDIn(endpoints...)).All(r.ctx)
		if err != nil {
			return after, 0, err
		}
		all, err := r.Store.Client.Delivery.Query().Where(delivery.EndpointIDIn(endpoints...), delivery.SubjectIn(subjects...)).All(r.ctx)
		if err != nil {
			return after, 0, err
		}
		byID := work.ByKey(events, func(e *ent.Event) int64 { return e.ID })
		endpointsByID := work.ByKey(to, func(e *ent.WebhookEndpoint) int64 { return e.ID })
		for _, d := range rows {
			r.delivered(d, byID[d.EventID], endpointsByID[d.EndpointID])
		}
		r.inOrder(rows, all)
		r.lookedAt(InOrder, len(rows))
		r.lookedAt(Apart, len(rows))
		r.lookedAt(NothingWaits, len(rows))
		return rows[len(rows)-1].ID, len(rows), nil
	})
}

// delivered looks at one delivery, with its event and its endpoint.
func (r *run) delivered(d *ent.Delivery, e *ent.Event, to *ent.WebhookEndpoint) {
	object := nameOf(d)
	if e == nil {
		r.broken(InOrder, object, "its event %d is not there", d.EventID)
	} else {
		r.wrong(InOrder, object, "what its event is", fmt.Sprint(e.Subject, " ", e.Seq, " ", e.Type), fmt.Sprint(d.Subject, " ", d.Seq, " ", d.Type))
		r.wrong(Apart, object, "channel", e.ChannelID, d.ChannelID)
	}
	if to != nil {
		r.wrong(Apart, object, "channel of its endpoint", d.ChannelID, to.ChannelID)
	}
	r.wrong(InOrder, object, "delivered", d.State == delivery.StateDelivered, d.DeliveredAt != nil)
	if d.State == delivery.StatePending && d.DueAt == nil {
		r.broken(NothingWaits, object, "it is to be delivered, and has no time")
	}
}

func nameOf(d *ent.Delivery) string {
	return fmt.Sprintf("deliveries %d (%s %d)", d.ID, d.Subject, d.Seq)
}

// stream is what one endpoint hears of one subject.
type stream struct {
	endpoint int64
	subject  string
}

// inOrder compares each delivery that arrived with the one before it for the same endpoint and subject.
func (r *run) inOrder(rows, all []*ent.Delivery) {
	streams := work.Group(all, func(d *ent.Delivery) stream { return stream{d.EndpointID, d.Subject} })
	for _, list := range streams {
		slices.SortFunc(list, func(a, b *ent.Delivery) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	for _, d := range rows {
		list := streams[stream{d.EndpointID, d.Subject}]
		i := slices.IndexFunc(list, func(other *ent.Delivery) bool { return other.ID == d.ID })
		if i < 1 || d.State != delivery.StateDelivered || webhooks.Revived(d) || webhooks.Revived(list[i-1]) {
			continue
		}
		switch before := list[i-1]; {
		case before.State == delivery.StatePending:
			r.broken(InOrder, nameOf(d), "it arrived, and event %d before it is still to be delivered", before.Seq)
		case before.DeliveredAt != nil && d.DeliveredAt != nil && before.DeliveredAt.After(*d.DeliveredAt):
			r.broken(InOrder, nameOf(d), "it arrived before event %d", before.Seq)
		}
	}
}
