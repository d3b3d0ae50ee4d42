package webhooks_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// P3: an act on an endpoint that is said to be possible succeeds, and one that is not is refused as it was said: one that hears, and one that
// is switched off.
func TestP3ActsOnEndpointsAreAsTheyAreSaidToBe(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		for _, off := range []bool{false, true} {
			for _, name := range []string{"changeWebhookEndpoint", "deleteWebhookEndpoint", "disableWebhookEndpoint", "replayWebhooks", "rotateWebhookKey", "sendTestEvent"} {
				e := p.active(t, "NONE")
				if off {
					var err error
					e, err = p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: work.EndpointKey(e.ID)})
					require.NoError(t, err)
				}
				id, seen := work.EndpointKey(e.ID), e.Revision
				span := &work.Period{Start: p.Clock.Now().Add(-time.Hour), End: p.Clock.Now()}
				tries := map[string]func() error{
					"changeWebhookEndpoint": func() error {
						_, _, err := p.Webhooks.Change(ctx, p.mall, webhooks.EndpointChange{ID: id, ExpectedRevision: seen, EventTypes: []string{"claim.*"}})
						return err
					},
					"deleteWebhookEndpoint": func() error { return p.Webhooks.Delete(ctx, p.mall, webhooks.Which{ID: id, ExpectedRevision: &seen}) },
					"disableWebhookEndpoint": func() error {
						_, err := p.Webhooks.Disable(ctx, p.mall, webhooks.Which{ID: id, ExpectedRevision: &seen})
						return err
					},
					"replayWebhooks": func() error {
						_, err := p.Webhooks.Replay(ctx, p.mall, webhooks.ReplayInput{ID: id, Undelivered: span})
						return err
					},
					"sendTestEvent": func() error {
						_, err := p.Webhooks.SendTest(ctx, p.mall, webhooks.TestInput{RequestNo: "T-1", ID: id})
						return err
					},
					"rotateWebhookKey": func() error {
						_, _, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: id, ExpectedRevision: &seen})
						return err
					},
				}
				said, err := webhooks.AllowedOn(e)
				require.NoError(t, err)
				require.Len(t, said, len(tries))
				insurancetest.HoldsTo(t, said, name, tries[name], off)
				if name != "deleteWebhookEndpoint" {
					require.NoError(t, p.Webhooks.Delete(ctx, p.mall, webhooks.Which{ID: id}))
				}
			}
		}
	})
}
