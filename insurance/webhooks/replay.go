package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/job"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// ReplayInput says what to deliver again.
type ReplayInput struct {
	RequestNo   string
	ID          work.EndpointKey
	EventIDs    []work.EventKey
	Undelivered *work.Period // everything that did not arrive of what was to be delivered in it
}

// replayJob is the input of a job, as it is stored.
type replayJob struct {
	Endpoint int64      `json:"endpoint"`
	Events   []int64    `json:"events,omitempty"` // ascending
	From     *time.Time `json:"from,omitempty"`
	To       *time.Time `json:"to,omitempty"`
}

const (
	replayKind = "webhooks.replay"
	mostReplay = 1000
	mostSpan   = 31 * 24 * time.Hour
)

// Replays delivers again what endpoints ask for, as jobs.
type Replays struct {
	store        *work.Store
	distribution *distribution.Service
	audit        *audit.Log
	background   *background.Service
	reader       *Reader
	backlog      *backlog
}

// Replay delivers again, as a job: some events, whether or not they arrived and whatever types the endpoint hears of;
// or everything undelivered that was to be delivered in a span. Faults: NOT_FOUND for an endpoint or event that is
// missing or another channel's; INVALID_VALUE for neither or both of the two, more than 1,000 events and a span of more
// than 31 days; INVALID_STATE for an endpoint that is switched off. What one of the insurer's people replays is on record.
func (s *Replays) Replay(ctx context.Context, caller *access.Caller, in ReplayInput) (*ent.Job, error) {
	e, err := s.reader.Endpoint(ctx, caller, int64(in.ID))
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fault.New(fault.CodeNotFound, "no such endpoint", "id")
	}
	if err := mayReplay(e); err != nil {
		return nil, err
	}
	plan := replayJob{Endpoint: e.ID}
	if in.Undelivered != nil {
		plan.From, plan.To = &in.Undelivered.Start, &in.Undelivered.End
	}
	var total *int64
	switch {
	case len(in.EventIDs) > 0 == (in.Undelivered != nil):
		return nil, fault.New(fault.CodeInvalidValue, "either events or a span", "eventIds")
	case len(in.EventIDs) > 0:
		if plan.Events, err = s.replayEvents(ctx, e.ChannelID, work.Plain(in.EventIDs)); err != nil {
			return nil, err
		}
		n := int64(len(plan.Events))
		total = &n
	case !plan.From.Before(*plan.To) || plan.To.Sub(*plan.From) > mostSpan:
		return nil, fault.New(fault.CodeInvalidValue, "a span begins before it ends, and is 31 days long at most", "undelivered")
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	var row *ent.Job
	err = s.store.Do(ctx, "replay webhooks", func(ctx context.Context, tx *work.Tx) error {
		create := tx.Job.Create().SetID(tx.NewKey()).SetChannelID(e.ChannelID).SetKind(replayKind).SetState(job.StateQueued).
			SetInput(string(text)).SetNillableTotal(total).SetCreatedAt(s.distribution.Now(e.ChannelID)).SetDueAt(tx.Now)
		if caller.Audience == access.Ops {
			create.SetMadeBy(caller.Actor())
		}
		if row, err = create.Save(ctx); err != nil {
			return err
		}
		row = row.Unwrap()
		if err := idempotency.Made(ctx, tx, row.ID, ""); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.replay", e, map[string]any{"events": len(plan.Events), "from": plan.From, "to": plan.To})
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

// mayReplay refuses an endpoint that is switched off: INVALID_STATE.
func mayReplay(e *ent.WebhookEndpoint) error {
	if e.State == webhookendpoint.StateDisabled {
		return fault.New(fault.CodeInvalidState, "switched off: set it again first", "id")
	}
	return nil
}

// AllowedOn says of an endpoint which acts are possible now, and why others are not.
func AllowedOn(e *ent.WebhookEndpoint) ([]*access.Act, error) {
	return access.ActsOf(map[string]error{
		"changeWebhookEndpoint": nil, "deleteWebhookEndpoint": nil, "disableWebhookEndpoint": nil, "replayWebhooks": mayReplay(e), "rotateWebhookKey": nil, "sendTestEvent": mayReplay(e),
	})
}

// replayEvents checks that events are a channel's own.
func (s *Replays) replayEvents(ctx context.Context, channelID int64, ids []int64) ([]int64, error) {
	if len(ids) > mostReplay {
		return nil, fault.New(fault.CodeInvalidValue, "1,000 events at most", "eventIds")
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	n, err := s.store.Client.Event.Query().Where(event.IDIn(ids...), event.ChannelID(channelID)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("events to replay: %w", err)
	}
	if n < len(ids) {
		return nil, fault.New(fault.CodeNotFound, "no such event", "eventIds")
	}
	return ids, nil
}

// WorkReplays works replays that are due, at most `most` (1 where most is 0), and answers how many it worked and the
// endpoints that have something due now: Deliver them. A worker that dies leaves its job to the next, which continues after
// the last part that was stored.
func (s *Replays) WorkReplays(ctx context.Context, most int) (worked int, ready []int64, err error) {
	worked, err = s.background.Work(ctx, replayKind, max(most, 1), leaseFor, func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
		p, endpoint, err := s.replaySome(ctx, row)
		if err == nil && p.Finished && !slices.Contains(ready, endpoint) {
			ready = append(ready, endpoint)
		}
		return p, err
	})
	if errors.Is(err, errOff) {
		err = nil // the job says so
	}
	return worked, ready, err
}
