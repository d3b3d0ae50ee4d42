package rating_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rating"
)

// Two payers: each gets their own part, rounded once; the total is the sum of what each gets.
func TestRefundPerPayer(t *testing.T) {
	t.Parallel()
	r, err := rating.RefundOf([]rating.Layer{
		{Name: "policy", Payer: "CUSTOMER", Amount: fen(12), DaysLeft: 325, Days: 366},
		{Name: "endorsement 1", Payer: "PLATFORM", Amount: fen(47), DaysLeft: 325, Days: 357},
	})
	require.NoError(t, err)
	assert.Equal(t, fen(-54), r.Result, "10.66 + 42.79 = 53.44, and yet 11 + 43")
	assert.Equal(t, []int64{11, 43}, r.Layers)
	text, err := json.Marshal(r.Worksheet)
	require.NoError(t, err)
	assert.Equal(t, `["CNY",-54,[["policy",["premium","0.12","daysLeft","325","days","366"],"0.106557"],["round 2 halfUp",[],"0.11"],`+
		`["comes back to CUSTOMER",[],"0.11"],["endorsement 1",["premium","0.47","daysLeft","325","days","357"],"0.427871"],`+
		`["round 2 halfUp",[],"0.43"],["comes back to PLATFORM",[],"0.43"],["comes back",[],"-0.54"]]]`, string(text))
}

// One payer: rounded once over all of their layers, and shared so that the parts add up.
func TestRefundOfOnePayer(t *testing.T) {
	t.Parallel()
	third := rating.Layer{Name: "third", Amount: fen(1), DaysLeft: 1, Days: 3}
	for name, c := range map[string]struct {
		layers []rating.Layer
		back   []int64
	}{
		"0.295 + 1.187 = 1.48: the fen goes to the whole one": {[]rating.Layer{{Amount: fen(12), DaysLeft: 9, Days: 366}, {Amount: fen(24), DaysLeft: 9, Days: 182}}, []int64{0, 1}},
		"three thirds are a whole, of the oldest":             {[]rating.Layer{third, third, third}, []int64{1, 0, 0}},
		"the largest fraction first":                          {[]rating.Layer{{Amount: fen(1), DaysLeft: 3, Days: 10}, {Amount: fen(1), DaysLeft: 4, Days: 10}}, []int64{0, 1}},
		"what was given back before does not come back again": {[]rating.Layer{{Amount: fen(60), DaysLeft: 10, Days: 20}, {Amount: fen(-24), DaysLeft: 10, Days: 10}}, []int64{30, -24}},
		"never less than nothing":                             {[]rating.Layer{{Amount: fen(10), DaysLeft: 1, Days: 10}, {Amount: fen(-9), DaysLeft: 10, Days: 10}}, []int64{5, -5}},
		"whole":                                               {[]rating.Layer{{Amount: fen(12), Whole: true}, {Amount: fen(24), Whole: true}}, []int64{12, 24}},
		"no days left":                                        {[]rating.Layer{{Amount: fen(12), Days: 365}}, []int64{0}},
	} {
		r, err := rating.RefundOf(c.layers)
		require.NoError(t, err, name)
		var sum int64
		for _, back := range r.Layers {
			sum += back
		}
		assert.Equal(t, -sum, r.Result.Minor, name)
		assert.Equal(t, c.back, r.Layers, name)
	}
	yen := money.Amount{Minor: 1000, Currency: "JPY"}
	r, err := rating.RefundOf([]rating.Layer{{Amount: yen, DaysLeft: 1, Days: 3}})
	require.NoError(t, err)
	assert.Equal(t, "333.333333", r.Steps[0].Value.String())
	assert.Equal(t, int64(-333), r.Result.Minor)
}

func TestRefundRefusesNonsense(t *testing.T) {
	t.Parallel()
	for name, layers := range map[string][]rating.Layer{
		"nothing":         nil,
		"no days":         {{Amount: fen(1)}},
		"more left":       {{Amount: fen(1), DaysLeft: 2, Days: 1}},
		"fewer than none": {{Amount: fen(1), DaysLeft: -1, Days: 1}},
		"currencies":      {{Amount: fen(1), Days: 1}, {Amount: money.Amount{Minor: 1, Currency: "JPY"}, Days: 1}},
		"too large":       {{Amount: fen(math.MaxInt64), DaysLeft: 1, Days: 1}, {Amount: fen(math.MaxInt64), DaysLeft: 1, Days: 1}},
	} {
		r, err := rating.RefundOf(layers)
		require.ErrorIs(t, err, rating.ErrResult, name)
		assert.Zero(t, r, name)
	}
}

// Whatever the layers: each payer gets the exact sum of their parts rounded once, which lies between nothing and what they paid;
// a layer never gives more than it has, nor a fen more or less than its exact part; a day more never gives less.
func TestRefundKeepsToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layers := make([]rating.Layer, rapid.IntRange(1, 5).Draw(t, "layers"))
		for i := range layers {
			days := rapid.Int64Range(1, 40_000).Draw(t, "days")
			layers[i] = rating.Layer{
				Name: "layer", Payer: rapid.SampledFrom([]string{"CUSTOMER", "SELLER", "PLATFORM"}).Draw(t, "payer"),
				Amount: fen(rapid.Int64Range(0, 1e15).Draw(t, "amount")), Days: days, DaysLeft: rapid.Int64Range(0, days).Draw(t, "left"),
			}
		}
		before := refunded(t, layers)
		for i := range layers {
			if layers[i].DaysLeft < layers[i].Days {
				layers[i].DaysLeft++
				if more := refunded(t, layers); more < before {
					t.Fatalf("a day more gives %d instead of %d", more, before)
				}
			}
			layers[i].DaysLeft = layers[i].Days
		}
		var paid int64
		for _, l := range layers {
			paid += l.Amount.Minor
		}
		if all := refunded(t, layers); all != paid {
			t.Fatalf("all days give %d of %d", all, paid)
		}
	})
}

// refunded checks a refund against exact fractions, and answers what comes back.
func refunded(t *rapid.T, layers []rating.Layer) int64 {
	r, err := rating.RefundOf(layers)
	if err != nil {
		t.Fatal(err)
	}
	exact, back, total := map[string]*big.Rat{}, map[string]int64{}, int64(0)
	for i, l := range layers {
		part := big.NewRat(l.DaysLeft, l.Days)
		part.Mul(part, new(big.Rat).SetInt64(l.Amount.Minor))
		if exact[l.Payer] == nil {
			exact[l.Payer] = new(big.Rat)
		}
		exact[l.Payer].Add(exact[l.Payer], part)
		back[l.Payer] += r.Layers[i]
		total += r.Layers[i]
		off := new(big.Rat).Sub(part, new(big.Rat).SetInt64(r.Layers[i]))
		if r.Layers[i] < 0 || r.Layers[i] > l.Amount.Minor || off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
			t.Fatalf("%d comes back of %s, exactly %s", r.Layers[i], l.Amount, part)
		}
	}
	for payer, part := range exact {
		nearest := new(big.Rat).Add(part, big.NewRat(1, 2))
		if want := new(big.Int).Div(nearest.Num(), nearest.Denom()); want.Int64() != back[payer] {
			t.Fatalf("%s gets %d instead of %s", payer, back[payer], part)
		}
	}
	if total != -r.Result.Minor {
		t.Fatalf("%d in all instead of %d", -r.Result.Minor, total)
	}
	return total
}

// A bound may leave much more than a fen for each layer to share; that takes no time either.
func TestRefundOfLargePremiumsEndsAtOnce(t *testing.T) {
	t.Parallel()
	shared := make(chan []int64)
	go func() {
		r, err := rating.RefundOf([]rating.Layer{
			{Name: "policy", Amount: fen(88_800_000_000_000), DaysLeft: 1, Days: 365}, {Name: "downgrade", Amount: fen(-44_400_000_000_000), DaysLeft: 1, Days: 2},
		})
		if err != nil || r.Result != fen(0) {
			t.Error(r.Result, err)
		}
		shared <- r.Layers
	}()
	select {
	case layers := <-shared:
		assert.Equal(t, []int64{11_221_643_835_616, -11_221_643_835_616}, layers)
	case <-time.After(5 * time.Second):
		t.Fatal("still sharing")
	}
}
