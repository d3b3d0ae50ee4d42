package webhooks_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

func input() webhooks.EndpointInput {
	return webhooks.EndpointInput{
		URL: "https://hooks.example.com/a", EventTypes: []string{"claim.*"}, Ordering: webhookendpoint.OrderingNone, Scheme: "v1a",
	}
}

// refused checks a code and its path.
func refused(t *testing.T, err error, code fault.Code, path ...string) {
	t.Helper()
	faults := fault.All(err)
	require.Len(t, faults, 1, "%v", err)
	assert.Equal(t, code, faults[0].Base().Code)
	assert.Equal(t, path, faults[0].Base().Path)
}

// What no endpoint can be (D: every refusal with its path).
func TestAddRefuses(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		var many []string
		for i := range 51 {
			many = append(many, fmt.Sprint("claim.x", i))
		}
		for name, c := range map[string]struct {
			change func(*webhooks.EndpointInput)
			code   fault.Code
			path   []string
		}{
			"http":         {func(in *webhooks.EndpointInput) { in.URL = "http://hooks.example.com" }, fault.CodeUnsafeURL, []string{"url"}},
			"loopback":     {func(in *webhooks.EndpointInput) { in.URL = "https://127.0.0.1/" }, fault.CodeUnsafeURL, []string{"url"}},
			"long":         {func(in *webhooks.EndpointInput) { in.URL += strings.Repeat("a", 500) }, fault.CodeInvalidValue, []string{"url"}},
			"no types":     {func(in *webhooks.EndpointInput) { in.EventTypes = nil }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"many types":   {func(in *webhooks.EndpointInput) { in.EventTypes = many }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"unknown type": {func(in *webhooks.EndpointInput) { in.EventTypes = []string{"claim.lost"} }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"odd pattern":  {func(in *webhooks.EndpointInput) { in.EventTypes = []string{"claim*"} }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"empty type":   {func(in *webhooks.EndpointInput) { in.EventTypes = []string{""} }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"twice":        {func(in *webhooks.EndpointInput) { in.EventTypes = []string{"*", "*"} }, fault.CodeInvalidValue, []string{"eventTypes"}},
			"scheme":       {func(in *webhooks.EndpointInput) { in.Scheme = "v2" }, fault.CodeInvalidValue, []string{"scheme"}},
			"ordering":     {func(in *webhooks.EndpointInput) { in.Ordering = "ANY" }, fault.CodeInvalidValue, []string{"ordering"}},
		} {
			in := input()
			c.change(&in)
			_, key, err := p.Webhooks.Add(ctx, p.mall, in)
			t.Run(name, func(t *testing.T) { refused(t, err, c.code, c.path...) })
			assert.Empty(t, key)
		}
		assert.Zero(t, p.Store.Client.WebhookEndpoint.Query().CountX(ctx))
		assert.Zero(t, p.Store.Client.WebhookKey.Query().CountX(ctx))
	})
}

// Ten endpoints, however many are added at once.
func TestTenEndpointsAChannel(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		other := p.AddServer()
		var group sync.WaitGroup
		for i := range 16 {
			group.Go(func() {
				in := input()
				in.URL += fmt.Sprint(i)
				_, _, err := []*webhooks.Dispatcher{p.Webhooks, other.Webhooks}[i%2].Add(ctx, p.mall, in)
				if err != nil {
					assert.True(t, fault.Has(err, fault.CodeLimitReached), "%v", err)
				}
			})
		}
		group.Wait()
		list, err := p.Webhooks.Endpoints(ctx, p.mall)
		require.NoError(t, err)
		assert.Len(t, list, 10)
		_, _, err = p.Webhooks.Change(ctx, p.mall, webhooks.EndpointChange{ID: work.EndpointKey(list[3].ID), ExpectedRevision: list[3].Revision})
		assert.NoError(t, err, "one of ten can be changed")
		require.NoError(t, p.Webhooks.Delete(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(list[3].ID)}))
		_, _, err = p.Webhooks.Add(ctx, p.mall, input())
		assert.NoError(t, err, "one was deleted")
	})
}

// A change of types keeps state and key; another address is challenged; another scheme gets a key.
func TestChanges(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		in := webhooks.EndpointChange{ID: work.EndpointKey(e.ID), ExpectedRevision: e.Revision, EventTypes: []string{"policy.*"}, Ordering: webhookendpoint.OrderingPerObject}
		changed, key, err := p.Webhooks.Change(ctx, p.mall, in)
		require.NoError(t, err)
		assert.Empty(t, key)
		assert.Equal(t, webhookendpoint.StateActive, changed.State)
		assert.Equal(t, []string{"policy.*"}, changed.EventTypes)
		assert.Equal(t, webhookendpoint.OrderingPerObject, changed.Ordering)
		_, _, err = p.Webhooks.Change(ctx, p.mall, in)
		refused(t, err, fault.CodeConflict, "expectedRevision")
		in.Scheme, in.ExpectedRevision = "v1", changed.Revision
		changed, key, err = p.Webhooks.Change(ctx, p.mall, in)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(key, "whsec_"))
		keys, err := insurancetest.Of(ctx, p.Webhooks.Keys, e, e.ID)
		require.NoError(t, err)
		require.Len(t, keys, 2)
		assert.Equal(t, p.Clock.Now().Add(24*time.Hour), keys[0].RetiresAt.UTC())
		in.URL, in.ExpectedRevision = new("https://hooks.example.com/moved"), changed.Revision
		changed, _, err = p.Webhooks.Change(ctx, p.mall, in)
		require.NoError(t, err)
		assert.Equal(t, webhookendpoint.StateUnverified, changed.State)
		assert.Equal(t, []int64{e.ID}, p.attend(t))
	})
}

// Overlaps and numbers of keys have bounds.
func TestRotateRefuses(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e := p.active(t, webhookendpoint.OrderingNone)
		for _, overlap := range []int{-1, 0, 169} {
			_, _, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), OverlapHours: new(overlap)})
			refused(t, err, fault.CodeInvalidValue, "overlapHours")
		}
		for range 4 {
			_, _, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), OverlapHours: new(168)})
			require.NoError(t, err)
		}
		_, _, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), OverlapHours: new(1)})
		refused(t, err, fault.CodeInvalidValue, "overlapHours")
		_, _, err = p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), WithoutOverlap: true})
		require.NoError(t, err)
	})
}

// Another channel's ids are as missing ones, everywhere.
func TestAnotherChannelsIDsAreMissing(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx, post := context.Background(), p.Webhooks
		e := p.active(t, webhookendpoint.OrderingNone)
		events := p.happen(t, "C1", 1, 1)
		p.relay(t)
		p.deliver(t, e.ID)
		d := p.deliveries(e.ID)[0]
		job, err := post.Replay(ctx, p.mall, webhooks.ReplayInput{ID: work.EndpointKey(e.ID), EventIDs: eventKeys(events)})
		require.NoError(t, err)
		own, err := p.Background.ByID(ctx, p.mall, job.ID)
		require.NoError(t, err)
		require.NotNil(t, own)

		sandbox := *p.mall
		sandbox.Channel, err = p.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		for _, c := range []*access.Caller{p.Caller(insurancetest.Pay), &sandbox} {
			for _, id := range []int64{e.ID, 4711} {
				_, _, err = post.Change(ctx, c, webhooks.EndpointChange{ID: work.EndpointKey(id), ExpectedRevision: e.Revision})
				refused(t, err, fault.CodeNotFound, "id")
				refused(t, post.Delete(ctx, c, webhooks.Which{ID: work.EndpointKey(id)}), fault.CodeNotFound, "id")
				_, err = post.Disable(ctx, c, webhooks.Which{ID: work.EndpointKey(id)})
				refused(t, err, fault.CodeNotFound, "id")
				_, _, err = post.Rotate(ctx, c, webhooks.RotateInput{ID: work.EndpointKey(id), OverlapHours: new(1)})
				refused(t, err, fault.CodeNotFound, "id")
				_, err = post.Replay(ctx, c, webhooks.ReplayInput{ID: work.EndpointKey(id), EventIDs: eventKeys(events)})
				refused(t, err, fault.CodeNotFound, "id")
			}
			found, err := post.Endpoint(ctx, c, e.ID)
			require.NoError(t, err)
			assert.Nil(t, found)
			delivery, err := post.Delivery(ctx, c, d.ID)
			require.NoError(t, err)
			assert.Nil(t, delivery)
			event, err := post.Event(ctx, c, events[0])
			require.NoError(t, err)
			assert.Nil(t, event)
			none, err := p.Background.ByID(ctx, c, job.ID)
			require.NoError(t, err)
			assert.Nil(t, none)
			log, err := post.Events(ctx, c, webhooks.LogFilter{}, all)
			require.NoError(t, err)
			assert.Empty(t, log.Entries)
			list, err := post.Endpoints(ctx, c)
			require.NoError(t, err)
			assert.Empty(t, list)
		}
		assert.Equal(t, webhookendpoint.StateActive, p.endpoint(t, e.ID).State)
	})
}
