package webhooks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/webhookendpoint"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// EndpointInput sets an endpoint.
type EndpointInput struct {
	ID          *work.EndpointKey // nil: a new one
	ChannelCode string            // of the insurer's people: whose, needed for a new one; a channel sets its own
	Live        bool              // which half of it
	URL         string
	EventTypes  []string
	Ordering    webhookendpoint.Ordering
	Scheme      string // v1 or v1a
}

// Set adds or changes an endpoint; the key is shown this once, empty where none was made: a changed endpoint keeps its
// keys unless its scheme changes. A new address, or one that was switched off, hears a challenge and nothing else until
// it answered that. What one of the insurer's people sets is on record. Faults: UNSAFE_URL; INVALID_VALUE for event types
// or a scheme that are none, and an eleventh endpoint; NOT_FOUND.
func (d *Dispatcher) Set(ctx context.Context, caller *access.Caller, in EndpointInput) (endpoint *ent.WebhookEndpoint, key string, err error) {
	if err := d.checkInput(&in); err != nil {
		return nil, "", err
	}
	if caller, err = d.forChannel(ctx, caller, &in); err != nil {
		return nil, "", err
	}
	err = d.store.Do(ctx, "set webhook endpoint", func(ctx context.Context, tx *work.Tx) error {
		if in.ID == nil {
			endpoint, key, err = d.add(ctx, tx, caller.Channel.ID, &in)
		} else {
			endpoint, key, err = d.change(ctx, tx, caller, &in)
		}
		if err != nil {
			return err
		}
		return d.onRecord(ctx, tx, caller, "endpoint.set", endpoint, map[string]any{
			"url": in.URL, "eventTypes": in.EventTypes, "ordering": in.Ordering, "scheme": in.Scheme, "new": in.ID == nil,
		})
	})
	if err != nil {
		return nil, "", err
	}
	return endpoint, key, nil
}

func (d *Dispatcher) add(ctx context.Context, tx *work.Tx, channel int64, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
	if err := lockLogCounter(ctx, tx); err != nil { // two that add at once count each other
		return nil, "", err
	}
	n, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.ChannelID(channel)).Count(ctx)
	if err != nil {
		return nil, "", err
	}
	if n >= mostEndpoints {
		return nil, "", fault.New(fault.CodeInvalidValue, "a channel has ten endpoints at most: set one that is switched off again")
	}
	e, err := tx.WebhookEndpoint.Create().SetID(tx.NewKey()).SetChannelID(channel).SetURL(in.URL).
		SetEventTypes(in.EventTypes).SetOrdering(in.Ordering).SetState(webhookendpoint.StateUnverified).
		SetAPIVersion(apiVersion).SetChallenge(randomHex(24)).SetCreatedAt(d.distribution.Now(channel)).SetDueAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, "", err
	}
	key, err := d.newKey(ctx, tx, e, webhookkey.Scheme(in.Scheme))
	return e, key, err
}

func (d *Dispatcher) change(ctx context.Context, tx *work.Tx, caller *access.Caller, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
	e, err := touch(ctx, tx, caller, int64(*in.ID), "id")
	if err != nil {
		return nil, "", err
	}
	if caller.Channel != nil && caller.Channel.ID != e.ChannelID { // one of the insurer's people named the wrong channel
		return nil, "", fault.New(fault.CodeNotFound, "the channel has no such endpoint", "id")
	}
	update := tx.WebhookEndpoint.UpdateOneID(e.ID).SetURL(in.URL).SetEventTypes(in.EventTypes).SetOrdering(in.Ordering)
	if in.URL != e.URL || e.State == webhookendpoint.StateDisabled {
		update.SetState(webhookendpoint.StateUnverified).SetChallenge(randomHex(24)).SetFailures(0).ClearFailingSince().
			SetDueAt(tx.Now).SetLease(0)
	}
	changed, err := update.Save(ctx)
	if err != nil {
		return nil, "", err
	}
	live, err := d.liveKeys(ctx, tx.Client(), e)
	if err != nil || len(live) > 0 && string(live[len(live)-1].Scheme) == in.Scheme {
		return changed, "", err
	}
	if err := d.retire(ctx, tx, e, schemeOverlap); err != nil {
		return nil, "", err
	}
	key, err := d.newKey(ctx, tx, e, webhookkey.Scheme(in.Scheme))
	return changed, key, err
}

// Which names an endpoint.
type Which struct{ ID work.EndpointKey }

// Disable switches an endpoint off; what waits for it is held for a replay. Fault: NOT_FOUND.
func (d *Dispatcher) Disable(ctx context.Context, caller *access.Caller, which work.EndpointKey) (*ent.WebhookEndpoint, error) {
	var e *ent.WebhookEndpoint
	id := int64(which)
	err := d.store.Do(ctx, "disable webhook endpoint", func(ctx context.Context, tx *work.Tx) (err error) {
		if _, err = touch(ctx, tx, caller, id, "id"); err != nil {
			return err
		}
		e, err = tx.WebhookEndpoint.UpdateOneID(id).SetState(webhookendpoint.StateDisabled).ClearDueAt().SetLease(0).Save(ctx)
		if err != nil {
			return err
		}
		return d.onRecord(ctx, tx, caller, "endpoint.disable", e, map[string]any{"url": e.URL})
	})
	if err != nil {
		return nil, err
	}
	return e, d.suspendDeliveries(ctx, id)
}

// Endpoint finds one by its key; nil where there is none in the caller's view.
func (d *Dispatcher) Endpoint(ctx context.Context, caller *access.Caller, id int64) (*ent.WebhookEndpoint, error) {
	query := d.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.ID(id))
	if channel, all := scope(caller); !all {
		query.Where(webhookendpoint.ChannelID(channel))
	}
	return found(query.Only(ctx))
}

// Endpoints are all of the caller's channel, oldest first.
func (d *Dispatcher) Endpoints(ctx context.Context, caller *access.Caller) ([]*ent.WebhookEndpoint, error) {
	channel, all := scope(caller)
	if all {
		return nil, nil // the insurer's own people look one up at a time
	}
	list, err := d.EndpointsOf(ctx, []*ent.Channel{{ID: channel}})
	return list[channel], err
}

// EndpointsOf halves of channels, oldest first, by the keys of the channels.
func (d *Dispatcher) EndpointsOf(ctx context.Context, channels []*ent.Channel) (map[int64][]*ent.WebhookEndpoint, error) {
	rows, err := d.store.Client.WebhookEndpoint.Query().Where(work.Each(channels, func(s *sql.Selector, c *ent.Channel) {
		webhookendpoint.ChannelID(c.ID)(s)
		s.OrderBy(sql.Asc(s.C(webhookendpoint.FieldID))).Limit(mostEndpoints)
	})).Order(ent.Asc(webhookendpoint.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endpoints of channels: %w", err)
	}
	return work.Group(rows, func(e *ent.WebhookEndpoint) int64 { return e.ChannelID }), nil
}

// forChannel is the caller as they set an endpoint: one of the insurer's people acts for the channel that they name, and may
// leave that out where the endpoint is there already.
func (d *Dispatcher) forChannel(ctx context.Context, caller *access.Caller, in *EndpointInput) (*access.Caller, error) {
	switch {
	case caller.Audience != access.Ops:
		return caller, nil
	case in.ChannelCode != "":
		channel, err := d.distribution.FindChannel(ctx, in.ChannelCode, in.Live)
		if err != nil {
			return nil, err
		}
		if channel == nil {
			return nil, fault.Newf(fault.CodeNotFound, "channel %s", in.ChannelCode).At("channelCode")
		}
		return caller.ActingFor(channel), nil
	case in.ID == nil:
		return nil, fault.New(fault.CodeInvalidValue, "whose endpoint it is", "channelCode")
	}
	return caller, nil
}

// onRecord writes what one of the insurer's people did to an endpoint; what a channel does to its own is not on record.
func (d *Dispatcher) onRecord(ctx context.Context, tx *work.Tx, caller *access.Caller, action string, e *ent.WebhookEndpoint, after map[string]any) error {
	if caller.Audience != access.Ops {
		return nil
	}
	return d.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: action, ObjectKind: "endpoint", Object: work.EndpointID.Of(e.ID), ChannelID: e.ChannelID, After: after,
	})
}

// checkInput refuses what no endpoint can be.
func (d *Dispatcher) checkInput(in *EndpointInput) error {
	if err := d.sender.Check(in.URL); err != nil {
		return fault.New(fault.CodeUnsafeURL, err.Error(), "url")
	}
	if len(in.URL) > 500 {
		return fault.New(fault.CodeInvalidValue, "an address has at most 500 characters", "url")
	}
	if len(in.EventTypes) == 0 || len(in.EventTypes) > mostTypes {
		return fault.New(fault.CodeInvalidValue, "1 to 50 event types", "eventTypes")
	}
	for i, pattern := range in.EventTypes {
		if !known(pattern) {
			return fault.New(fault.CodeInvalidValue, "no event is of type "+pattern, "eventTypes")
		}
		if slices.Contains(in.EventTypes[:i], pattern) {
			return fault.New(fault.CodeInvalidValue, pattern+" is there twice", "eventTypes")
		}
	}
	if err := webhookendpoint.OrderingValidator(in.Ordering); err != nil {
		return fault.New(fault.CodeInvalidValue, "NONE or PER_OBJECT", "ordering")
	}
	if err := webhookkey.SchemeValidator(webhookkey.Scheme(in.Scheme)); err != nil {
		return fault.New(fault.CodeInvalidValue, "v1 or v1a", "scheme")
	}
	return nil
}

// known tells whether an event can be of a type, or of one that a pattern names.
func known(pattern string) bool {
	return slices.ContainsFunc(event.Types(), func(e event.Payload) bool { return matches(pattern, e.Type()) })
}

// matches tells whether a pattern names a type: the type itself, claim.* for all of claims, * for all.
func matches(pattern, eventType string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return prefix == "" || strings.HasSuffix(prefix, ".") && strings.HasPrefix(eventType, prefix)
	}
	return pattern == eventType
}

// matchesAny tells whether one of the patterns names a type; no patterns name all.
func matchesAny(patterns []string, eventType string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool { return matches(p, eventType) })
}

// found turns the error for a missing row into nil.
func found[T any](row *T, err error) (*T, error) {
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}
