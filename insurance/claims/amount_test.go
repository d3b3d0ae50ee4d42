package claims_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/ent/event"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// amounts are limit, claimed, computed and payable of a claim.
func amounts(c *claims.Claim) []string {
	list := []string{c.Limit().Text()}
	for _, amount := range []*money.Amount{c.Claimed(), c.Computed(), c.Payable()} {
		text := "-"
		if amount != nil {
			text = amount.Text()
		}
		list = append(list, text)
	}
	return list
}

// told are the amounts that the newest event of a claim tells.
func told(t *testing.T, w *insurancetest.World, number string) []string {
	t.Helper()
	newest := w.Store.Client.Event.Query().Where(event.Subject(number)).Order(event.BySeq()).AllX(ctx)
	var payload map[string]any
	require.NoError(t, json.Unmarshal([]byte(newest[len(newest)-1].Payload), &payload))
	var list []string
	for _, name := range []string{"limit", "claimed", "computed", "payable"} {
		text := "-"
		if money, there := payload[name].(map[string]any); there {
			text = money["amount"].(string)
		}
		list = append(list, text)
	}
	assert.NotContains(t, payload, "amount")
	return list
}

// B8: the amount of a claim is the loss by the fact that the product names; limit, claimed, computed and payable are four things.
func TestB8TheAmountOfAClaimIsTheLoss(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		in := robbed(w, "C-1", policy, "1000")
		in.Facts["recoveredAmount"] = "100"
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		require.NoError(t, err)
		number := a.Claim.Number()
		assert.Equal(t, []string{"200000.00", "1000.00", "900.00", "-"}, amounts(a.Claim))
		assert.Equal(t, []string{"200000.00", "1000.00", "900.00", "-"}, told(t, w, number))
		update := &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"lossAmount": "999.995"}}
		u, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), update)
		require.NoError(t, err)
		assert.Equal(t, []string{"200000.00", "1000.00", "900.00", "-"}, amounts(u.Claim), "half a fen and more is a fen; 999.995 - 100 is 899.995")
		update = &claims.UpdateInput{RequestNo: "U-2", ClaimNumber: number, Facts: map[string]any{"lossAmount": "800"}}
		u, err = w.Claims.Update(ctx, w.Caller(insurancetest.Pay), update)
		require.NoError(t, err)
		assert.Equal(t, []string{"200000.00", "800.00", "700.00", "-"}, amounts(u.Claim))
		assert.Equal(t, []string{"200000.00", "800.00", "700.00", "-"}, told(t, w, number))
		work(t, w)
		assert.Equal(t, []string{"200000.00", "800.00", "700.00", "700.00"}, amounts(seen(t, w, number)))
		again, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, []string{"200000.00", "1000.00", "900.00", "-"}, amounts(again.Claim), "a replay answers what was answered")

		// An amount that the claimant names stays, whatever the facts become, and bounds what is paid.
		named := robbed(w, "C-2", policy, "1500")
		named.Claimed = yuan("600")
		a, err = w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), named)
		require.NoError(t, err)
		assert.Equal(t, []string{"200000.00", "600.00", "600.00", "-"}, amounts(a.Claim))
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{
			RequestNo: "U-3", ClaimNumber: a.Claim.Number(), Facts: map[string]any{"lossAmount": "1400"}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, []string{"200000.00", "600.00", "600.00", "600.00"}, amounts(seen(t, w, a.Claim.Number())))

		// Above the limit of the event, and above what is left of the year.
		a, err = w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, "C-3", covered(t, w, "acct-2", "BASIC"), "25000"))
		require.NoError(t, err)
		assert.Equal(t, []string{"20000.00", "25000.00", "20000.00", "-"}, amounts(a.Claim))
	})
}

// B8: plan A of the freight product pays by its tariff, whatever the postage was; plan B claims the postage.
func TestB8TariffAndPostage(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		for plan, want := range map[string][]string{
			"A": {"13.00", "13.00", "13.00", "13.00"}, "B": {"17.00", "8.80", "8.80", "8.80"},
		} {
			w.Clock.Set(insurancetest.Epoch)
			risk := insurancetest.Freight("O-" + plan)
			risk.PlanCode, risk.Factors["weightKg"] = plan, "1.2"
			issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-" + plan, Risk: risk})
			require.NoError(t, err)
			w.Clock.Set(insurancetest.ReturnTime)
			facts := insurancetest.ReturnFacts("YT100000000" + plan)
			facts["actualPostage"], facts["weightKg"] = "8.80", "1.2"
			a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
				RequestNo: "C-" + plan, PolicyNumber: issued.Policy.Number(), OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: facts})
			require.NoError(t, err)
			assert.Equal(t, append(want[:3:3], "-"), amounts(a.Claim), plan)
			work(t, w)
			c := seen(t, w, a.Claim.Number())
			assert.Equal(t, claim.StatePaid, c.State(), plan)
			assert.Equal(t, want, amounts(c), plan)
		}
	})
}
