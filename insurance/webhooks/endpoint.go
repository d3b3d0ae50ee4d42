package webhooks

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"baodan/ent"
	"baodan/ent/webhookendpoint"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// EndpointInput sets an endpoint.
type EndpointInput struct {
	ID          *work.EndpointKey // nil: a new one
	ChannelCode string            // of the insurer's people: whose, needed for a new one; a channel sets its own
	Mode        work.Mode         // which half of it
	URL         string
	EventTypes  []string
	Ordering    webhookendpoint.Ordering
	Scheme      webhookkey.Scheme // empty: v1a
}

// Settings sets the endpoints of channels and their keys.
type Settings struct {
	store        *work.Store
	distribution *distribution.Service
	sender       Sender
	audit        *audit.Log
	keys         *signingKeys
	backlog      *backlog
}

// Set adds or changes an endpoint; the key is shown this once, empty where none was made: a changed endpoint keeps its
// keys unless its scheme changes. A new address, or one that was switched off, hears a challenge and nothing else until
// it answered that. What one of the insurer's people sets is on record. Faults: UNSAFE_URL; INVALID_VALUE for event types
// or a scheme that are none, and an eleventh endpoint; NOT_FOUND.
func (s *Settings) Set(ctx context.Context, caller *access.Caller, in EndpointInput) (endpoint *ent.WebhookEndpoint, key string, err error) {
	if err := s.checkInput(&in); err != nil {
		return nil, "", err
	}
	if caller, err = s.forChannel(ctx, caller, &in); err != nil {
		return nil, "", err
	}
	err = s.store.Do(ctx, "set webhook endpoint", func(ctx context.Context, tx *work.Tx) error {
		if in.ID == nil {
			endpoint, key, err = s.add(ctx, tx, caller.Channel.ID, &in)
		} else {
			endpoint, key, err = s.change(ctx, tx, caller, &in)
		}
		if err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.set", endpoint, map[string]any{
			"url": in.URL, "eventTypes": in.EventTypes, "ordering": in.Ordering, "scheme": in.Scheme, "new": in.ID == nil,
		})
	})
	if err != nil {
		return nil, "", err
	}
	return endpoint, key, nil
}

func (s *Settings) add(ctx context.Context, tx *work.Tx, channel int64, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
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
		SetAPIVersion(event.Version).SetChallenge(randomHex(24)).SetCreatedAt(s.distribution.Now(channel)).SetDueAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, "", err
	}
	key, err := s.keys.newKey(ctx, tx, e, in.Scheme)
	return e, key, err
}

func (s *Settings) change(ctx context.Context, tx *work.Tx, caller *access.Caller, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
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
	live, err := s.keys.liveKeys(ctx, tx.Client(), e)
	if err != nil || len(live) > 0 && live[len(live)-1].Scheme == in.Scheme {
		return changed, "", err
	}
	if err := s.keys.retire(ctx, tx, e, schemeOverlap); err != nil {
		return nil, "", err
	}
	key, err := s.keys.newKey(ctx, tx, e, in.Scheme)
	return changed, key, err
}

// Which names an endpoint.
type Which struct{ ID work.EndpointKey }

// Disable switches an endpoint off; what waits for it is held for a replay. Fault: NOT_FOUND.
func (s *Settings) Disable(ctx context.Context, caller *access.Caller, which work.EndpointKey) (*ent.WebhookEndpoint, error) {
	var e *ent.WebhookEndpoint
	id := int64(which)
	err := s.store.Do(ctx, "disable webhook endpoint", func(ctx context.Context, tx *work.Tx) (err error) {
		if _, err = touch(ctx, tx, caller, id, "id"); err != nil {
			return err
		}
		e, err = tx.WebhookEndpoint.UpdateOneID(id).SetState(webhookendpoint.StateDisabled).ClearDueAt().SetLease(0).Save(ctx)
		if err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.disable", e, map[string]any{"url": e.URL})
	})
	if err != nil {
		return nil, err
	}
	return e, s.backlog.suspendDeliveries(ctx, id)
}

// forChannel is the caller as they set an endpoint: one of the insurer's people acts for the channel that they name, and may
// leave that out where the endpoint is there already.
func (s *Settings) forChannel(ctx context.Context, caller *access.Caller, in *EndpointInput) (*access.Caller, error) {
	switch {
	case caller.Audience != access.Ops:
		return caller, nil
	case in.ChannelCode != "":
		channel, err := s.distribution.FindChannel(ctx, in.ChannelCode, in.Mode.IsLive())
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

// recordAudit writes what one of the insurer's people did to an endpoint; what a channel does to its own is not on record.
func recordAudit(ctx context.Context, tx *work.Tx, log *audit.Log, caller *access.Caller, action string, e *ent.WebhookEndpoint, after map[string]any) error {
	if caller.Audience != access.Ops {
		return nil
	}
	return log.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: action, ObjectKind: "endpoint", Object: work.EndpointID.Of(e.ID), ChannelID: e.ChannelID, After: after,
	})
}

// checkInput fills in what was left out, and refuses what no endpoint can be.
func (s *Settings) checkInput(in *EndpointInput) error {
	in.Ordering = cmp.Or(in.Ordering, webhookendpoint.OrderingNone)
	in.Scheme = cmp.Or(in.Scheme, webhookkey.SchemeEd25519)
	if err := s.sender.Check(in.URL); err != nil {
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
	if err := webhookkey.SchemeValidator(in.Scheme); err != nil {
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
