package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/claim"
	"baodan/insurance/approval"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	"baodan/insurance/servicing"
	base "baodan/insurance/work"
)

// B8: the limit of a claim is that of the cover at the loss. Where a change of plan that reaches back before it is recorded after the
// claim, the claim tells the new limit from when it is computed anew: by a correction, a worker, or a person.
func TestB8TheLimitFollowsTheCover(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, rule.Layer{"endorse.maxPast": "P60D", "claim.singleReviewLimit": "50000"})
		plus := "PLUS"
		upgrade := func(reference, policy string) {
			start := w.Clock.Now().Add(-9 * 24 * time.Hour)
			_, err := w.Servicing.Endorse(ctx, w.Caller(insurancetest.Pay), &servicing.EndorseInput{
				RequestNo: "E-" + reference, PolicyNumber: policy, Change: servicing.ChangeInput{PlanCode: &plus}, EffectiveAt: &start})
			require.NoError(t, err)
		}
		basic := []string{"20000.00", "30000.00", "20000.00", "-"}

		corrected := covered(t, w, "acct-1", "BASIC")
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, "C-1", corrected, "30000"))
		require.NoError(t, err)
		assert.Equal(t, basic, amounts(a.Claim))
		upgrade("1", corrected)
		u, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{
			RequestNo: "U-1", ClaimNumber: a.Claim.Number(), Facts: map[string]any{"lossAmount": "40000"}})
		require.NoError(t, err)
		assert.Equal(t, []string{"200000.00", "40000.00", "40000.00", "-"}, amounts(u.Claim))
		assert.Equal(t, amounts(u.Claim), told(t, w, a.Claim.Number()))

		worked := covered(t, w, "acct-2", "BASIC")
		a, err = w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, "C-2", worked, "30000"))
		require.NoError(t, err)
		upgrade("2", worked)
		work(t, w)
		c := seen(t, w, a.Claim.Number())
		assert.Equal(t, claim.StateInReview, c.State())
		assert.Equal(t, []string{"200000.00", "30000.00", "30000.00", "-"}, amounts(c))

		for reference, loss := range map[string]string{"3": "30000", "4": "60000"} {
			policy := covered(t, w, "acct-"+reference, "BASIC")
			c = reviewed(t, w, "C-"+reference, policy, loss)
			assert.Equal(t, "20000.00", c.Limit().Text())
			upgrade(reference, policy)
			decided, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
			require.NoError(t, err)
			if decided.Approval != nil {
				_, err = w.Approvals.Approve(ctx, w.Person("carl"), approval.Decision{ID: base.ApprovalKey(decided.Approval.ID), ExpectedRevision: decided.Approval.Revision})
				require.NoError(t, err)
			}
			c = seen(t, w, c.Number())
			assert.Equal(t, claim.StateApproved, c.State())
			assert.Equal(t, "200000.00", c.Limit().Text(), "%s was approved", c.Payable().Text())
		}
	})
}
