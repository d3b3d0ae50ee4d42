package webhooks

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/ent/predicate"
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
	query.Where(caller.InView(webhookendpoint.FieldChannelID))
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

// EndpointFilter narrows a list of endpoints; what is empty narrows nothing.
type EndpointFilter struct {
	ChannelCode string
	Mode        work.Mode
	States      []webhookendpoint.State
}

// List finds endpoints of all channels in a mode, newest first, for the insurer's people.
func (s *Reader) List(ctx context.Context, caller *access.Caller, f EndpointFilter, page work.Page) (list []*ent.WebhookEndpoint, more bool, err error) {
	rows, err := s.store.Client.WebhookEndpoint.Query().Where(f.where(caller)...).Where(page.Newest).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list endpoints: %w", err)
	}
	list, more = work.Trim(page, rows)
	return list, more, nil
}

// Count counts what a filter finds, up to a maximum.
func (s *Reader) Count(ctx context.Context, caller *access.Caller, f EndpointFilter, most int) (work.Count, error) {
	return work.CountUpTo(ctx, s.store, webhookendpoint.Table, most, f.where(caller)...)
}

func (f *EndpointFilter) where(caller *access.Caller) []predicate.WebhookEndpoint {
	where := []predicate.WebhookEndpoint{webhookendpoint.DeletedAtIsNil(), caller.InView(webhookendpoint.FieldChannelID), func(s *sql.Selector) {
		t := sql.Table(channel.Table)
		halves := sql.Dialect(s.Dialect()).Select(t.C(channel.FieldID)).From(t).Where(sql.EQ(t.C(channel.FieldLive), f.Mode.IsLive()))
		if f.ChannelCode != "" {
			halves.Where(sql.EQ(t.C(channel.FieldCode), f.ChannelCode))
		}
		s.Where(sql.In(s.C(webhookendpoint.FieldChannelID), halves))
	}}
	if len(f.States) > 0 {
		where = append(where, webhookendpoint.StateIn(f.States...))
	}
	return where
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

// EndpointsByKey reads endpoints by their keys, at once; deleted ones are left out.
func (s *Reader) EndpointsByKey(ctx context.Context, ids []int64) (map[int64]*ent.WebhookEndpoint, error) {
	rows, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.IDIn(ids...), webhookendpoint.DeletedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endpoints: %w", err)
	}
	return work.ByKey(rows, func(e *ent.WebhookEndpoint) int64 { return e.ID }), nil
}
