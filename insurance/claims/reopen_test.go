package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/claim"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/servicing"
)

// B7: a call in time is in time, whenever it is entered; a late one goes to a person, and no machine declines it.
func TestB7LateNoticeGoesToAPerson(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		called := robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1000")
		w.Clock.Advance(80 * time.Hour) // discovered 90 hours ago, reported 89 hours ago
		assert.Equal(t, claim.StatePaid, submitted(t, w, "", called).State())
		late := robbed(w, "C-2", covered(t, w, "acct-2", "PLUS"), "1000")
		say := func(after time.Duration) string {
			return w.Clock.Now().Add(-10 * time.Hour).Add(after).Format(time.RFC3339)
		}
		late.Facts["reportedAt"], late.Facts["discoveredAt"] = say(72*time.Hour+time.Second), say(0)
		w.Clock.Advance(80 * time.Hour)
		c := submitted(t, w, "", late)
		assert.Equal(t, claim.StateInReview, c.State())
		assert.Equal(t, catalog.ClaimLate, reasonOf(t, c))
		assert.Equal(t, "1000.00", c.Computed().Text(), "who decides sees the amount")
		_, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{
			RequestNo: "U-1", ClaimNumber: c.Number(), Facts: map[string]any{"reportedAt": late.Facts["discoveredAt"]}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, c.Number()).State(), "the report was corrected")

		// A product that names no such fact is told by the input.
		policy := sell(t, w, "O-1")
		w.Clock.Advance(20 * 24 * time.Hour)
		in := &claims.SubmitInput{
			RequestNo: "C-3", PolicyNumber: policy, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: insurancetest.ReturnFacts("YT1000000001"),
			ReportedAt: new(insurancetest.ReturnTime),
		}
		a, err := w.Claims.Submit(ctx, w.Person("serge"), in)
		require.NoError(t, err)
		assert.Equal(t, insurancetest.ReturnTime, a.Claim.ReportedAt().UTC())
		again, err := w.Claims.Submit(ctx, w.Person("serge"), in)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		in.ReportedAt = new(insurancetest.ReturnTime.Add(time.Second))
		_, err = w.Claims.Submit(ctx, w.Person("serge"), in)
		assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, a.Claim.Number()).State())
		in.RequestNo = "C-4"
		for _, bad := range []time.Time{w.Clock.Now().Add(5*time.Minute + time.Second), in.OccurredAt.Add(-5*time.Minute - time.Second)} {
			in.ReportedAt = &bad
			_, err = w.Claims.Submit(ctx, w.Person("serge"), in)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		}
		assert.Equal(t, 3, w.Store.Client.Claim.Query().CountX(ctx), "nothing is left behind")
	})
}

// reopened asks to reopen a claim and has another approve it.
func reopen(t *testing.T, w *insurancetest.World, number string) error {
	t.Helper()
	c := seen(t, w, number)
	asked, err := w.Claims.Reopen(ctx, w.Person("cleo"), &claims.ReopenInput{ClaimNumber: number, ExpectedRevision: c.Revision(), Reason: "the receipt came"})
	if err != nil {
		return err
	}
	return decideApproval(w, w.Person("carl"), asked.Approval.ID)
}

// B7: a declined claim is reopened with a reason by two people, promised anew, and decided by a person whatever is corrected.
func TestB7ADeclinedClaimIsReopened(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		owner := robbed(w, "C-1", policy, "1000")
		owner.Facts["platformVerdict"] = "owner"
		c := submitted(t, w, "", owner)
		require.Equal(t, claim.StateDeclined, c.State())
		number := c.Number()
		in := &claims.ReopenInput{ClaimNumber: number, ExpectedRevision: c.Revision(), Reason: "the receipt came"}
		asked, err := w.Claims.Reopen(ctx, w.Person("cleo"), in)
		require.NoError(t, err)
		assert.Equal(t, claim.StateDeclined, seen(t, w, number).State(), "not before another approved it")
		_, err = w.Claims.Reopen(ctx, w.Person("carl"), in)
		assert.True(t, fault.Has(err, fault.CodeConflict), "one request at a time: %v", err)
		err = decideApproval(w, w.Person("cleo"), asked.Approval.ID)
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "%v", err)
		w.Clock.Advance(20 * 24 * time.Hour)
		require.NoError(t, decideApproval(w, w.Person("carl"), asked.Approval.ID))
		work(t, w)
		c = seen(t, w, number)
		assert.Equal(t, claim.StateInReview, c.State())
		assert.Equal(t, w.Clock.Now().Add(72*time.Hour), c.PromisedAt().UTC())
		row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
		assert.Equal(t, []int{1, 1, 0}, []int{row.Claims, row.OpenClaims, row.PaidClaims})
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"platformVerdict": "stolen"}})
		require.NoError(t, err)
		work(t, w)
		c = seen(t, w, number)
		require.Equal(t, claim.StateInReview, c.State(), "no machine decides it any more")
		_, err = w.Claims.Decide(ctx, w.Person("cora"), approve(c, "900"))
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, number).State())
		assert.Equal(t, []string{
			"claim.submitted", "claim.declined", "claim.reopened", "claim.updated", "claim.in_review", "claim.approved", "claim.paid",
		}, types(t, w, number))
		assert.Contains(t, recorded(w, number), "person:carl claim.reopen")
		for _, state := range []string{"paid", "twice"} {
			_, err = w.Claims.Reopen(ctx, w.Person("cleo"), &claims.ReopenInput{ClaimNumber: number, ExpectedRevision: seen(t, w, number).Revision(), Reason: state})
			assert.True(t, fault.Has(err, fault.CodeInvalidState), "%s: %v", state, err)
		}
	})
}

// B7: a reopening that cannot be is refused by its reason and leaves nothing behind.
func TestB7ReopeningsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, rule.Layer{"cancel.refund": "byDays"})
		policy := covered(t, w, "acct-1", "PLUS")
		c := reviewed(t, w, "C-1", policy, "3000")
		decline(t, w, c)
		cancel := func(no, policy string) {
			_, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Pay), &servicing.CancelInput{RequestNo: no, PolicyNumber: policy, Reason: "CUSTOMER_REQUEST"})
			require.NoError(t, err)
		}
		cancel("X-1", policy)
		require.NoError(t, reopen(t, w, c.Number()), "the loss lies before the cancellation")
		_, err := w.Claims.Decide(ctx, w.Person("cora"), approve(seen(t, w, c.Number()), ""))
		require.NoError(t, err)

		setTerms(t, w, rule.Layer{"cancel.refund": "whole"})
		policy = covered(t, w, "acct-2", "PLUS")
		c = reviewed(t, w, "C-2", policy, "3000")
		decline(t, w, c)
		asked, err := w.Claims.Reopen(ctx, w.Person("cleo"), &claims.ReopenInput{ClaimNumber: c.Number(), ExpectedRevision: seen(t, w, c.Number()).Revision(), Reason: "r"})
		require.NoError(t, err)
		cancel("X-2", policy)
		err = decideApproval(w, w.Person("carl"), asked.Approval.ID)
		assert.True(t, fault.Has(err, fault.CodeConflict), "void since it was asked: %v", err)
		err = reopen(t, w, c.Number())
		assert.True(t, fault.Has(err, fault.CodeRuleRefused), "the policy is void: %v", err)
		assert.Equal(t, claim.StateDeclined, seen(t, w, c.Number()).State())
		assert.Zero(t, w.Store.Client.InsurancePolicy.Query().AllX(ctx)[1].OpenClaims)

		// One claim a policy: another is open by now.
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000001": {Found: true}}
		freight := sell(t, w, "O-1")
		a, err := submit(w, "C-3", freight, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		decline(t, w, seen(t, w, a.Claim.Number()))
		_, err = submit(w, "C-4", freight, "YT1000000002")
		require.NoError(t, err)
		err = reopen(t, w, a.Claim.Number())
		assert.True(t, fault.Has(err, fault.CodeRuleRefused), "%v", err)
		for name, in := range map[string]*claims.ReopenInput{
			"no reason": {ClaimNumber: a.Claim.Number(), ExpectedRevision: 3}, "another version": {ClaimNumber: a.Claim.Number(), ExpectedRevision: 2, Reason: "r"},
			"no such claim": {ClaimNumber: "C000000000000019", ExpectedRevision: 1, Reason: "r"},
		} {
			_, err = w.Claims.Reopen(ctx, w.Person("cleo"), in)
			assert.Error(t, err, name)
		}
	})
}
