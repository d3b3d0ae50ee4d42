package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// B8: what is claimed of a return happened within the cover, in its order; when the loss happened is when it was shipped back.
func TestB8DatesOfAReturnAgree(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := sell(t, w, "O-1")
		w.Clock.Set(insurancetest.Epoch.AddDate(0, 0, 98))
		say := func(at time.Time) string { return at.Format(time.RFC3339) }
		day := func(n int) time.Time { return insurancetest.Epoch.AddDate(0, 0, n) }
		in := func(no string, occurred, shipped time.Time) *claims.SubmitInput {
			facts := insurancetest.ReturnFacts("YT1000000001")
			facts["shippedBackAt"], facts["receivedAt"], facts["refundedAt"] = say(shipped), say(day(96)), say(day(97))
			return &claims.SubmitInput{RequestNo: no, PolicyNumber: policy, OccurredAt: occurred, Facts: facts}
		}
		for name, one := range map[string]*claims.SubmitInput{
			"shipped back long after": in("C-1", day(60), day(95)), "the refund, not the return": in("C-1", day(97), day(80)),
			"a second more than a day": in("C-1", day(80).Add(24*time.Hour+time.Second), day(80)), "a second less": in("C-1", day(80).Add(-24*time.Hour-time.Second), day(80)),
		} {
			_, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), one)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", name, err)
			assert.ErrorContains(t, err, "occurredAt", name)
		}
		assert.Zero(t, w.Store.Client.Claim.Query().CountX(ctx), "nothing is left behind")
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), in("C-1", day(89), day(90)))
		require.NoError(t, err)
		work(t, w)
		c := seen(t, w, a.Claim.Number())
		assert.Equal(t, claim.StateCorrectionNeeded, c.State(), "a day is given, but the return lies after the cover")
		assert.Equal(t, "RETURNED_TOO_LATE", reasonOf(t, c))
		update := &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: c.Number(), Facts: map[string]any{"shippedBackAt": say(day(80))}}
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Mall), update)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "nor may a correction move it away: %v", err)
		update.Facts["shippedBackAt"] = say(day(90).Add(-time.Second))
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Mall), update)
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, c.Number()).State())
	})
}

// B8: each transaction lies in the seven days before the freeze, and the earliest is when the loss happened.
func TestB8DatesOfTransactionsAgree(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		in := robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1000")
		list := in.Facts["transactions"].([]any)
		list[0].(map[string]any)["at"] = w.Clock.Now().AddDate(0, 0, -200).Format(time.RFC3339)
		_, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		in = robbed(w, "C-1", in.PolicyNumber, "1000")
		frozen := w.Clock.Now().Add(-8 * time.Hour)
		list = in.Facts["transactions"].([]any)
		early := frozen.Add(-7*24*time.Hour - time.Second)
		in.OccurredAt = early.Add(time.Hour)
		in.Facts["transactions"] = append(list, map[string]any{"id": "T-2", "at": early.Format(time.RFC3339), "amount": "500", "counterparty": "X"})
		c := submitted(t, w, "", in)
		assert.Equal(t, claim.StateCorrectionNeeded, c.State())
		assert.Equal(t, "TRANSACTION_NOT_WITHIN_7_DAYS", reasonOf(t, c))
	})
}
