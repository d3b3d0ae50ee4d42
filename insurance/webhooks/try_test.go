package webhooks_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/webhookendpoint"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// P13: a test goes to the endpoint that is tested and to no other, whatever they hear of, signed and counted as any event; the log has it.
func TestP13ATestEventReachesItsEndpoint(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		tested, other := p.active(t, webhookendpoint.OrderingPerObject, "claim.paid"), p.active(t, webhookendpoint.OrderingNone)
		in := webhooks.TestInput{RequestNo: "T-1", ID: work.EndpointKey(tested.ID)}
		first, err := p.Webhooks.SendTest(ctx, p.mall, in)
		require.NoError(t, err)
		second, err := p.Webhooks.SendTest(ctx, p.mall, in)
		require.NoError(t, err)
		assert.Equal(t, []int{1, 2}, []int{first.Seq, second.Seq})
		assert.Equal(t, []int64{tested.ID}, p.relay(t).Endpoints)
		p.deliver(t, tested.ID)
		p.deliver(t, other.ID)
		got := p.receiver.events()
		require.Len(t, got, 2)
		subject := work.EndpointID.Of(tested.ID)
		for i, g := range got {
			assert.Equal(t, event.EndpointTestedType, g.Event.Type)
			assert.Equal(t, subject, g.Event.Subject)
			assert.Equal(t, i+1, g.Event.Sequence)
			assert.Equal(t, "https://hooks.example.com/PER_OBJECT", g.URL)
			assert.NotEmpty(t, g.Header["webhook-signature"])
			var said event.EndpointTested
			require.NoError(t, json.Unmarshal(g.Event.Data, &said))
			assert.Equal(t, subject, said.EndpointID)
			assert.Equal(t, "T-1", said.RequestNo)
		}
		log, _, _, err := pulled(p, []string{event.EndpointTestedType}, all)
		require.NoError(t, err)
		assert.Len(t, log, 2)

		_, err = p.Webhooks.SendTest(ctx, p.Caller(insurancetest.Pay), in)
		refused(t, err, fault.CodeNotFound, "id")
		_, err = p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: in.ID})
		require.NoError(t, err)
		_, err = p.Webhooks.SendTest(ctx, p.mall, in)
		refused(t, err, fault.CodeInvalidState, "id")
		assert.Zero(t, p.relay(t).Events, "what is refused tells nobody")
	})
}
