package webhooks_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/logentry"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// Two servers relay at once: offsets have no gaps, nothing is told twice (D3, H4).
func TestRelayTwiceAtOnceH4(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		other := p.AddServer()
		for i := range 40 {
			p.happen(t, fmt.Sprint("C", i), 1, 3)
		}
		var group sync.WaitGroup
		var mu sync.Mutex
		total := 0
		for _, server := range []*eventlog.Log{p.Events, other.Events, p.Events, other.Events} {
			group.Go(func() {
				for {
					r, err := server.Relay(ctx, 7, "webhooks")
					if !assert.NoError(t, err) || r.Events == 0 {
						return
					}
					mu.Lock()
					total += r.Events
					mu.Unlock()
				}
			})
		}
		group.Wait()
		assert.Equal(t, 120, total)
		entries := p.Store.Client.LogEntry.Query().Order(ent.Asc(logentry.FieldID)).AllX(ctx)
		require.Len(t, entries, 120)
		seen := map[int64]bool{}
		last := map[string]int{}
		for i, entry := range entries {
			assert.EqualValues(t, i+1, entry.ID, "offsets are dense")
			assert.False(t, seen[entry.EventID])
			seen[entry.EventID] = true
			happened := p.Store.Client.Event.GetX(ctx, entry.EventID)
			assert.Equal(t, last[happened.Subject]+1, happened.Seq, happened.Subject)
			last[happened.Subject] = happened.Seq
		}
		assert.Equal(t, map[delivery.State]int{delivery.StatePending: 120}, p.states(e.ID))
		assert.Zero(t, p.Store.Client.Outbox.Query().CountX(ctx))
	})
}

// Two servers whose clocks differ made the keys: the order of a subject is that of its sequence, however small the batch.
func TestRelayOrdersSkewedKeys(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		base := p.Store.NewKey()
		keys := rand.Perm(60)
		n := 0
		for subject := range 6 {
			for seq := 1; seq <= 10; seq++ {
				p.happenWith(t, base+int64(keys[n]), p.mall.Channel.ID, fmt.Sprint("C", subject), seq, event.ClaimInReview{})
				n++
			}
		}
		for {
			r, err := p.Events.Relay(ctx, 4, "webhooks")
			require.NoError(t, err)
			if r.Events == 0 {
				break
			}
			assert.Equal(t, map[string]bool{"claim.in_review": true}, r.Types)
		}
		list, more, _, err := pulled(p, nil, all)
		require.NoError(t, err)
		assert.False(t, more)
		require.Len(t, list, 60)
		last := map[string]int{}
		for i, l := range list {
			assert.EqualValues(t, i+1, l.Offset)
			assert.Equal(t, last[l.Event.Subject]+1, l.Event.Seq, l.Event.Subject)
			last[l.Event.Subject] = l.Event.Seq
		}
	})
}

// A transaction that commits after a later one was relayed: a reader with a cursor sees its event all the same.
func TestPullLogMissesNothingOfLateCommits(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		early, late := p.Store.NewKey(), p.Store.NewKey()
		p.happenWith(t, late, p.mall.Channel.ID, "C2", 1, event.ClaimInReview{})
		p.relay(t)
		first, _, _, err := pulled(p, nil, all)
		require.NoError(t, err)
		require.Len(t, first, 1)
		p.happenWith(t, early, p.mall.Channel.ID, "C1", 1, event.ClaimInReview{})
		p.relay(t)
		next, _, _, err := pulled(p, nil, work.Page{Most: 10, After: work.Place{Key: first[0].Offset}})
		require.NoError(t, err)
		require.Len(t, next, 1)
		assert.Equal(t, early, next[0].Event.ID)
	})
}

// Who hears of what: by type, by channel, and held while off.
func TestRelayAddressesB8(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		everything := p.active(t, webhookendpoint.OrderingNone)
		claims := p.active(t, webhookendpoint.OrderingNone, "claim.*")
		paid := p.active(t, webhookendpoint.OrderingNone, "claim.paid", "policy.issued")
		off := p.active(t, webhookendpoint.OrderingNone)
		_, err := p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(off.ID)})
		require.NoError(t, err)
		pay := p.Caller(insurancetest.Pay).Channel.ID
		mall := p.mall.Channel.ID
		p.happenWith(t, p.Store.NewKey(), mall, "P1", 1, event.PolicyIssued{})
		p.happenWith(t, p.Store.NewKey(), mall, "P1", 2, event.PolicyCancelled{})
		p.happenWith(t, p.Store.NewKey(), mall, "C1", 1, event.ClaimPaid{})
		p.happenWith(t, p.Store.NewKey(), pay, "C2", 1, event.ClaimPaid{})
		r := p.relay(t)
		assert.Equal(t, 4, r.Events)
		assert.Equal(t, map[string]bool{"policy.issued": true, "policy.cancelled": true, "claim.paid": true}, r.Types)
		assert.Equal(t, []int64{everything.ID, claims.ID, paid.ID}, r.Endpoints)
		assert.Len(t, p.deliveries(everything.ID), 3)
		assert.Len(t, p.deliveries(claims.ID), 1)
		assert.Len(t, p.deliveries(paid.ID), 2)
		assert.Equal(t, map[delivery.State]int{delivery.StateHeld: 3}, p.states(off.ID))
		due, err := p.Webhooks.DueEndpoints(ctx)
		require.NoError(t, err)
		assert.ElementsMatch(t, []int64{everything.ID, claims.ID, paid.ID}, due)
	})
}
