package demo

import (
	"context"
	"fmt"
	"time"

	"baodan/ent/credential"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// platform is one that sells for the company.
type platform struct {
	code, name string
	sells      []sale
}

// sale is what a channel sells, and how many policies of the whole company.
type sale struct {
	product, agreement, commission string
	policies                       int
	bought                         bool // of accounts: by the owner
}

// sandboxKey of a channel: one that everyone knows, as those of the samples.
func sandboxKey(code string) string { return "sandbox-" + code }

// SandboxKeys are the keys that everyone knows.
func SandboxKeys() []string {
	keys := make([]string, len(platforms))
	for i, p := range platforms {
		keys[i] = sandboxKey(p.code)
	}
	return keys
}

var platforms = []platform{
	{"qingcheng", "青橙商城", []sale{{freight, "AG-QC-RFI", "0.12", 1000, false}}},
	{"nanshan", "南山优选", []sale{{freight, "AG-NS-RFI", "0.10", 620, false}}},
	{"manlu", "慢鹿良品", []sale{{freight, "AG-ML-RFI", "0.15", 330, false}, {screen, "AG-ML-SCR", "0.18", 60, false}}},
	{"hefu", "禾付支付", []sale{{account, "AG-HF-ASI", "0.10", 300, false}}},
	{"haixing", "海星钱包", []sale{{account, "AG-HX-ASI", "0.08", 160, false}}},
	{"shuli", "树里数码", []sale{{screen, "AG-SL-SCR", "0.20", 290, false}}},
}

// openChannels adds the channels with what they may sell, a sandbox key that everyone knows, and their webhook endpoints.
func (c *Company) openChannels(ctx context.Context) error {
	for _, p := range platforms {
		if _, err := c.Distribution.AddChannel(ctx, operator, distribution.ChannelInput{Code: p.code, Name: p.name}); err != nil {
			return err
		}
		for _, s := range p.sells {
			err := c.Distribution.AddAgreement(ctx, operator, distribution.AgreementInput{
				ChannelCode: p.code, Code: s.agreement, ProductCode: s.product, CommissionRate: s.commission, ValidFrom: c.now(),
			})
			if err != nil {
				return fmt.Errorf("agreement %s: %w", s.agreement, err)
			}
		}
		_, err := c.Access.AddCredential(ctx, operator, access.CredentialInput{
			ChannelCode: p.code, KeyID: sandboxKey(p.code), Algorithm: credential.AlgorithmBearer, Material: []byte(sandboxKey(p.code)),
		})
		if err != nil {
			return err
		}
	}
	if err := c.Cache.Refresh(ctx); err != nil {
		return err
	}
	for _, p := range platforms {
		live, err := c.Distribution.ChannelByCode(p.code, true)
		if err != nil {
			return err
		}
		c.channels[p.code] = &access.Caller{
			Audience: access.Channel, Channel: live, Credential: p.code + "-2026", Rate: access.DefaultRate, Language: "zh", Address: "198.51.100.7", RequestID: "demo",
		}
	}
	c.planEndpoints()
	return nil
}

// endpoint is a webhook address, since when it is there, and how it answers.
type endpoint struct {
	channel, host string
	day           int
	types         []string
	ordered       bool
	answers       receiver
	offOn         int // the day on which a person switches it off; 0: never
}

// planEndpoints: healthy ones, some that were down for days, and some that are broken now.
func (c *Company) planEndpoints() {
	day := func(n int) time.Time { return c.from.AddDate(0, 0, n) }
	all := []endpoint{
		{channel: "qingcheng", host: "hooks.qingcheng.example/baodan", day: 1, types: []string{"policy.*", "claim.*"}, ordered: true, answers: receiver{took: 48 * time.Millisecond}},
		{channel: "nanshan", host: "open.nanshan.example/insure/events", day: 2, types: []string{"claim.*"}, answers: receiver{took: 120 * time.Millisecond}},
		{channel: "manlu", host: "api.manlu.example/webhooks/insurance", day: 2, types: []string{"policy.*", "claim.*"}, answers: receiver{took: 75 * time.Millisecond}},
		{channel: "hefu", host: "notify.hefu.example/risk/baodan", day: 1, types: []string{"policy.*", "claim.*"}, ordered: true, answers: receiver{took: 31 * time.Millisecond}},
		{channel: "haixing", host: "callback.haixing.example/insurance", day: 3, types: []string{"claim.*"}, answers: receiver{took: 210 * time.Millisecond, from: day(58), to: day(62).Add(8 * time.Hour), fresh: true}},
		{channel: "shuli", host: "hooks.shuli.example/v2/policy", day: 1, types: []string{"policy.*", "claim.*"}, answers: receiver{took: 66 * time.Millisecond, from: day(90), to: day(94).Add(4 * time.Hour), fresh: true}},
		// Broken since some days: paused, and probed.
		{channel: "qingcheng", host: "finance.qingcheng.example/settle", day: 20, types: []string{"claim.paid", "policy.*"}, answers: receiver{took: 5 * time.Second, from: day(117)}},
		{channel: "hefu", host: "bi.hefu.example/ingest", day: 30, types: []string{"claim.*"}, answers: receiver{took: 900 * time.Millisecond, from: day(116)}},
		{channel: "shuli", host: "crm.shuli.example/notify", day: 15, types: []string{"claim.*", "policy.*"}, answers: receiver{took: 300 * time.Millisecond, from: day(118)}},
		// Switched off: after five days of failures, by a person, and because it said that it is gone.
		{channel: "nanshan", host: "old.nanshan.example/events", day: 5, types: []string{"policy.*"}, answers: receiver{took: 3 * time.Second, from: day(70)}},
		{channel: "manlu", host: "test.manlu.example/hook", day: 10, types: []string{"claim.*"}, answers: receiver{took: 50 * time.Millisecond}, offOn: 84},
		{channel: "haixing", host: "beta.haixing.example/hook", day: 40, types: []string{"claim.*"}, answers: receiver{gone: true, took: 20 * time.Millisecond}},
		// New, and silent when challenged.
		{channel: "qingcheng", host: "new.qingcheng.example/baodan", day: 118, types: []string{"claim.*"}, answers: receiver{mute: true, took: 40 * time.Millisecond}},
		{channel: "nanshan", host: "gateway.nanshan.example/v3/insure", day: 118, types: []string{"policy.*"}, answers: receiver{mute: true, took: 44 * time.Millisecond}},
		{channel: "haixing", host: "callback.haixing.example/insurance/v2", day: 119, types: []string{"claim.*"}, answers: receiver{mute: true, took: 58 * time.Millisecond}},
	}
	for _, e := range all {
		url := "https://" + e.host
		c.world.Receivers.set(url, e.answers)
		c.at(c.moment(e.day, 10, 12), func(ctx context.Context) error { return c.addEndpoint(ctx, e, url) })
	}
}

// addEndpoint adds an endpoint, as its channel does.
func (c *Company) addEndpoint(ctx context.Context, e endpoint, url string) error {
	ordering := webhookendpoint.OrderingNone
	if e.ordered {
		ordering = webhookendpoint.OrderingPerObject
	}
	added, _, err := c.Webhooks.Add(ctx, c.channels[e.channel], webhooks.EndpointInput{URL: url, EventTypes: e.types, Ordering: ordering})
	if err != nil || e.offOn == 0 {
		return err
	}
	c.at(c.moment(e.offOn, 14, 16), func(ctx context.Context) error {
		_, err := c.Webhooks.Disable(ctx, c.channels[e.channel], webhooks.Which{ID: work.EndpointKey(added.ID)})
		return err
	})
	return nil
}
