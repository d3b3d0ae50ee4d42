package claims_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
)

// A7: a submission that is sent again after the claim was paid, and money came back, is answered as it was at first.
func TestA7AReplayTellsNothingOfWhatCameBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		in := robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1000")
		first, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		require.NoError(t, err)
		work(t, w)
		_, err = w.Claims.Recover(ctx, w.Person("fay"), &claims.RecoveryInput{
			RequestNo: "R-1", ClaimNumber: first.Claim.Number(), Amount: *yuan("300"), Source: "the thief", ReceivedAt: w.Clock.Now()})
		require.NoError(t, err)
		paid := seen(t, w, first.Claim.Number())
		require.Equal(t, claim.StatePaid, paid.State())
		require.Equal(t, "300.00", paid.Recovered().Text())
		again, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, claim.StateSubmitted, again.Claim.State())
		assert.Equal(t, "0.00", again.Claim.Recovered().Text())
	})
}
