package rating_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rating"
)

func fen(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: money.CNY} }

// The check value of ASI-01: 182 of 365 days left, 48 x 182 / 365 = 23.93 fen.
func TestDifferenceOfAnUpgrade(t *testing.T) {
	t.Parallel()
	w, err := rating.Difference(rating.Price{Name: "BASIC", Amount: fen(12)}, rating.Price{Name: "PLUS", Amount: fen(60)}, 182, 365)
	require.NoError(t, err)
	assert.Equal(t, fen(24), w.Result)
	text, err := json.Marshal(w)
	require.NoError(t, err)
	assert.Equal(t, `["CNY",24,[["premium after",["PLUS","0.6"],"0.6"],["less premium before",["BASIC","0.12"],"0.48"],`+
		`["of the days left",["daysLeft","182","days","365"],"0.239342"],["round 2 halfUp",[],"0.24"]]]`, string(text))
	back, err := rating.Difference(rating.Price{Name: "PLUS", Amount: fen(60)}, rating.Price{Name: "BASIC", Amount: fen(12)}, 182, 365)
	require.NoError(t, err)
	assert.Equal(t, fen(-24), back.Result, "a downgrade pays back")
	for days, want := range map[int64]int64{1: 0, 2: 1, 3: 1, 4: 1} { // 1 x 1/4, 2/4 ...: the middle goes away from zero
		up, err := rating.Difference(rating.Price{Amount: fen(0)}, rating.Price{Amount: fen(1)}, days, 4)
		require.NoError(t, err)
		assert.Equal(t, want, up.Result.Minor, days)
		down, err := rating.Difference(rating.Price{Amount: fen(1)}, rating.Price{Amount: fen(0)}, days, 4)
		require.NoError(t, err)
		assert.Equal(t, -want, down.Result.Minor, days)
	}
}
