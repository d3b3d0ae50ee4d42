package claims_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	"baodan/insurance/servicing"
)

// B5: a claim whose payment is ordered, or failed, counts as paid where the policy is cancelled: no whole premium comes back under a
// claim that is paid a moment later.
func TestB5AClaimBeingPaidCountsAsPaid(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, rule.Layer{"cancel.refund": "whole", "cancel.withOpenClaim": true})
		for reference, one := range map[string]struct {
			bank  claims.PayoutStatus
			state claim.State
		}{"acct-1": {claims.PayoutUnknown, claim.StateApproved}, "acct-2": {claims.PayoutDeclined, claim.StatePayoutFailed}} {
			policy := covered(t, w, reference, "BASIC")
			w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
				return false, claims.PayoutOutcome{Status: one.bank}
			}
			c := submitted(t, w, "", robbed(w, "C-"+reference, policy, "1999"))
			require.Equal(t, one.state, c.State())
			done, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Pay), &servicing.CancelInput{RequestNo: "X-" + reference, PolicyNumber: policy, Reason: "CUSTOMER_REQUEST"})
			require.NoError(t, err)
			assert.Equal(t, "0.00", done.Endorsement.PremiumChange().Text(), one.state)
			assert.True(t, done.Endorsement.EffectiveAt().After(c.OccurredAt()), "not void from its beginning")
		}
		// A claim that is only open keeps nothing back.
		policy := covered(t, w, "acct-3", "BASIC")
		reviewed(t, w, "C-3", policy, "3000")
		done, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Pay), &servicing.CancelInput{RequestNo: "X-3", PolicyNumber: policy, Reason: "CUSTOMER_REQUEST"})
		require.NoError(t, err)
		assert.Equal(t, "-0.12", done.Endorsement.PremiumChange().Text())
	})
}
