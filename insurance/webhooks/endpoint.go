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
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// EndpointInput is an endpoint to add.
type EndpointInput struct {
	RequestNo   string
	ChannelCode string    // of the insurer's people: whose; a channel adds its own
	Mode        work.Mode // which half of it
	URL         string
	EventTypes  []string
	Ordering    webhookendpoint.Ordering // empty: none
	Scheme      webhookkey.Scheme        // empty: v1a
}

// EndpointChange is what to change of an endpoint; what is left out stays.
type EndpointChange struct {
	ID               work.EndpointKey
	ExpectedRevision int
	URL              *string
	EventTypes       []string
	Ordering         webhookendpoint.Ordering
	Scheme           webhookkey.Scheme
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

// Add adds an endpoint; the key is shown this once. It hears a challenge and nothing else until it answered that. What one of
// the insurer's people adds is on record. Faults: UNSAFE_URL; INVALID_VALUE for event types or a scheme that are none; NOT_FOUND for
// the channel; LIMIT_REACHED for an eleventh endpoint.
func (s *Settings) Add(ctx context.Context, caller *access.Caller, in EndpointInput) (endpoint *ent.WebhookEndpoint, key string, err error) {
	in.Ordering = cmp.Or(in.Ordering, webhookendpoint.OrderingNone)
	in.Scheme = cmp.Or(in.Scheme, webhookkey.SchemeEd25519)
	if err := s.check(in.URL, in.EventTypes, in.Ordering, in.Scheme); err != nil {
		return nil, "", err
	}
	channel, err := s.channelFor(ctx, caller, &in)
	if err != nil {
		return nil, "", err
	}
	err = s.store.Do(ctx, "add webhook endpoint", func(ctx context.Context, tx *work.Tx) error {
		if endpoint, key, err = s.add(ctx, tx, channel.ID, &in); err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, endpoint.ID, key); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.add", endpoint, map[string]any{
			"url": in.URL, "eventTypes": in.EventTypes, "ordering": in.Ordering, "scheme": in.Scheme,
		})
	})
	if err != nil {
		return nil, "", err
	}
	return endpoint, key, nil
}

// Change changes an endpoint, and switches it on again where it was off. A new address, and one that was off, hears a challenge
// and nothing else until it answered that. It keeps its keys unless its scheme changes; then the new key is answered, this once.
// Faults: NOT_FOUND, CONFLICT where its revision is another, UNSAFE_URL, INVALID_VALUE.
func (s *Settings) Change(ctx context.Context, caller *access.Caller, in EndpointChange) (endpoint *ent.WebhookEndpoint, key string, err error) {
	err = s.store.Do(ctx, "change webhook endpoint", func(ctx context.Context, tx *work.Tx) error {
		e, err := touch(ctx, tx, caller, in.ID, &in.ExpectedRevision)
		if err != nil {
			return err
		}
		wanted := EndpointInput{URL: e.URL, EventTypes: e.EventTypes, Ordering: cmp.Or(in.Ordering, e.Ordering), Scheme: in.Scheme}
		if in.URL != nil {
			wanted.URL = *in.URL
		}
		if in.EventTypes != nil {
			wanted.EventTypes = in.EventTypes
		}
		if err := s.check(wanted.URL, wanted.EventTypes, wanted.Ordering, cmp.Or(in.Scheme, webhookkey.SchemeEd25519)); err != nil {
			return err
		}
		if endpoint, key, err = s.change(ctx, tx, e, &wanted); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.change", endpoint, map[string]any{
			"url": wanted.URL, "eventTypes": wanted.EventTypes, "ordering": wanted.Ordering, "scheme": wanted.Scheme,
		})
	})
	if err != nil {
		return nil, "", err
	}
	return endpoint, key, nil
}

func (s *Settings) add(ctx context.Context, tx *work.Tx, channel int64, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
	if _, err := work.EventPlaces.Lock(ctx, tx); err != nil { // two that add at once count each other
		return nil, "", err
	}
	n, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.ChannelID(channel), webhookendpoint.DeletedAtIsNil()).Count(ctx)
	if err != nil {
		return nil, "", err
	}
	if n >= mostEndpoints {
		return nil, "", fault.New(fault.CodeLimitReached, "a channel has ten endpoints at most: delete one first")
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

func (s *Settings) change(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, in *EndpointInput) (*ent.WebhookEndpoint, string, error) {
	update := tx.WebhookEndpoint.UpdateOneID(e.ID).SetURL(in.URL).SetEventTypes(in.EventTypes).SetOrdering(in.Ordering)
	if in.URL != e.URL || e.State == webhookendpoint.StateDisabled {
		update.SetState(webhookendpoint.StateUnverified).SetChallenge(randomHex(24)).SetFailures(0).ClearFailingSince().
			SetDueAt(tx.Now).SetLease(0)
	}
	changed, err := update.Save(ctx)
	if err != nil || in.Scheme == "" {
		return changed, "", err
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
type Which struct {
	ID               work.EndpointKey
	ExpectedRevision *int // nil: whichever it has, for a person at the command line
}

// Disable switches an endpoint off; what waits for it is held for a replay. Faults: NOT_FOUND, CONFLICT where its revision is another.
func (s *Settings) Disable(ctx context.Context, caller *access.Caller, which Which) (*ent.WebhookEndpoint, error) {
	return s.switchOff(ctx, caller, which, "endpoint.disable", func(context.Context, *work.Tx, *ent.WebhookEndpointUpdateOne) error { return nil })
}

// Delete takes an endpoint away with its keys; what waits for it is not delivered, and its deliveries are forgotten as all are.
// Faults: NOT_FOUND, CONFLICT where its revision is another.
func (s *Settings) Delete(ctx context.Context, caller *access.Caller, which Which) error {
	_, err := s.switchOff(ctx, caller, which, "endpoint.delete", func(ctx context.Context, tx *work.Tx, update *ent.WebhookEndpointUpdateOne) error {
		update.SetDeletedAt(tx.Now)
		_, err := tx.WebhookKey.Delete().Where(webhookkey.EndpointID(int64(which.ID))).Exec(ctx)
		return err
	})
	return err
}

func (s *Settings) switchOff(
	ctx context.Context, caller *access.Caller, which Which, action string, also func(context.Context, *work.Tx, *ent.WebhookEndpointUpdateOne) error,
) (*ent.WebhookEndpoint, error) {
	var e *ent.WebhookEndpoint
	err := s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) (err error) {
		if _, err = touch(ctx, tx, caller, which.ID, which.ExpectedRevision); err != nil {
			return err
		}
		update := tx.WebhookEndpoint.UpdateOneID(int64(which.ID)).SetState(webhookendpoint.StateDisabled).ClearDueAt().SetLease(0)
		if err := also(ctx, tx, update); err != nil {
			return err
		}
		if e, err = update.Save(ctx); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, action, e, map[string]any{"url": e.URL})
	})
	if err != nil {
		return nil, err
	}
	return e, s.backlog.suspendDeliveries(ctx, e.ID)
}

// channelFor is whose endpoint it is to be: one of the insurer's people adds it for the channel that they name.
func (s *Settings) channelFor(ctx context.Context, caller *access.Caller, in *EndpointInput) (*ent.Channel, error) {
	if caller.Audience != access.Ops {
		return caller.Channel, nil
	}
	if in.ChannelCode == "" {
		return nil, fault.New(fault.CodeInvalidValue, "whose endpoint it is", "channelCode")
	}
	channel, err := s.distribution.FindChannel(ctx, caller, in.ChannelCode, in.Mode.IsLive())
	if err == nil && channel == nil {
		err = fault.Newf(fault.CodeNotFound, "channel %s", in.ChannelCode).At("channelCode")
	}
	return channel, err
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

// check refuses what no endpoint can be.
func (s *Settings) check(url string, types []string, ordering webhookendpoint.Ordering, scheme webhookkey.Scheme) error {
	if err := s.sender.Check(url); err != nil {
		return fault.New(fault.CodeUnsafeURL, err.Error(), "url")
	}
	if len(url) > 500 {
		return fault.New(fault.CodeInvalidValue, "an address has at most 500 characters", "url")
	}
	if len(types) == 0 || len(types) > mostTypes {
		return fault.New(fault.CodeInvalidValue, "1 to 50 event types", "eventTypes")
	}
	for i, pattern := range types {
		if !known(pattern) {
			return fault.New(fault.CodeInvalidValue, "no event is of type "+pattern, "eventTypes")
		}
		if slices.Contains(types[:i], pattern) {
			return fault.New(fault.CodeInvalidValue, pattern+" is there twice", "eventTypes")
		}
	}
	if err := webhookendpoint.OrderingValidator(ordering); err != nil {
		return fault.New(fault.CodeInvalidValue, "NONE or PER_OBJECT", "ordering")
	}
	if err := webhookkey.SchemeValidator(scheme); err != nil {
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
