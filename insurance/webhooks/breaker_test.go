package webhooks_test

import (
	"context"
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

// attend runs what is due of challenges and probes.
func (p *post) attend(t *testing.T) []int64 {
	t.Helper()
	_, ready, err := p.Webhooks.Attend(context.Background(), 0)
	require.NoError(t, err)
	return ready
}

// Five failures in a row pause an endpoint; probes go on, one at a time; one that arrives lets everything go (B8).
func TestBreakerOpensProbesAndCloses(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 200)
		p.relay(t)
		p.receiver.set(status(500))
		p.deliver(t, e.ID)
		e = p.endpoint(t, e.ID)
		assert.Equal(t, webhookendpoint.StatePaused, e.State)
		assert.NotNil(t, e.FailingSince)
		assert.Less(t, len(p.receiver.events()), 5+16, "no more than were under way when the fifth failed")
		p.receiver.forget()
		var pauses []time.Duration
		for range 9 {
			p.attend(t)
			p.deliver(t, e.ID)
			assert.Empty(t, p.receiver.events(), "nothing before its time")
			pause := p.endpoint(t, e.ID).DueAt.Sub(p.Clock.Now())
			pauses = append(pauses, pause)
			p.Clock.Advance(pause)
			p.attend(t)
			p.deliver(t, e.ID)
			assert.Len(t, p.receiver.events(), 1, "one probe")
			p.receiver.forget()
		}
		for i, want := range []float64{5, 10, 20, 40, 80, 160, 320, 600, 600} {
			assert.InEpsilon(t, want, pauses[i].Seconds(), 0.11)
		}
		p.receiver.set(nil)
		p.Clock.Advance(11 * time.Minute)
		assert.Equal(t, []int64{e.ID}, p.attend(t))
		e = p.endpoint(t, e.ID)
		assert.Equal(t, webhookendpoint.StateActive, e.State)
		assert.Zero(t, e.Failures)
		assert.Nil(t, e.FailingSince)
		assert.Nil(t, e.DueAt)
		p.deliver(t, e.ID)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 200}, p.states(e.ID), "those that failed before as well")
	})
}

// An endpoint that answers in between is not failing.
func TestBreakerCountsFailuresInARow(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingPerObject)
		for seq := 1; seq <= 12; seq++ {
			p.receiver.set(status(302)) // redirects are failures
			if seq%4 == 0 {
				p.receiver.set(nil)
			}
			p.happen(t, "C"+string(rune('a'+seq)), 1, 1)
			p.relay(t)
			p.deliver(t, e.ID)
		}
		e = p.endpoint(t, e.ID)
		assert.Equal(t, webhookendpoint.StateActive, e.State)
		assert.Zero(t, e.Failures)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 3, delivery.StatePending: 9}, p.states(e.ID))
	})
}

// 410 means never again: the rest is held, and what happens later too.
func TestGoneDisablesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingPerObject)
		p.happen(t, "C1", 1, 100)
		p.relay(t)
		p.receiver.set(status(410))
		p.deliver(t, e.ID)
		assert.Len(t, p.receiver.events(), 1)
		assert.Equal(t, webhookendpoint.StateDisabled, p.endpoint(t, e.ID).State)
		p.happen(t, "C1", 101, 101)
		assert.Empty(t, p.relay(t).Endpoints)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 101}, p.states(e.ID))
		p.Clock.Advance(time.Hour)
		p.attend(t)
		p.deliver(t, e.ID)
		assert.Len(t, p.receiver.events(), 1)
	})
}

// Five failing days switch an endpoint off; until then its events wait, whatever their own time.
func TestFiveFailingDaysDisable(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 20)
		p.relay(t)
		p.receiver.set(status(503))
		p.deliver(t, e.ID)
		for day := range 5 {
			assert.Equal(t, webhookendpoint.StatePaused, p.endpoint(t, e.ID).State, day)
			p.Clock.Advance(24 * time.Hour)
			p.attend(t)
		}
		assert.Equal(t, webhookendpoint.StateDisabled, p.endpoint(t, e.ID).State)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 20}, p.states(e.ID))
	})
}

// An event that never arrives is tried for 72 hours, ever more seldom, and then given up.
func TestExhaustedAfter72Hours(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingPerObject)
		p.happen(t, "BAD", 1, 2)
		start := p.Clock.Now()
		p.relay(t)
		p.receiver.set(func(g got) webhooks.Answer {
			if g.Event.Subject == "BAD" && g.Event.Sequence == 1 {
				return webhooks.Answer{Status: 500, Duration: 90 * time.Millisecond, Excerpt: "oops"}
			}
			return ok
		})
		good := 0
		for p.states(e.ID)[delivery.StateExhausted] == 0 && p.Clock.Now().Sub(start) < 80*time.Hour {
			first := p.deliveries(e.ID)[0]
			if first.DueAt.After(p.Clock.Now()) {
				p.Clock.Set(*first.DueAt)
			}
			good++ // others arrive in between, so that the endpoint is not failing
			p.happen(t, "GOOD", good, good)
			p.relay(t)
			p.deliver(t, e.ID)
		}
		assert.InDelta(t, 72, p.Clock.Now().Sub(start).Hours(), 0.01)
		p.deliver(t, e.ID)
		bad := p.deliveries(e.ID)
		assert.Equal(t, delivery.StateExhausted, bad[0].State)
		assert.Equal(t, delivery.StateDelivered, bad[1].State, "what is given up holds nothing up")
		attempts, err := insurancetest.Of(ctx, p.Webhooks.Attempts, bad[0], bad[0].ID)
		require.NoError(t, err)
		assert.Len(t, attempts, bad[0].Attempts)
		assert.InDelta(t, 81, len(attempts), 5)
		assert.Equal(t, "oops", attempts[0].Excerpt)
		assert.Equal(t, 500, attempts[0].Status)
		assert.Len(t, attempts[0].TraceID, 32)
		pause, want := attempts[1].At.Sub(attempts[0].At), 5*time.Second
		assert.InEpsilon(t, want, pause, 0.11)
		assert.InEpsilon(t, time.Hour, attempts[20].At.Sub(attempts[19].At), 0.11)
	})
}

// A new address hears a challenge and nothing else until it answered that; 72 hours without an answer switch it off.
func TestChallenge(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		p.receiver.deaf = true
		e, _, err := p.Webhooks.Add(ctx, p.mall, webhooks.EndpointInput{
			URL: "https://hooks.example.com/new", EventTypes: []string{"*"}, Ordering: webhookendpoint.OrderingNone, Scheme: "v1",
		})
		require.NoError(t, err)
		p.happen(t, "C1", 1, 3)
		assert.Empty(t, p.relay(t).Endpoints)
		start := p.Clock.Now()
		tries := 0
		for p.endpoint(t, e.ID).State == webhookendpoint.StateUnverified && tries < 200 {
			tries++
			assert.Empty(t, p.attend(t))
			p.deliver(t, e.ID)
			if due := p.endpoint(t, e.ID).DueAt; due != nil {
				p.Clock.Set(*due)
			}
		}
		assert.Empty(t, p.receiver.events(), "nothing but challenges")
		assert.Len(t, p.receiver.got, tries)
		assert.InDelta(t, 72, p.Clock.Now().Sub(start).Hours(), 1.2)
		assert.Equal(t, webhookendpoint.StateDisabled, p.endpoint(t, e.ID).State)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 3}, p.states(e.ID))

		p.receiver.deaf = false
		again, key, err := p.Webhooks.Change(ctx, p.mall, webhooks.EndpointChange{
			ID: work.EndpointKey(e.ID), ExpectedRevision: p.endpoint(t, e.ID).Revision, Scheme: "v1",
		})
		require.NoError(t, err)
		assert.Empty(t, key)
		assert.Equal(t, webhookendpoint.StateUnverified, again.State)
		assert.NotEqual(t, e.Challenge, again.Challenge)
		assert.Equal(t, []int64{e.ID}, p.attend(t))
		assert.Equal(t, webhookendpoint.StateActive, p.endpoint(t, e.ID).State)
	})
}

// A relay that did not see that an endpoint went off leaves something due for it: it is held as soon as anybody looks.
func TestWhatWasLeftDueForADisabledEndpointIsHeld(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		_, err := p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(e.ID)})
		require.NoError(t, err)
		p.happen(t, "C1", 1, 3)
		p.relay(t)
		p.Store.Client.Delivery.Update().SetState(delivery.StatePending).SetDueAt(p.Clock.Now()).ExecX(ctx)
		due, err := p.Webhooks.DueEndpoints(ctx)
		require.NoError(t, err)
		assert.Equal(t, []int64{e.ID}, due)
		p.deliver(t, e.ID)
		assert.Empty(t, p.receiver.events())
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 3}, p.states(e.ID))
	})
}

// Many endpoints of many channels: those with something due, and no others.
func TestDueEndpointsAmongMany(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx, client := context.Background(), p.Store.Client
		now := p.Clock.Now()
		var want []int64
		for i := range int64(450) {
			state := []webhookendpoint.State{webhookendpoint.StateActive, webhookendpoint.StatePaused}[i%2]
			client.WebhookEndpoint.Create().SetID(i + 1).SetChannelID(i + 1).SetURL("https://x.example").SetEventTypes([]string{"*"}).
				SetOrdering(webhookendpoint.OrderingNone).SetState(state).SetAPIVersion("1").SetChallenge("c").SetCreatedAt(now).ExecX(ctx)
			due := now.Add(time.Duration(i%3-1) * time.Hour)
			client.Delivery.Create().SetID(i + 1).SetChannelID(i + 1).SetEndpointID(i + 1).SetEventID(i + 1).SetSubject("C").SetSeq(1).
				SetType("claim.paid").SetState(delivery.StatePending).SetCreatedAt(now).SetGiveUpAt(now).SetDueAt(due).ExecX(ctx)
			if i%2 == 0 && i%3 < 2 {
				want = append(want, i+1)
			}
		}
		due, err := p.Webhooks.DueEndpoints(ctx)
		require.NoError(t, err)
		assert.ElementsMatch(t, want, due)
	})
}
