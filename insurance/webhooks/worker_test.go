package webhooks_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/webhooks"
)

// Every event arrives once, by two workers that share the work (B8, H4).
func TestDeliverB8(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		other := p.AddServer()
		for i := range 100 {
			p.happen(t, fmt.Sprint("C", i), 1, 3)
		}
		assert.Equal(t, []int64{e.ID}, p.relay(t).Endpoints)
		var group sync.WaitGroup
		for _, server := range []*webhooks.Dispatcher{p.Webhooks, other.Webhooks, p.Webhooks} {
			group.Go(func() { assert.NoError(t, server.Deliver(ctx, e.ID)) })
		}
		group.Wait()
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 300}, p.states(e.ID))
		seen := map[string]int{}
		for _, g := range p.receiver.events() {
			seen[g.Header["webhook-id"]]++
		}
		assert.Len(t, seen, 300)
		assert.Len(t, p.receiver.events(), 300, "nothing twice")
		assert.Equal(t, 300, p.Store.Client.DeliveryAttempt.Query().CountX(ctx))
		due, err := p.Webhooks.DueEndpoints(ctx)
		require.NoError(t, err)
		assert.Empty(t, due)
	})
}

// Whatever fails and however many workers there are, the events of one claim arrive in their order (I4).
func TestOrderPerObjectUnderFailures(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingPerObject)
		other := p.AddServer()
		for i := range 12 {
			p.happen(t, fmt.Sprint("C", i), 1, 8)
		}
		p.relay(t)
		var mu sync.Mutex
		arrived, tried := map[string]int{}, map[string]int{}
		p.receiver.set(func(g got) webhooks.Answer {
			mu.Lock()
			defer mu.Unlock()
			key := fmt.Sprint(g.Event.Subject, g.Event.Sequence)
			if tried[key]++; tried[key] == 1 && g.Event.Sequence%3 == 1 {
				return webhooks.Answer{Status: 500}
			}
			assert.Equal(t, arrived[g.Event.Subject]+1, g.Event.Sequence, g.Event.Subject)
			arrived[g.Event.Subject] = g.Event.Sequence
			return ok
		})
		for range 60 {
			var group sync.WaitGroup
			for _, server := range []*webhooks.Dispatcher{p.Webhooks, other.Webhooks} {
				group.Go(func() {
					_, _, err := server.Attend(ctx, 0)
					assert.NoError(t, err)
					assert.NoError(t, server.Deliver(ctx, e.ID))
				})
			}
			group.Wait()
			if p.states(e.ID)[delivery.StateDelivered] == 96 {
				break
			}
			p.Clock.Advance(10 * time.Second)
		}
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 96}, p.states(e.ID))
	})
}

// Any mix of failures, restarts and orders of arrival keeps the order of each claim (rapid).
func TestOrderPerObjectHoldsForAnyFailures(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingPerObject)
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			fails := rapid.SliceOfN(rapid.IntRange(0, 3), 40, 40).Draw(r, "fails")
			arrived, call := map[string]int{}, 0
			var mu sync.Mutex
			p.receiver.set(func(g got) webhooks.Answer {
				mu.Lock()
				defer mu.Unlock()
				if call++; call < len(fails) && fails[call] == 0 {
					return webhooks.Answer{Status: 503}
				}
				if arrived[g.Event.Subject]+1 != g.Event.Sequence {
					r.Fatalf("%s: %d after %d", g.Event.Subject, g.Event.Sequence, arrived[g.Event.Subject])
				}
				arrived[g.Event.Subject] = g.Event.Sequence
				return ok
			})
			want := 0
			for i := range rapid.IntRange(1, 3).Draw(r, "claims") {
				events := rapid.IntRange(1, 5).Draw(r, "events")
				want += events
				p.happen(t, fmt.Sprint("C", n, "-", i), 1, events)
			}
			p.relay(t)
			for range 400 {
				_, _, err := p.Webhooks.Attend(context.Background(), 0)
				require.NoError(t, err)
				p.deliver(t, e.ID)
				total := 0
				for _, last := range arrived {
					total += last
				}
				if total == want {
					return
				}
				p.Clock.Advance(30 * time.Second)
			}
			r.Fatalf("%v of %d arrived", arrived, want)
		})
	})
}

// An event that waits behind a failure goes out as soon as that arrived, and others do not wait at all.
func TestOrderCostsNoWaiting(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingPerObject)
		p.happen(t, "C1", 1, 80)
		p.happen(t, "C2", 1, 2)
		p.relay(t)
		var down atomic.Bool
		down.Store(true)
		p.receiver.set(func(g got) webhooks.Answer {
			if down.Load() && g.Event.Subject == "C1" {
				return webhooks.Answer{Status: 500}
			}
			return ok
		})
		p.deliver(t, e.ID)
		assert.Equal(t, map[delivery.State]int{delivery.StatePending: 80, delivery.StateDelivered: 2}, p.states(e.ID))
		assert.Len(t, p.receiver.events(), 3, "only the first of C1 was tried")
		down.Store(false)
		p.Clock.Advance(6 * time.Second)
		p.deliver(t, e.ID)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 82}, p.states(e.ID))
	})
}

// One receiver that hangs holds up nobody else.
func TestHangingReceiverDelaysOnlyItself(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		slow, fast := p.active(t, webhookendpoint.OrderingPerObject), p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 50)
		p.relay(t)
		release := make(chan struct{})
		p.receiver.set(func(g got) webhooks.Answer {
			if g.URL == slow.URL {
				<-release
			}
			return ok
		})
		hanging := make(chan error, 1)
		go func() { hanging <- p.Webhooks.Deliver(ctx, slow.ID) }()
		require.Eventually(t, func() bool { return len(p.receiver.events()) > 0 }, 5*time.Second, time.Millisecond)
		p.deliver(t, fast.ID)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 50}, p.states(fast.ID))
		assert.Equal(t, map[delivery.State]int{delivery.StatePending: 50}, p.states(slow.ID))
		p.deliver(t, slow.ID) // returns at once: it runs already
		close(release)
		require.NoError(t, <-hanging)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 50}, p.states(slow.ID))
	})
}

// A worker that dies after taking, or between sending and storing: what it held comes back (H4).
func TestKilledWorkerLosesNothingH4(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx, kill := context.WithCancel(context.Background())
		e := p.active(t, webhookendpoint.OrderingNone)
		p.happen(t, "C1", 1, 5)
		p.relay(t)
		p.Store.Client.Delivery.Update().SetLease(77).SetDueAt(p.Store.Now().Add(30 * time.Second)).ExecX(ctx) // taken, and gone
		p.deliver(t, e.ID)
		assert.Empty(t, p.receiver.events())
		p.Clock.Advance(31 * time.Second)
		// Another one is told to stop while it sends: what it broke off is no failure of the endpoint.
		p.receiver.set(func(got) webhooks.Answer { kill(); return webhooks.Answer{Failure: "timeout"} })
		require.NoError(t, p.Webhooks.Deliver(ctx, e.ID))
		assert.Zero(t, p.endpoint(t, e.ID).Failures)
		for _, d := range p.deliveries(e.ID) {
			assert.Zero(t, d.Attempts)
			assert.Zero(t, d.Lease)
		}
		p.receiver.set(nil)
		p.deliver(t, e.ID)
		assert.Equal(t, map[delivery.State]int{delivery.StateDelivered: 5}, p.states(e.ID))
	})
}
