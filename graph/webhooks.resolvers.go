package graph

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/webhooks"
)

func (r *deliveryResolver) ID(ctx context.Context, obj *ent.Delivery) (string, error) {
	return scalar.GlobalID(scalar.DeliveryID, obj.ID), nil
}

func (r *deliveryResolver) Event(ctx context.Context, obj *ent.Delivery) (*ent.Event, error) {
	return r.Post.EventOf(ctx, obj)
}

func (r *deliveryResolver) Attempts(ctx context.Context, obj *ent.Delivery) ([]*ent.DeliveryAttempt, error) {
	return r.Post.Attempts(ctx, obj)
}

func (r *eventResolver) ID(ctx context.Context, obj *ent.Event) (string, error) {
	return scalar.GlobalID(scalar.EventID, obj.ID), nil
}

func (r *eventResolver) Data(ctx context.Context, obj *ent.Event) (map[string]any, error) {
	return eventData(obj)
}

func (r *mutationResolver) SetWebhookEndpoint(ctx context.Context, input model.SetWebhookEndpointInput) (*model.SetWebhookEndpointPayload, error) {
	endpoint, key, err := r.Post.Set(ctx, caller(ctx), endpointInput(&input))
	faults, err := userErrors(err)
	return &model.SetWebhookEndpointPayload{Endpoint: endpoint, Key: shown(key), UserErrors: faults}, err
}

func (r *mutationResolver) DisableWebhookEndpoint(ctx context.Context, input model.DisableWebhookEndpointInput) (*model.DisableWebhookEndpointPayload, error) {
	endpoint, err := r.Post.Disable(ctx, caller(ctx), scalar.KeyOf(scalar.EndpointID, input.ID))
	faults, err := userErrors(err)
	return &model.DisableWebhookEndpointPayload{Endpoint: endpoint, UserErrors: faults}, err
}

func (r *mutationResolver) RotateWebhookKey(ctx context.Context, input model.RotateWebhookKeyInput) (*model.RotateWebhookKeyPayload, error) {
	overlap := time.Duration(input.OverlapHours) * time.Hour
	endpoint, key, err := r.Post.Rotate(ctx, caller(ctx), scalar.KeyOf(scalar.EndpointID, input.EndpointID), overlap)
	faults, err := userErrors(err)
	return &model.RotateWebhookKeyPayload{Endpoint: endpoint, Key: shown(key), UserErrors: faults}, err
}

func (r *mutationResolver) ReplayWebhooks(ctx context.Context, input model.ReplayWebhooksInput) (*model.ReplayWebhooksPayload, error) {
	job, err := r.Post.Replay(ctx, caller(ctx), replayInput(&input))
	faults, err := userErrors(err)
	return &model.ReplayWebhooksPayload{Job: job, UserErrors: faults}, err
}

func (r *queryResolver) Events(ctx context.Context, first *int32, after *string, last *int32, before *string, types []string) (*model.EventConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Post.Events(ctx, caller(ctx), types, page)
	edges := make([]*model.EventEdge, len(list))
	for i, e := range list {
		edges[i] = &model.EventEdge{Cursor: scalar.Cursor(e.Place), Node: e.Event}
	}
	info := infoOf(page, more, edges, func(e *model.EventEdge) string { return e.Cursor })
	return &model.EventConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) WebhookEndpoint(ctx context.Context, id string) (*ent.WebhookEndpoint, error) {
	return r.Post.Endpoint(ctx, caller(ctx), scalar.KeyOf(scalar.EndpointID, id))
}

func (r *queryResolver) WebhookEndpoints(ctx context.Context) ([]*ent.WebhookEndpoint, error) {
	return r.Post.Endpoints(ctx, caller(ctx))
}

func (r *webhookEndpointResolver) ID(ctx context.Context, obj *ent.WebhookEndpoint) (string, error) {
	return scalar.GlobalID(scalar.EndpointID, obj.ID), nil
}

func (r *webhookEndpointResolver) Keys(ctx context.Context, obj *ent.WebhookEndpoint) ([]*webhooks.Key, error) {
	return r.Post.Keys(ctx, obj)
}

func (r *webhookEndpointResolver) Health(ctx context.Context, obj *ent.WebhookEndpoint) (*webhooks.Health, error) {
	return r.Post.Health(ctx, obj)
}

func (r *webhookEndpointResolver) Deliveries(ctx context.Context, obj *ent.WebhookEndpoint, first *int32, after *string, last *int32, before *string, filter *model.DeliveryFilter) (*model.DeliveryConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Post.Deliveries(ctx, obj, deliveryFilter(filter), page)
	edges := make([]*model.DeliveryEdge, len(list))
	for i, d := range list {
		edges[i] = &model.DeliveryEdge{Cursor: scalar.Cursor(d.ID), Node: d}
	}
	info := infoOf(page, more, edges, func(e *model.DeliveryEdge) string { return e.Cursor })
	return &model.DeliveryConnection{Edges: edges, PageInfo: info}, err
}

func (r *Resolver) Delivery() exec.DeliveryResolver { return &deliveryResolver{r} }

func (r *Resolver) Event() exec.EventResolver { return &eventResolver{r} }

func (r *Resolver) WebhookEndpoint() exec.WebhookEndpointResolver { return &webhookEndpointResolver{r} }

type (
	deliveryResolver        struct{ *Resolver }
	eventResolver           struct{ *Resolver }
	webhookEndpointResolver struct{ *Resolver }
)
