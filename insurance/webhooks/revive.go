package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/event"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// replayChunk is how many deliveries a replay looks at in one transaction.
const replayChunk = 500

// part is what a chunk of a replay did.
type part struct {
	position int64 // continues after it
	done     int64
	over     bool
}

// errTaken says that another worker has taken a job over.
var errTaken = errors.New("the job was taken over")

// replay works one job to its end. Each chunk and its progress are one transaction, so that nothing is done twice or
// left out, whichever process dies.
func (s *Replays) replay(ctx context.Context, row *ent.Job, token int64) (endpoint int64, err error) {
	var plan replayJob
	if err := json.Unmarshal([]byte(row.Input), &plan); err != nil {
		return 0, s.finish(ctx, row, token, job.StateFailed)
	}
	for over := false; !over; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		over, err = s.replaySome(ctx, row, token, &plan)
		if errors.Is(err, errTaken) {
			return 0, nil
		}
		if errors.Is(err, errOff) {
			return 0, s.finish(ctx, row, token, job.StateFailed)
		}
		if err != nil {
			return 0, err
		}
	}
	if plan.From != nil { // what is still tried is tried now
		span := []predicate.Delivery{delivery.CreatedAtGTE(*plan.From), delivery.CreatedAtLT(*plan.To)}
		if err := s.backlog.makeDueNow(ctx, plan.Endpoint, span...); err != nil {
			return 0, err
		}
	}
	return plan.Endpoint, s.finish(ctx, row, token, job.StateSucceeded)
}

// errOff says that the endpoint was switched off meanwhile.
var errOff = errors.New("the endpoint is off")

func (s *Replays) replaySome(ctx context.Context, row *ent.Job, token int64, plan *replayJob) (over bool, err error) {
	err = s.store.Do(ctx, "replay webhooks", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Job.Update().Where(job.ID(row.ID), job.Lease(token), job.DueAtNotNil()).
			SetState(job.StateRunning).SetDueAt(tx.Now.Add(leaseFor)).Save(ctx) // and nobody else until we are through
		if err != nil {
			return err
		}
		if n == 0 {
			return errTaken
		}
		now, err := tx.Job.Get(ctx, row.ID)
		if err != nil {
			return err
		}
		e, err := tx.WebhookEndpoint.Get(ctx, plan.Endpoint)
		if err != nil {
			return err
		}
		if e.State == webhookendpoint.StateDisabled {
			return errOff
		}
		did := s.reviveSpan
		if len(plan.Events) > 0 {
			did = s.reviveEvents
		}
		some, err := did(ctx, tx, e, plan, now.Position)
		if err != nil {
			return err
		}
		over = some.over
		return tx.Job.UpdateOneID(row.ID).SetPosition(some.position).AddDone(some.done).Exec(ctx)
	})
	return over, err
}

// reviveEvents makes the deliveries of some events due, and those that were never made.
func (s *Replays) reviveEvents(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, plan *replayJob, position int64) (part, error) {
	start, exact := slices.BinarySearch(plan.Events, position)
	if exact {
		start++
	}
	ids := plan.Events[start:min(start+replayChunk, len(plan.Events))]
	if len(ids) == 0 {
		return part{position: position, over: true}, nil
	}
	have, err := tx.Delivery.Query().Where(delivery.EndpointID(e.ID), delivery.EventIDIn(ids...)).All(ctx)
	if err != nil {
		return part{}, err
	}
	keys, made := make([]int64, len(have)), map[int64]bool{}
	for i, one := range have {
		keys[i], made[one.EventID] = one.ID, true
	}
	if err := revive(ctx, tx, keys); err != nil {
		return part{}, err
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return made[id] })
	if len(missing) > 0 {
		events, err := read(ctx, tx, event.IDIn(missing...), event.ChannelID(e.ChannelID))
		if err != nil {
			return part{}, err
		}
		rows := make([][]any, len(events))
		for i, happened := range events {
			rows[i] = deliveryRow(tx, s.distribution.Now(e.ChannelID), e, happened)
		}
		if err := insertDeliveries(ctx, tx, rows); err != nil {
			return part{}, err
		}
	}
	return part{position: ids[len(ids)-1], done: int64(len(ids)), over: start+len(ids) == len(plan.Events)}, nil
}

// reviveSpan makes what was given up or held in a span due. What waits no more has no due time, and the index orders
// such rows of an endpoint by their keys, which are real time; a channel's clock is never behind that.
func (s *Replays) reviveSpan(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, plan *replayJob, position int64) (part, error) {
	first := work.KeyAt(s.distribution.Due(e.ChannelID, *plan.From).Add(-time.Minute))
	rows, err := tx.Delivery.Query().
		Where(delivery.EndpointID(e.ID), delivery.DueAtIsNil(), delivery.IDGT(max(position, first)), delivery.IDLT(work.KeyAt(plan.To.Add(time.Minute)))).
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
	some := part{position: rows[len(rows)-1].ID, done: int64(len(keys)), over: len(rows) < replayChunk}
	return some, revive(ctx, tx, keys)
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

func (s *Replays) finish(ctx context.Context, row *ent.Job, token int64, state job.State) error {
	return s.store.Do(ctx, "finish replay", func(ctx context.Context, tx *work.Tx) error {
		now, err := tx.Job.Get(ctx, row.ID)
		if err != nil {
			return err
		}
		update := tx.Job.Update().Where(job.ID(row.ID), job.Lease(token)).SetState(state).ClearDueAt().SetLease(0).
			SetFinishedAt(s.distribution.Now(row.ChannelID))
		if state == job.StateSucceeded {
			update.SetTotal(now.Done + now.Failed)
		}
		return update.Exec(ctx)
	})
}

// Revived tells whether a delivery was asked for again after it was made: it then comes when it comes, and no order is kept.
func Revived(d *ent.Delivery) bool {
	return d.GiveUpAt.Sub(work.TimeOf(d.ID)) > keepTrying+revivedAfter
}

// revivedAfter is more than lies between the key of a delivery and its first time to be tried in.
const revivedAfter = 5 * time.Second
