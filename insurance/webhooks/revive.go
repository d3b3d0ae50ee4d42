package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/event"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// replayChunk is how many deliveries a replay looks at in one transaction.
const replayChunk = 500

// errOff says that the endpoint was switched off meanwhile.
var errOff = errors.New("the endpoint is switched off")

// part is what a chunk of a replay does: done deliveries up to a position, in one transaction with that progress, so that nothing is
// done twice or left out, whichever process dies.
type part struct {
	position int64
	done     int64
	over     bool
	do       func(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint) error
}

// replaySome works a part of a replay, and answers the endpoint that it is for.
func (s *Replays) replaySome(ctx context.Context, row *ent.Job) (*background.Progress, int64, error) {
	var plan replayJob
	if err := json.Unmarshal([]byte(row.Input), &plan); err != nil {
		return nil, 0, fmt.Errorf("replay %d: %w", row.ID, err)
	}
	if _, err := listening(ctx, s.store.Client.WebhookEndpoint, plan.Endpoint); err != nil {
		return nil, 0, err
	}
	some, err := s.nextPart(ctx, row, &plan)
	if err != nil {
		return nil, 0, err
	}
	p := &background.Progress{Position: some.position, Done: row.Done + some.done, Failed: row.Failed, Total: row.Total, Finished: some.over}
	if some.over {
		total := p.Done + p.Failed
		p.Total = &total
		if plan.From != nil { // what is still tried is tried now
			span := []predicate.Delivery{delivery.CreatedAtGTE(*plan.From), delivery.CreatedAtLT(*plan.To)}
			if err := s.backlog.makeDueNow(ctx, plan.Endpoint, span...); err != nil {
				return nil, 0, err
			}
		}
	}
	p.Beside = func(ctx context.Context, tx *work.Tx) error {
		e, err := listening(ctx, tx.WebhookEndpoint, plan.Endpoint)
		if err != nil || some.do == nil {
			return err
		}
		return some.do(ctx, tx, e)
	}
	return p, plan.Endpoint, nil
}

// listening is an endpoint that is not switched off; errOff.
func listening(ctx context.Context, endpoints *ent.WebhookEndpointClient, id int64) (*ent.WebhookEndpoint, error) {
	e, err := endpoints.Get(ctx, id)
	if err == nil && e.State == webhookendpoint.StateDisabled {
		err = errOff
	}
	return e, err
}

func (s *Replays) nextPart(ctx context.Context, row *ent.Job, plan *replayJob) (part, error) {
	if len(plan.Events) > 0 {
		return s.partOfEvents(plan, row.Position), nil
	}
	return s.partOfSpan(ctx, row.ChannelID, plan, row.Position)
}

// partOfEvents makes the deliveries of some events due, and those that were never made.
func (s *Replays) partOfEvents(plan *replayJob, position int64) part {
	start, exact := slices.BinarySearch(plan.Events, position)
	if exact {
		start++
	}
	ids := plan.Events[start:min(start+replayChunk, len(plan.Events))]
	if len(ids) == 0 {
		return part{position: position, over: true}
	}
	do := func(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint) error {
		return s.reviveEvents(ctx, tx, e, ids)
	}
	return part{position: ids[len(ids)-1], done: int64(len(ids)), over: start+len(ids) == len(plan.Events), do: do}
}

func (s *Replays) reviveEvents(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, ids []int64) error {
	have, err := tx.Delivery.Query().Where(delivery.EndpointID(e.ID), delivery.EventIDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	keys, made := make([]int64, len(have)), map[int64]bool{}
	for i, one := range have {
		keys[i], made[one.EventID] = one.ID, true
	}
	if err := revive(ctx, tx, keys); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return made[id] })
	if len(missing) == 0 {
		return nil
	}
	events, err := tx.Event.Query().Where(event.IDIn(missing...), event.ChannelID(e.ChannelID)).All(ctx)
	if err != nil {
		return err
	}
	rows := make([][]any, len(events))
	for i, happened := range events {
		rows[i] = deliveryRow(tx, s.distribution.Now(e.ChannelID), e, happened)
	}
	return insertDeliveries(ctx, tx, rows)
}

// partOfSpan makes what was given up or held in a span due. What waits no more has no due time, and the index orders such rows of an
// endpoint by their keys, which are real time; a channel's clock is never behind that.
func (s *Replays) partOfSpan(ctx context.Context, channelID int64, plan *replayJob, position int64) (part, error) {
	first := work.KeyAt(s.distribution.Due(channelID, *plan.From).Add(-time.Minute))
	rows, err := s.store.Client.Delivery.Query().
		Where(delivery.EndpointID(plan.Endpoint), delivery.DueAtIsNil(), delivery.IDGT(max(position, first)), delivery.IDLT(work.KeyAt(plan.To.Add(time.Minute)))).
		Order(ent.Asc(delivery.FieldID)).Limit(replayChunk).
		Select(delivery.FieldID, delivery.FieldState, delivery.FieldCreatedAt).All(ctx)
	if err != nil || len(rows) == 0 {
		return part{position: position, over: true}, err
	}
	var keys []int64
	for _, one := range rows {
		if one.State != delivery.StateDelivered && !one.CreatedAt.Before(*plan.From) && one.CreatedAt.Before(*plan.To) {
			keys = append(keys, one.ID)
		}
	}
	do := func(ctx context.Context, tx *work.Tx, _ *ent.WebhookEndpoint) error { return revive(ctx, tx, keys) }
	return part{position: rows[len(rows)-1].ID, done: int64(len(keys)), over: len(rows) < replayChunk, do: do}, nil
}

// revive makes deliveries due, with a whole new time to be tried in; those that are being sent are left alone.
func revive(ctx context.Context, tx *work.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return tx.Delivery.Update().
		Where(delivery.IDIn(ids...), delivery.Or(delivery.Lease(0), delivery.DueAtIsNil(), delivery.DueAtLTE(tx.Now))).
		SetState(delivery.StatePending).SetDueAt(tx.Now).SetGiveUpAt(tx.Now.Add(keepTrying)).SetLease(0).ClearDeliveredAt().Exec(ctx)
}

// Revived tells whether a delivery was asked for again after it was made: it then comes when it comes, and no order is kept.
func Revived(d *ent.Delivery) bool {
	return d.GiveUpAt.Sub(work.TimeOf(d.ID)) > keepTrying+revivedAfter
}

// revivedAfter is more than lies between the key of a delivery and its first time to be tried in.
const revivedAfter = 5 * time.Second
