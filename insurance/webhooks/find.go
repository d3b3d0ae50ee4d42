package webhooks

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Reader finds endpoints and their health, deliveries, and the events of the log, for those who may see them.
type Reader struct {
	store        *work.Store
	distribution *distribution.Service
}

// Endpoint finds one by its key; nil where there is none in the caller's view.
func (s *Reader) Endpoint(ctx context.Context, caller *access.Caller, id int64) (*ent.WebhookEndpoint, error) {
	query := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.ID(id), webhookendpoint.DeletedAtIsNil())
	if channel, all := scope(caller); !all {
		query.Where(webhookendpoint.ChannelID(channel))
	}
	return found(query.Only(ctx))
}

// Endpoints are all of the caller's channel, oldest first.
func (s *Reader) Endpoints(ctx context.Context, caller *access.Caller) ([]*ent.WebhookEndpoint, error) {
	channel, all := scope(caller)
	if all {
		return nil, nil // the insurer's own people look one up at a time
	}
	list, err := s.EndpointsOf(ctx, []*ent.Channel{{ID: channel}})
	return list[channel], err
}

// EndpointsOf halves of channels, oldest first, by the keys of the channels.
func (s *Reader) EndpointsOf(ctx context.Context, channels []*ent.Channel) (map[int64][]*ent.WebhookEndpoint, error) {
	rows, err := s.store.Client.WebhookEndpoint.Query().Where(work.Each(channels, func(s *sql.Selector, c *ent.Channel) {
		webhookendpoint.ChannelID(c.ID)(s)
		webhookendpoint.DeletedAtIsNil()(s)
		s.OrderBy(sql.Asc(s.C(webhookendpoint.FieldID))).Limit(mostEndpoints)
	})).Order(ent.Asc(webhookendpoint.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endpoints of channels: %w", err)
	}
	return work.Group(rows, func(e *ent.WebhookEndpoint) int64 { return e.ChannelID }), nil
}

// scope is the channel whose rows a caller may see; all: every one.
func scope(caller *access.Caller) (channelID int64, all bool) { return caller.ChannelScope() }

// found turns the error for a missing row into nil.
func found[T any](row *T, err error) (*T, error) {
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}
