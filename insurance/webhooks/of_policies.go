package webhooks

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// partsAtOnce bounds the parts of one statement: the embedded database takes 500.
const partsAtOnce = 400

// OfPolicies are the deliveries of events of policies, newest first, by the numbers of the policies.
func (s *Reader) OfPolicies(ctx context.Context, policies []*policy.Policy, page work.Page) (map[string]work.Listed[*ent.Delivery], error) {
	channels := work.Group(policies, func(p *policy.Policy) int64 { return p.Row().ChannelID })
	endpoints, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.ChannelIDIn(slices.Collect(maps.Keys(channels))...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endpoints of policies: %w", err)
	}
	type told struct {
		endpoint int64
		number   string
	}
	var parts []told // an index has the deliveries of an endpoint by their subject
	for _, e := range endpoints {
		for _, p := range channels[e.ChannelID] {
			parts = append(parts, told{e.ID, p.Number()})
		}
	}
	var rows []*ent.Delivery
	for part := range slices.Chunk(parts, partsAtOnce) {
		found, err := s.store.Client.Delivery.Query().Where(work.Each(part, func(q *sql.Selector, t told) {
			delivery.And(delivery.EndpointID(t.endpoint), delivery.Subject(t.number))(q)
			page.Newest(q)
		})).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("deliveries of policies: %w", err)
		}
		rows = append(rows, found...)
	}
	slices.SortFunc(rows, func(a, b *ent.Delivery) int {
		if page.Backward {
			a, b = b, a
		}
		return cmp.Compare(b.ID, a.ID)
	})
	return work.TrimEach(page, work.Group(rows, func(d *ent.Delivery) string { return d.Subject })), nil
}
