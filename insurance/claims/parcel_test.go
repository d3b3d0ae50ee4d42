package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
)

// B7, B8, console "Claim": who decides a freight claim sees what the carrier says of its parcel, and from which scores on what happens.
func TestB7WhoDecidesSeesTheParcel(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		handedIn, weight := insurancetest.Epoch.Add(80*time.Hour), money.MustDecimal("0.06")
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000001": {Found: true, ShippedAt: &handedIn, WeightKg: &weight}}
		a, err := submit(w, "C-1", sell(t, w, "O-1"), "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		assessed := assess(t, w, w.Person("cleo"), a.Claim)
		assert.Equal(t, []int{60, 85}, []int{assessed.ReviewFromScore, assessed.DeclineAboveScore})
		require.NotNil(t, assessed.Parcel)
		assert.Equal(t, "YT1000000001", assessed.Parcel.Number)
		assert.True(t, assessed.Parcel.Found)
		assert.Equal(t, handedIn.UTC(), assessed.Parcel.ShippedAt.UTC())
		assert.Nil(t, assessed.Parcel.DeliveredAt, "it is under way")
		assert.Equal(t, "0.06", assessed.Parcel.WeightKg.String())

		theft := reviewed(t, w, "C-2", covered(t, w, "acct-1", "PLUS"), "3000")
		assert.Nil(t, assess(t, w, w.Person("cleo"), theft).Parcel, "this product asks no carrier")
	})
}
