package webhooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Prober asks new endpoints whether they want to hear of events, and paused ones whether they work again.
type Prober struct {
	store        *work.Store
	distribution *distribution.Service
	sender       Sender
	keys         *signingKeys
	deliverer    *Deliverer
	backlog      *backlog
}

// Attend sends challenges to new endpoints and probes to paused ones, as many as are due, most at a time (64 where most
// is 0), side by side. It answers how many it attended to, and which endpoints can be delivered to from now on:
// Deliver them. Call it again while it attends to something.
func (s *Prober) Attend(ctx context.Context, most int) (attended int, ready []int64, err error) {
	if most <= 0 || most > batchSize {
		most = batchSize
	}
	token, ids, err := s.store.Take(ctx, work.Due{Table: webhookendpoint.Table}, most, leaseFor)
	if err != nil || len(ids) == 0 {
		return 0, nil, err
	}
	rows, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.IDIn(ids...)).All(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("read endpoints: %w", err)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, e := range rows {
		all.Go(func() {
			active, failure := s.attendTo(ctx, e, token)
			mu.Lock()
			defer mu.Unlock()
			if failure != nil {
				err = errors.Join(err, fmt.Errorf("endpoint %d: %w", e.ID, failure))
			} else if active {
				ready = append(ready, e.ID)
			}
		})
	}
	all.Wait()
	return len(rows), ready, err
}

// attendTo answers whether the endpoint is active now.
func (s *Prober) attendTo(ctx context.Context, e *ent.WebhookEndpoint, token int64) (active bool, err error) {
	switch e.State {
	case webhookendpoint.StateUnverified:
		err = s.challenge(ctx, e, token)
	case webhookendpoint.StatePaused:
		err = s.probe(ctx, e, token)
	case webhookendpoint.StateActive, webhookendpoint.StateDisabled: // changed since it fell due
		return false, s.store.Do(ctx, "attend endpoint", func(ctx context.Context, tx *work.Tx) error {
			return unchanged(tx, e).Where(webhookendpoint.Lease(token)).ClearDueAt().SetLease(0).Exec(ctx)
		})
	}
	if err != nil {
		return false, err
	}
	ctx = context.WithoutCancel(ctx)
	now, err := found(s.store.Client.WebhookEndpoint.Get(ctx, e.ID))
	if err != nil || now == nil {
		return false, err
	}
	switch now.State {
	case webhookendpoint.StateActive:
		return true, s.backlog.makeDueNow(ctx, e.ID)
	case webhookendpoint.StateDisabled:
		return false, s.backlog.suspendDeliveries(ctx, e.ID)
	case webhookendpoint.StateUnverified, webhookendpoint.StatePaused:
	}
	return false, nil
}

// challenge asks an address whether it wants to hear of events: it answers 2xx with the challenge somewhere in the body.
func (s *Prober) challenge(ctx context.Context, e *ent.WebhookEndpoint, token int64) error {
	signers, err := s.keys.signersOf(ctx, e)
	if err != nil {
		return err
	}
	at := s.store.Now()
	body, err := challengeBody(e, s.distribution.Now(e.ChannelID))
	if err != nil {
		return err
	}
	answer := s.sender.Send(ctx, signed(e.URL, work.ChallengeID.Of(s.store.NewKey()), at, body, signers))
	brokenOff := ctx.Err() != nil && answer.Status == 0
	return s.store.Do(context.WithoutCancel(ctx), "challenge endpoint", func(ctx context.Context, tx *work.Tx) error {
		now := s.distribution.Now(e.ChannelID)
		update := unchanged(tx, e).Where(webhookendpoint.Lease(token)).SetLease(0)
		switch {
		case brokenOff:
			update.SetDueAt(tx.Now)
		case answer.ok() && bytes.Contains(answer.Body, []byte(e.Challenge)):
			update.SetState(webhookendpoint.StateActive).SetFailures(0).ClearFailingSince().ClearDueAt().AddRevision(1)
		case answer.Status == 410:
			return disable(ctx, tx, e, "it answered 410 to the challenge")
		case e.FailingSince != nil && now.Sub(*e.FailingSince) >= keepTrying:
			return disable(ctx, tx, e, "it did not answer the challenge for 72 hours")
		default:
			update.AddFailures(1).SetDueAt(tx.Now.Add(s.deliverer.pace.pauseAfter(e.Failures + 1)))
			if e.FailingSince == nil {
				update.SetFailingSince(now)
			}
		}
		return update.Exec(ctx)
	})
}

// probe sends one delivery to a paused endpoint. With nothing to send the endpoint is active again, and one more
// failure pauses it.
func (s *Prober) probe(ctx context.Context, e *ent.WebhookEndpoint, token int64) error {
	lease, id, busy, err := s.takeProbe(ctx, e)
	if err != nil {
		return err
	}
	if id == 0 {
		return s.store.Do(ctx, "probe endpoint", func(ctx context.Context, tx *work.Tx) error {
			update := unchanged(tx, e).Where(webhookendpoint.Lease(token)).SetLease(0)
			if busy {
				update.SetDueAt(tx.Now.Add(inFlightPause))
			} else {
				update.SetState(webhookendpoint.StateActive).SetFailures(breakAfter - 1).ClearDueAt().AddRevision(1)
			}
			return update.Exec(ctx)
		})
	}
	b, err := s.deliverer.batchOf(ctx, e, lease, []int64{id})
	if err != nil {
		return err
	}
	b.probe, b.started = token, time.Now()
	s.deliverer.send(ctx, b)
	return s.deliverer.record(context.WithoutCancel(ctx), b)
}

// takeProbe takes what is due first, or what precedes it of its policy or claim. Busy: somebody is sending that.
func (s *Prober) takeProbe(ctx context.Context, e *ent.WebhookEndpoint) (lease, id int64, busy bool, err error) {
	client, now := s.store.Client, s.store.Now()
	waiting := client.Delivery.Query().Where(delivery.EndpointID(e.ID), delivery.DueAtNotNil())
	first, err := found(waiting.Clone().Order(ent.Asc(delivery.FieldDueAt, delivery.FieldID)).First(ctx))
	if err != nil || first == nil {
		return 0, 0, false, err
	}
	if e.Ordering == webhookendpoint.OrderingPerObject {
		first, err = found(waiting.Where(delivery.Subject(first.Subject)).Order(ent.Asc(delivery.FieldSeq)).First(ctx))
		if err != nil || first == nil {
			return 0, 0, true, err
		}
	}
	if first.Lease != 0 && first.DueAt.After(now) {
		return 0, 0, true, nil
	}
	lease = s.store.NewKey()
	n, err := client.Delivery.Update().Where(delivery.ID(first.ID), delivery.Lease(first.Lease), delivery.DueAtNotNil()).
		SetLease(lease).SetDueAt(now.Add(leaseFor)).Save(ctx)
	if err != nil || n == 0 {
		return 0, 0, true, err
	}
	return lease, first.ID, false, nil
}
