package webhooks_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// Health tells of the last 24 hours only.
func TestHealth(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		h, err := insurancetest.Of(ctx, p.Webhooks.Health, e, e.ID)
		require.NoError(t, err)
		assert.Equal(t, webhooks.Health{SuccessRate: h.SuccessRate}, *h)
		assert.Equal(t, "1", h.SuccessRate.String())
		n := 0
		p.receiver.set(func(g got) webhooks.Answer {
			n++
			if n == 3 {
				return webhooks.Answer{Failure: "timeout", Duration: 10 * time.Second}
			}
			return webhooks.Answer{Status: 204, Duration: time.Duration(n) * time.Millisecond}
		})
		for seq := 1; seq <= 40; seq++ {
			p.happen(t, fmt.Sprint("C", seq), 1, 1)
			p.relay(t)
			p.deliver(t, e.ID)
		}
		p.Clock.Advance(3 * time.Second)
		h, err = insurancetest.Of(ctx, p.Webhooks.Health, e, e.ID)
		require.NoError(t, err)
		assert.Equal(t, "0.975", h.SuccessRate.String())
		assert.Equal(t, 39, h.P95Ms)
		assert.Equal(t, 3, h.OldestPendingSeconds)
		p.Clock.Advance(25 * time.Hour)
		p.deliver(t, e.ID)
		h, err = insurancetest.Of(ctx, p.Webhooks.Health, e, e.ID)
		require.NoError(t, err)
		assert.Equal(t, "1", h.SuccessRate.String())
		assert.Zero(t, h.OldestPendingSeconds)
	})
}

// The list of deliveries: newest first, by pages in both directions, narrowed.
func TestDeliveriesList(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		ids := p.happen(t, "C1", 1, 25)
		p.relay(t)
		p.receiver.set(func(g got) webhooks.Answer {
			if g.Event.Sequence == 7 {
				return webhooks.Answer{Status: 500}
			}
			return ok
		})
		p.deliver(t, e.ID)
		var seen []int64
		page := work.Page{Most: 10}
		for {
			list, more, err := deliveriesOf(p, e, nil, page)
			require.NoError(t, err)
			for _, d := range list {
				seen = append([]int64{d.EventID}, seen...)
			}
			if !more {
				break
			}
			page.After.Key = list[len(list)-1].ID
		}
		assert.Equal(t, ids, seen)
		list, more, err := deliveriesOf(p, e, nil, work.Page{Most: 3, Backward: true})
		require.NoError(t, err)
		assert.True(t, more)
		assert.Equal(t, []int{3, 2, 1}, []int{list[0].Seq, list[1].Seq, list[2].Seq})
		before, _, err := deliveriesOf(p, e, nil, work.Page{Most: 2, Backward: true, Before: work.Place{Key: list[0].ID}})
		require.NoError(t, err)
		assert.Equal(t, []int{5, 4}, []int{before[0].Seq, before[1].Seq})
		f := &webhooks.DeliveryFilter{States: []delivery.State{delivery.StatePending}, EventTypes: []string{"claim.*"}}
		list, more, err = deliveriesOf(p, e, f, all)
		require.NoError(t, err)
		assert.False(t, more)
		require.Len(t, list, 1)
		assert.Equal(t, 7, list[0].Seq)
		happened, err := insurancetest.Of(ctx, p.Webhooks.EventsByID, list[0].EventID, list[0].EventID)
		require.NoError(t, err)
		assert.Equal(t, ids[6], happened.ID)
	})
}

// What is old goes; what is still tried stays, and the log stays (H4).
func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 4)
		p.relay(t)
		p.deliver(t, e.ID)
		one := p.deliveries(e.ID)[0]
		p.Store.Client.Delivery.UpdateOne(one).SetState(delivery.StateHeld).ExecX(ctx)
		n, err := p.Webhooks.Purge(ctx)
		require.NoError(t, err)
		assert.Zero(t, n)
		p.Clock.Advance(31 * 24 * time.Hour)
		n, err = p.Webhooks.Purge(ctx)
		require.NoError(t, err)
		assert.Equal(t, 4+1, n, "attempts, and what was held")
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 3}, p.states(e.ID))
		p.Store.Client.Delivery.UpdateOneID(p.deliveries(e.ID)[0].ID).SetState(delivery.StatePending).SetDueAt(p.Clock.Now()).ExecX(ctx)
		p.Clock.Advance(60 * 24 * time.Hour)
		n, err = p.Webhooks.Purge(ctx)
		require.NoError(t, err)
		assert.Equal(t, 2, n)
		assert.Equal(t, map[delivery.State]int{delivery.StatePending: 1}, p.states(e.ID))
		list, _, _, err := pulled(p, nil, all)
		require.NoError(t, err)
		assert.Len(t, list, 4)
	})
}

// A sandbox's clock runs its webhooks too: five days ahead, and what failed all the while is off; its messages say so.
func TestSandboxClockRunsWebhooks(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		sandbox := *p.mall
		var err error
		sandbox.Channel, err = p.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		p.mall = &sandbox
		e := p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 10)
		p.relay(t)
		p.receiver.set(status(500))
		p.deliver(t, e.ID)
		assert.Contains(t, string(p.receiver.events()[0].Body), `"live":false`)
		assert.Equal(t, webhookendpoint.StatePaused, p.endpoint(t, e.ID).State)
		_, err = p.Distribution.AdvanceClock(ctx, sandbox.Channel, p.Distribution.Now(sandbox.Channel.ID).Add(5*24*time.Hour))
		require.NoError(t, err)
		p.Clock.Advance(time.Second)
		p.attend(t)
		assert.Equal(t, webhookendpoint.StateDisabled, p.endpoint(t, e.ID).State)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 10}, p.states(e.ID))
		clock, err := p.Distribution.TestClock(ctx, sandbox.Channel.ID)
		require.NoError(t, err)
		assert.False(t, clock.Advancing)
	})
}
