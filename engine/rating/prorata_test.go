package rating_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

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

func TestProRata(t *testing.T) {
	t.Parallel()
	w, err := rating.ProRata([]rating.Layer{
		{Name: "policy", Amount: fen(12), DaysLeft: 100, Days: 365}, {Name: "endorsement 1", Amount: fen(24), DaysLeft: 100, Days: 182},
	})
	require.NoError(t, err)
	assert.Equal(t, fen(16), w.Result, "3.287671... + 13.186813... = 16.47")
	text, err := json.Marshal(w)
	require.NoError(t, err)
	assert.Equal(t, `["CNY",16,[["policy",["premium","0.12","daysLeft","100","days","365"],"0.032876"],`+
		`["endorsement 1",["premium","0.24","daysLeft","100","days","182"],"0.164744"],["round 2 halfUp",[],"0.16"]]]`, string(text))
	// Thirds that each round down, and together make a whole: rounded once.
	third := rating.Layer{Name: "third", Amount: fen(1), DaysLeft: 1, Days: 3}
	w, err = rating.ProRata([]rating.Layer{third, third, third})
	require.NoError(t, err)
	assert.Equal(t, fen(1), w.Result)
	w, err = rating.ProRata([]rating.Layer{{Amount: fen(60), DaysLeft: 10, Days: 20}, {Amount: fen(-24), DaysLeft: 10, Days: 10}})
	require.NoError(t, err)
	assert.Equal(t, fen(6), w.Result, "what was paid back before is not paid back again")
	yen := money.Amount{Minor: 1000, Currency: "JPY"}
	w, err = rating.ProRata([]rating.Layer{{Amount: yen, DaysLeft: 1, Days: 3}})
	require.NoError(t, err)
	assert.Equal(t, "333.333333", w.Steps[0].Value.String())
	assert.Equal(t, int64(333), w.Result.Minor)
}

func TestWhatCannotBeShared(t *testing.T) {
	t.Parallel()
	for name, layers := range map[string][]rating.Layer{
		"none":       nil,
		"no days":    {{Amount: fen(1), DaysLeft: 0, Days: 0}},
		"too many":   {{Amount: fen(1), DaysLeft: 2, Days: 1}},
		"less":       {{Amount: fen(1), DaysLeft: -1, Days: 1}},
		"currencies": {{Amount: fen(1), DaysLeft: 1, Days: 1}, {Amount: money.Amount{Minor: 1, Currency: "HKD"}, DaysLeft: 1, Days: 1}},
		"large":      {{Amount: fen(math.MaxInt64), DaysLeft: 1, Days: 1}, {Amount: fen(1), DaysLeft: 1, Days: 1}},
	} {
		w, err := rating.ProRata(layers)
		assert.ErrorIs(t, err, rating.ErrResult, name)
		assert.Empty(t, w, name)
	}
	_, err := rating.Difference(rating.Price{Amount: fen(1)}, rating.Price{Amount: money.Amount{Minor: 1, Currency: "HKD"}}, 1, 1)
	assert.ErrorIs(t, err, rating.ErrResult)
	_, err = rating.Difference(rating.Price{Amount: fen(1)}, rating.Price{Amount: fen(2)}, 2, 1)
	assert.ErrorIs(t, err, rating.ErrResult)
}

// What comes back never exceeds what was paid, all days give all of it, and a day more gives no less.
func TestProRataKeepsToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layers := make([]rating.Layer, rapid.IntRange(1, 5).Draw(t, "layers"))
		var paid int64
		for i := range layers {
			days := rapid.Int64Range(1, 40_000).Draw(t, "days")
			layers[i] = rating.Layer{
				Name: "layer", Amount: fen(rapid.Int64Range(0, 1e15).Draw(t, "amount")), Days: days,
				DaysLeft: rapid.Int64Range(0, days).Draw(t, "left"),
			}
			paid += layers[i].Amount.Minor
		}
		some := shared(t, layers)
		if some < 0 || some > paid {
			t.Fatalf("%d of %d", some, paid)
		}
		for i := range layers {
			if layers[i].DaysLeft < layers[i].Days {
				layers[i].DaysLeft++
				if more := shared(t, layers); more < some {
					t.Fatalf("a day more gives %d instead of %d", more, some)
				}
			}
			layers[i].DaysLeft = layers[i].Days
		}
		if all := shared(t, layers); all != paid {
			t.Fatalf("all days give %d of %d", all, paid)
		}
	})
}

// The share of a single layer is what exact decimals give; what a step shows rounds as the result does.
func TestProRataIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Int64Range(1, 40_000).Draw(t, "days")
		left := rapid.Int64Range(0, days).Draw(t, "left")
		amount := fen(rapid.Int64Range(-1e12, 1e12).Draw(t, "amount"))
		w, err := rating.ProRata([]rating.Layer{{Name: "policy", Amount: amount, DaysLeft: left, Days: days}})
		if err != nil {
			t.Fatal(err)
		}
		want := amount.Decimal().Mul(money.FromInt(left)).Quo(money.FromInt(days), 2, money.HalfUp)
		if !w.Result.Decimal().Equal(want) || !w.Steps[0].Value.Round(2, money.HalfUp).Equal(want) {
			t.Fatalf("%s, shown as %s, want %s", w.Result, w.Steps[0].Value, want)
		}
	})
}

func shared(t *rapid.T, layers []rating.Layer) int64 {
	w, err := rating.ProRata(layers)
	if err != nil {
		t.Fatal(err)
	}
	return w.Result.Minor
}
