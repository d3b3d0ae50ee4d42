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

// A carrier that is down delays a claim and never decides it.
func TestCarrierThatIsDownDelays(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.SetDown(true)
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StateSubmitted, now(t, w, a.Claim.Number()).State())
		w.Tracker.SetDown(false)
		w.Clock.Advance(6 * time.Second)
		work(t, w)
		assert.Equal(t, claim.StatePaid, now(t, w, a.Claim.Number()).State())
	})
}

// A correction that does not come within the terms' time closes the claim.
func TestCorrectionThatDoesNotComeCloses(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000009": {Found: false}}
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000009")
		require.NoError(t, err)
		work(t, w)
		w.Clock.Advance(31 * 24 * time.Hour)
		work(t, w)
		c := now(t, w, a.Claim.Number())
		assert.Equal(t, claim.StateDeclined, c.State())
		d, err := c.Decision()
		require.NoError(t, err)
		assert.Equal(t, claims.NoAnswer, d.Reason)
		assert.Zero(t, w.Store.Client.InsurancePolicy.Query().OnlyX(ctx).OpenClaims)
	})
}

// Another channel's claims and policies are as missing ones.
func TestClaimsOfOthersAreMissing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		other := w.Caller(insurancetest.Pay)
		for _, number := range []string{a.Claim.Number(), "C000000000099993"} {
			found, err := w.Claims.ByNumber(ctx, other, number)
			require.NoError(t, err)
			assert.Nil(t, found)
			_, err = w.Claims.Update(ctx, other, &claims.UpdateInput{RequestNo: "U", ClaimNumber: number, Facts: map[string]any{}})
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
			_, err = w.Claims.Withdraw(ctx, other, &claims.WithdrawInput{RequestNo: "U", ClaimNumber: number})
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		}
		found, err := w.Claims.ByID(ctx, other, a.Claim.Key())
		require.NoError(t, err)
		assert.Nil(t, found)
		_, err = w.Claims.Submit(ctx, other, &claims.SubmitInput{RequestNo: "X", PolicyNumber: policy, OccurredAt: w.Clock.Now(), Facts: insurancetest.ReturnFacts("YT1000000001")})
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
	})
}

// A7: a live claim past its promised time is counted, and no longer once it is paid.
func TestOverdueClaimsAreCounted(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.SetDown(true)
		policy := sell(t, w, "O-1")
		_, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		count := func() int {
			n, err := w.Claims.Overdue(ctx)
			require.NoError(t, err)
			return n
		}
		w.Clock.Advance(72 * time.Hour)
		assert.Zero(t, count())
		w.Clock.Advance(time.Second)
		assert.Equal(t, 1, count())
		w.Tracker.SetDown(false)
		work(t, w)
		assert.Zero(t, count())
	})
}
