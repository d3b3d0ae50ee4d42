package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
)

func decline(t *testing.T, w *insurancetest.World, c *claims.Claim) {
	t.Helper()
	_, err := w.Claims.Decide(ctx, w.Person("cleo"), &claims.DecideInput{
		ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Outcome: catalog.Decline, Reason: claims.EvidenceInsufficient, Note: "not proven"})
	require.NoError(t, err)
}

// declines are the findings of a claim that show earlier declines: the claims that were declined.
func declines(t *testing.T, c *claims.Claim) (list []string) {
	t.Helper()
	findings, err := c.Findings()
	require.NoError(t, err)
	for _, f := range findings {
		if f.Code == catalog.DeclinedBefore {
			list = append(list, f.Facts[0].Value)
		}
	}
	return list
}

// B8: what a person declined no machine pays under another claim; every later claim of the policy shows it.
func TestB8WhatAPersonDeclinedNoMachinePays(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		unclear := stolen(w, "C-1", policy, "1000", "TX-1")
		unclear.Facts["platformVerdict"] = "unclear"
		first := submitted(t, w, "", unclear)
		decline(t, w, first)
		again := submitted(t, w, "", stolen(w, "C-2", policy, "1000", "TX-2"))
		assert.Equal(t, claim.StateInReview, again.State(), "a loss within seven days")
		assert.Equal(t, catalog.DeclinedBefore, reasonOf(t, again))
		assert.Equal(t, []string{first.Number()}, declines(t, again))
		_, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: again.Number(), Facts: map[string]any{"lossAmount": "900"}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StateInReview, seen(t, w, again.Number()).State(), "whatever is corrected")

		w.Clock.Advance(7 * 24 * time.Hour)
		assert.Equal(t, claim.StateInReview, submitted(t, w, "", stolen(w, "C-9", policy, "1000", "TX-9")).State(), "seven days to the second")
		w.Clock.Advance(30 * 24 * time.Hour)
		later := submitted(t, w, "", stolen(w, "C-3", policy, "1000", "TX-3"))
		assert.Equal(t, claim.StatePaid, later.State(), "another loss")
		assert.Equal(t, []string{first.Number()}, declines(t, later), "and shows the decline")
		w.Clock.Advance(40 * 24 * time.Hour)
		shares := submitted(t, w, "", stolen(w, "C-4", policy, "1000", "tx 1"))
		assert.Equal(t, claim.StateInReview, shares.State(), "it shares a transaction")

		// Evidence that a person asked for and that never came is a person's decline, too.
		other := covered(t, w, "acct-2", "PLUS")
		asked := reviewed(t, w, "C-5", other, "3000")
		_, err = w.Claims.RequestEvidence(ctx, w.Person("cleo"), &claims.EvidenceInput{ClaimNumber: asked.Number(), ExpectedRevision: asked.Revision(), Text: "报警回执"})
		require.NoError(t, err)
		w.Clock.Advance(31 * 24 * time.Hour)
		work(t, w)
		require.Equal(t, claim.StateDeclined, seen(t, w, asked.Number()).State())
		in := stolen(w, "C-6", other, "1000", "TX-6")
		assert.Equal(t, []string{asked.Number()}, declines(t, submitted(t, w, "", in)))

		// A second more than seven days is another loss.
		fourth := covered(t, w, "acct-4", "PLUS")
		unclear = stolen(w, "C-10", fourth, "1000", "TX-10")
		unclear.Facts["platformVerdict"] = "unclear"
		decline(t, w, submitted(t, w, "", unclear))
		w.Clock.Advance(7*24*time.Hour + time.Second)
		assert.Equal(t, claim.StatePaid, submitted(t, w, "", stolen(w, "C-11", fourth, "1000", "TX-11")).State())

		// What a machine declines is none.
		third := covered(t, w, "acct-3", "PLUS")
		owner := stolen(w, "C-7", third, "1000", "TX-7")
		owner.Facts["platformVerdict"] = "owner"
		require.Equal(t, claim.StateDeclined, submitted(t, w, "", owner).State())
		c := submitted(t, w, "", stolen(w, "C-8", third, "1000", "TX-8"))
		assert.Equal(t, claim.StatePaid, c.State())
		assert.Empty(t, declines(t, c))
	})
}

// B8: a freight claim that a person declined is not paid for the same parcel under another number.
func TestB8ADeclinedReturnIsNotPaidAgain(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000001": {Found: true}} // under way: a person decides
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		decline(t, w, seen(t, w, a.Claim.Number()))
		w.Tracker.Parcels = nil
		b, err := submit(w, "C-2", policy, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		c := seen(t, w, b.Claim.Number())
		assert.Equal(t, claim.StateInReview, c.State())
		assert.Equal(t, []string{a.Claim.Number()}, declines(t, c))
	})
}
