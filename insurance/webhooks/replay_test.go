package webhooks_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/job"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// runJobs works all that is due and delivers.
func (p *post) runJobs(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	for {
		n, ready, err := p.Webhooks.WorkReplays(ctx, 2)
		require.NoError(t, err)
		if n == 0 {
			return
		}
		for _, e := range ready {
			p.deliver(t, e)
		}
	}
}

func (p *post) jobRow(t *testing.T, id int64) *ent.Job {
	t.Helper()
	row, err := p.Store.Client.Job.Get(context.Background(), id)
	require.NoError(t, err)
	return row
}

// While an endpoint is off its events are held; set again and replayed, they all arrive, in order (B8).
func TestHoldAndReplayB8(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingPerObject)
		from := p.Clock.Now()
		p.happen(t, "C1", 1, 2)
		p.relay(t)
		off, err := p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(e.ID)})
		require.NoError(t, err)
		assert.Equal(t, webhookendpoint.StateDisabled, off.State)
		for i := range 700 {
			p.happen(t, fmt.Sprint("C1-", i), 1, 2)
		}
		for p.relay(t).Events > 0 {
		}
		p.Clock.Advance(time.Minute)
		to := p.Clock.Now()
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 1402}, p.states(e.ID))
		span := webhooks.ReplayInput{ID: work.EndpointKey(e.ID), Undelivered: &work.Period{Start: from, End: to}}
		_, err = p.Webhooks.Replay(ctx, p.mall, span)
		refused(t, err, fault.CodeInvalidState, "id")
		_, _, err = p.Webhooks.Change(ctx, p.mall, webhooks.EndpointChange{
			ID: work.EndpointKey(e.ID), ExpectedRevision: p.endpoint(t, e.ID).Revision,
		})
		require.NoError(t, err)
		p.attend(t)
		p.deliver(t, e.ID)
		assert.Empty(t, p.receiver.events(), "what was held waits for a person")
		row, err := p.Webhooks.Replay(ctx, p.mall, span)
		require.NoError(t, err)
		assert.Equal(t, job.StateQueued, row.State)
		assert.Nil(t, row.Total)
		p.runJobs(t)
		row = p.jobRow(t, row.ID)
		assert.Equal(t, job.StateSucceeded, row.State)
		assert.EqualValues(t, 1402, row.Done)
		assert.EqualValues(t, 1402, *row.Total)
		assert.Zero(t, row.Failed)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 1402}, p.states(e.ID))
		last := map[string]int{}
		for _, g := range p.receiver.events() {
			assert.Equal(t, last[g.Event.Subject]+1, g.Event.Sequence)
			last[g.Event.Subject] = g.Event.Sequence
		}
	})
}

// Some events, delivered or not, heard of or not.
func TestReplayEvents(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone, "claim.in_review")
		ids := p.happen(t, "C1", 1, 3)
		other := p.happenWith(t, p.Store.NewKey(), p.mall.Channel.ID, "P1", 1, event.PolicyIssued{})
		p.relay(t)
		p.deliver(t, e.ID)
		require.Len(t, p.receiver.events(), 3)
		p.receiver.forget()
		row, err := p.Webhooks.Replay(ctx, p.mall, webhooks.ReplayInput{ID: work.EndpointKey(e.ID), EventIDs: eventKeys([]int64{ids[1], other, ids[1]})})
		require.NoError(t, err)
		p.runJobs(t)
		assert.Len(t, p.receiver.events(), 2)
		assert.EqualValues(t, 2, p.jobRow(t, row.ID).Done)
		attempts, err := attemptsAt(p, p.deliveries(e.ID)[1])
		require.NoError(t, err)
		assert.Len(t, attempts, 2, "those before are kept")
	})
}

// What a replay refuses.
func TestReplayRefuses(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		own := p.happen(t, "C1", 1, 1)
		pay := p.Caller(insurancetest.Pay).Channel.ID
		foreign := p.happenWith(t, p.Store.NewKey(), pay, "C2", 1, event.ClaimPaid{})
		now := p.Clock.Now()
		later, muchLater := now.Add(time.Hour), now.Add(32*24*time.Hour)
		replay := func(in webhooks.ReplayInput) error {
			in.ID = work.EndpointKey(e.ID)
			_, err := p.Webhooks.Replay(ctx, p.mall, in)
			return err
		}
		refused(t, replay(webhooks.ReplayInput{}), fault.CodeInvalidValue, "eventIds")
		refused(t, replay(webhooks.ReplayInput{EventIDs: eventKeys(own), Undelivered: &work.Period{Start: now, End: later}}), fault.CodeInvalidValue, "eventIds")
		refused(t, replay(webhooks.ReplayInput{EventIDs: make([]work.EventKey, 1001)}), fault.CodeInvalidValue, "eventIds")
		refused(t, replay(webhooks.ReplayInput{EventIDs: eventKeys([]int64{own[0], foreign})}), fault.CodeNotFound, "eventIds")
		refused(t, replay(webhooks.ReplayInput{EventIDs: eventKeys([]int64{4711})}), fault.CodeNotFound, "eventIds")
		refused(t, replay(webhooks.ReplayInput{Undelivered: &work.Period{Start: later, End: now}}), fault.CodeInvalidValue, "undelivered")
		refused(t, replay(webhooks.ReplayInput{Undelivered: &work.Period{Start: now, End: now}}), fault.CodeInvalidValue, "undelivered")
		refused(t, replay(webhooks.ReplayInput{Undelivered: &work.Period{Start: now, End: muchLater}}), fault.CodeInvalidValue, "undelivered")
		assert.Zero(t, p.Store.Client.Job.Query().CountX(ctx))
	})
}

// A worker dies in the middle of a replay: the next goes on, nothing is skipped or counted twice (H4).
func TestKilledReplayGoesOnH4(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingNone)
		from := p.Clock.Now()
		for i := range 600 {
			p.happen(t, fmt.Sprint("C", i), 1, 2)
		}
		for p.relay(t).Events > 0 {
		}
		p.Store.Client.Delivery.Update().SetState(delivery.StateExhausted).ClearDueAt().ExecX(context.Background())
		to := from.Add(time.Hour)
		row, err := p.Webhooks.Replay(context.Background(), p.mall, webhooks.ReplayInput{ID: work.EndpointKey(e.ID), Undelivered: &work.Period{Start: from, End: to}})
		require.NoError(t, err)
		// Every few statements the worker dies, and another takes over when its time is up.
		for tries := 0; p.jobRow(t, row.ID).State != job.StateSucceeded; tries++ {
			require.Less(t, tries, 200)
			ctx, kill := context.WithTimeout(context.Background(), time.Duration((1+tries)*(1+tries))*100*time.Microsecond)
			_, _, _ = p.Webhooks.WorkReplays(ctx, 1)
			kill()
			p.Clock.Advance(31 * time.Second)
		}
		row = p.jobRow(t, row.ID)
		assert.EqualValues(t, 1200, row.Done)
		assert.Equal(t, map[delivery.State]int{delivery.StatePending: 1200}, p.states(e.ID))
		for _, d := range p.deliveries(e.ID) {
			assert.True(t, d.GiveUpAt.After(p.Clock.Now().Add(70*time.Hour)))
		}
	})
}

// An endpoint that is switched off while its replay waits: the replay says that it failed.
func TestReplayToAnEndpointSwitchedOffMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		ids := p.happen(t, "C1", 1, 1)
		p.relay(t)
		row, err := p.Webhooks.Replay(ctx, p.mall, webhooks.ReplayInput{ID: work.EndpointKey(e.ID), EventIDs: eventKeys(ids)})
		require.NoError(t, err)
		_, err = p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(e.ID)})
		require.NoError(t, err)
		p.runJobs(t)
		assert.Equal(t, job.StateFailed, p.jobRow(t, row.ID).State)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 1}, p.states(e.ID))
	})
}
