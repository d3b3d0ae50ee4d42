package insurancetest

import (
	"context"
	"encoding/json"
	"io/fs"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// Names of the samples.
const (
	Mall          = "mall"
	MallAgreement = "AG-MALL-RFI"
	Pay           = "pay"
	PayAgreement  = "AG-PAY-ASI"
)

// WithSamples puts the two products on sale, by two channels.
func (w *World) WithSamples() *World {
	w.T.Helper()
	w.Publish(catalog.Seeds(), "rfi-01")
	w.Publish(catalog.Seeds(), "asi-01")
	w.AddChannel(Mall, MallAgreement, "RFI-01")
	w.AddChannel(Pay, PayAgreement, "ASI-01")
	return w
}

// Publish puts NAME.yaml of a folder on sale, with its documents and examples.
func (w *World) Publish(folder fs.FS, name string) *ent.ProductVersion {
	w.T.Helper()
	ctx, who := context.Background(), access.CommandLine("test")
	bundle, err := catalog.ReadFolder(folder, name+".yaml")
	require.NoError(w.T, err)
	draft, err := w.Catalog.Save(ctx, who, bundle)
	require.NoError(w.T, err)
	require.NoError(w.T, w.Catalog.Publish(ctx, who, draft.Code, draft.Version, draft.Revision))
	require.NoError(w.T, w.Cache.Refresh(ctx))
	return draft
}

// Withdraw takes a product off sale; servers know once they refreshed their masters.
func (w *World) Withdraw(code string) {
	w.T.Helper()
	_, err := w.Catalog.Withdraw(context.Background(), access.CommandLine("test"), catalog.Withdrawal{Code: code, Reason: "test"})
	require.NoError(w.T, err)
}

// AddChannel adds a channel with an agreement at 10 % commission.
func (w *World) AddChannel(code, agreement, product string) {
	w.T.Helper()
	ctx := context.Background()
	_, err := w.Distribution.AddChannel(ctx, Command, distribution.ChannelInput{Code: code, Name: code})
	require.NoError(w.T, err)
	require.NoError(w.T, w.Distribution.AddAgreement(ctx, Command, distribution.AgreementInput{
		ChannelCode: code, Code: agreement, ProductCode: product, CommissionRate: "0.10", ValidFrom: w.Clock.Now(),
	}))
	require.NoError(w.T, w.Cache.Refresh(ctx))
}

// Command is the command line.
var Command = access.CommandLine("test")

// SetOpen closes a channel or opens it again.
func (w *World) SetOpen(channel string, open bool) {
	w.T.Helper()
	_, err := w.Distribution.SetOpen(context.Background(), Command, distribution.SetOpenInput{Code: channel, Open: open, Reason: "test"})
	require.NoError(w.T, err)
}

// EndAgreement ends an agreement.
func (w *World) EndAgreement(channel, agreement string) {
	w.T.Helper()
	_, err := w.Distribution.Terminate(context.Background(), Command, distribution.TerminateInput{ChannelCode: channel, Code: agreement, Reason: "test"})
	require.NoError(w.T, err)
}

// Caller is a channel's machine, live.
func (w *World) Caller(channel string) *access.Caller {
	w.T.Helper()
	c, err := w.Distribution.ChannelByCode(channel, true)
	require.NoError(w.T, err)
	return &access.Caller{Audience: access.Channel, Channel: c, Credential: "test-" + channel, Rate: 1_000_000, Language: "en"}
}

// Freight is a risk of RFI-01 that costs 0.73 CNY; change what a test is about.
func Freight(reference string) issuing.RiskInput {
	return issuing.RiskInput{
		AgreementCode: MallAgreement, PlanCode: "A", Payer: policy.Customer,
		Insureds: []*issuing.InsuredInput{{Reference: reference}},
		Factors:  FreightFactors(),
	}
}

// FreightFactors are those of Freight, as JSON gives them.
func FreightFactors() map[string]any {
	return map[string]any{
		"sellerId": "S-1", "sellerReturnRate": "0.05", "buyerId": "B-1",
		"buyerReturns": number("1"), "buyerRiskScore": number("10"), "category": "clothing",
		"payTime": "2026-11-23T09:00:00+08:00", "payAmount": "199.00",
		"carrier": "SF", "trackingNo": "SF1234567890123", "weightKg": "0.8",
		"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "文三路 100 号"},
		"to":   map[string]any{"province": "21", "city": "2101", "county": "210102", "address": "青年大街 1 号"},
	}
}

// Account is a risk of ASI-01, given by the platform.
func Account(reference, plan string) issuing.RiskInput {
	return issuing.RiskInput{
		AgreementCode: PayAgreement, PlanCode: plan, Payer: policy.Platform,
		Insureds: []*issuing.InsuredInput{{Reference: reference}},
		Factors: map[string]any{
			"accountId": reference, "openedAt": "2020-01-01T00:00:00+08:00", "accountLevel": "normal", "gifted": true,
		},
	}
}

func number(s string) json.Number { return json.Number(s) }

// ReturnFacts are those of a claim for a freight return at the time of the clock's beginning, all in order.
func ReturnFacts(trackingNo string) map[string]any {
	return map[string]any{
		"returnCarrier": "YTO", "returnTrackingNo": trackingNo, "shippedBackAt": "2026-11-25T10:00:00+08:00",
		"receivedAt": "2026-11-27T10:00:00+08:00", "refundedAt": "2026-11-27T11:00:00+08:00",
	}
}

// ReturnTime is when a claim with ReturnFacts is sent.
var ReturnTime = time.Date(2026, 11, 27, 4, 0, 0, 0, time.UTC)
