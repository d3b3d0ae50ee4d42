package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/insurance/work"
)

// deliveriesOf an endpoint, on a page.
func (r *Resolver) deliveriesOf(ctx context.Context, e *ent.WebhookEndpoint, filter *model.DeliveryFilter, page work.Page) (list []*ent.Delivery, more bool, err error) {
	return lookUpPage(ctx, e, e.ID, page, func(ctx context.Context, endpoints []*ent.WebhookEndpoint, page work.Page) (map[int64]work.Listed[*ent.Delivery], error) {
		return r.Webhooks.Deliveries(ctx, endpoints, deliveryFilter(filter), page)
	})
}
