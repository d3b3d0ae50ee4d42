package webhooks_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// C8, C9: the insurer's people set, rotate, switch off and replay the endpoints of a channel that they name, each on
// record; what a channel does to its own is not.
func TestPeopleRunEndpoints(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx, sam := context.Background(), p.Person("sam")
		in := input()
		_, _, err := p.Webhooks.Set(ctx, sam, in)
		refused(t, err, fault.CodeInvalidValue, "channelCode")
		in.ChannelCode = "nobody"
		_, _, err = p.Webhooks.Set(ctx, sam, in)
		refused(t, err, fault.CodeNotFound, "channelCode")
		in.ChannelCode = insurancetest.Mall
		e, key, err := p.Webhooks.Set(ctx, sam, in)
		require.NoError(t, err)
		assert.NotEmpty(t, key)
		assert.Equal(t, p.mall.Channel.ID, e.ChannelID)
		in.ID, in.ChannelCode = new(work.EndpointKey(e.ID)), insurancetest.Pay
		_, _, err = p.Webhooks.Set(ctx, sam, in)
		refused(t, err, fault.CodeNotFound, "id")
		in.ChannelCode, in.EventTypes = "", []string{"*"}
		_, key, err = p.Webhooks.Set(ctx, sam, in)
		require.NoError(t, err)
		assert.Empty(t, key)
		_, key, err = p.Webhooks.Rotate(ctx, sam, webhooks.RotateInput{ID: work.EndpointKey(e.ID), OverlapHours: new(1)})
		require.NoError(t, err)
		from, to := p.Clock.Now().Add(-time.Hour), p.Clock.Now()
		job, err := p.Webhooks.Replay(ctx, p.Person("serge"), webhooks.ReplayInput{ID: work.EndpointKey(e.ID), Undelivered: &work.Period{Start: from, End: to}})
		require.NoError(t, err)
		assert.Equal(t, "person:serge", p.jobRow(t, job.ID).MadeBy)
		_, err = p.Webhooks.Disable(ctx, sam, work.EndpointKey(e.ID))
		require.NoError(t, err)
		list, err := insurancetest.Of(ctx, p.Webhooks.EndpointsOf, p.mall.Channel, p.mall.Channel.ID)
		require.NoError(t, err)
		assert.Len(t, list, 1)

		records := p.Store.Client.AuditRecord.Query().Where(auditrecord.ObjectKind("endpoint")).Order(auditrecord.ByID()).AllX(ctx)
		var actions []string
		for _, r := range records {
			actions = append(actions, r.Action+" "+r.Actor)
			assert.Equal(t, e.ChannelID, r.ChannelID)
			assert.NotContains(t, *r.After, key)
		}
		assert.Equal(t, []string{
			"endpoint.set person:sam", "endpoint.set person:sam", "endpoint.rotate person:sam", "endpoint.replay person:serge",
			"endpoint.disable person:sam",
		}, actions)
		own := input()
		_, _, err = p.Webhooks.Set(ctx, p.mall, own)
		require.NoError(t, err)
		assert.Equal(t, len(actions), p.Store.Client.AuditRecord.Query().Where(auditrecord.ObjectKind("endpoint")).CountX(ctx))
	})
}

// A channel that names another one in its input sets its own all the same: the input is not its to give.
func TestChannelsSetTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		in := input()
		in.ChannelCode = insurancetest.Pay
		e, _, err := p.Webhooks.Set(context.Background(), p.mall, in)
		require.NoError(t, err)
		assert.Equal(t, p.mall.Channel.ID, e.ChannelID)
		assert.Equal(t, access.Channel, p.mall.Audience)
	})
}
