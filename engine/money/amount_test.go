package money_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
)

func TestAmountString(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]money.Amount{
		"0.50 CNY": {Minor: 50, Currency: "CNY"}, "0.05 CNY": {Minor: 5, Currency: "CNY"}, "-0.05 CNY": {Minor: -5, Currency: "CNY"},
		"1000000.00 CNY": {Minor: 100_000_000, Currency: "CNY"}, "50 JPY": {Minor: 50, Currency: "JPY"}, "0.001 KWD": {Minor: 1, Currency: "KWD"},
		"-92233720368547758.08 CNY": {Minor: math.MinInt64, Currency: "CNY"}, "0.00 CNY": {Currency: "CNY"},
	} {
		assert.Equal(t, want, a.String())
	}
}

func TestFromDecimalNeverRounds(t *testing.T) {
	t.Parallel()
	a, err := money.FromDecimal(money.MustDecimal("0.73"), money.CNY)
	require.NoError(t, err)
	assert.Equal(t, money.Amount{Minor: 73, Currency: money.CNY}, a)
	for _, c := range []struct {
		value    string
		currency money.Currency
		want     error
	}{
		{"0.731", "CNY", money.ErrAmount}, {"0.5", "JPY", money.ErrAmount}, {"0.5", "XXX", money.ErrCurrency}, {"0.5", "", money.ErrCurrency},
		{"999999999999999999", "CNY", money.ErrAmount}, {"-92233720368547758.09", "CNY", money.ErrAmount},
	} {
		_, err := money.FromDecimal(money.MustDecimal(c.value), c.currency)
		assert.ErrorIs(t, err, c.want, "%s %s", c.value, c.currency)
	}
	_, err = money.ParseCurrency("cny")
	assert.ErrorIs(t, err, money.ErrCurrency)
	_, err = money.ParseCurrency("CNY")
	assert.NoError(t, err)
}

func TestAmountsAdd(t *testing.T) {
	t.Parallel()
	yuan := func(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: money.CNY} }
	sum, err := yuan(10).Add(yuan(20))
	require.NoError(t, err)
	assert.Equal(t, yuan(30), sum)
	_, err = yuan(10).Add(money.Amount{Minor: 1, Currency: "USD"})
	assert.ErrorIs(t, err, money.ErrCurrency)
	_, err = yuan(10).Sub(money.Amount{Minor: 1, Currency: "USD"})
	assert.ErrorIs(t, err, money.ErrCurrency)
	_, err = yuan(math.MaxInt64).Add(yuan(1))
	assert.ErrorIs(t, err, money.ErrAmount)
	_, err = yuan(math.MinInt64).Sub(yuan(1))
	assert.ErrorIs(t, err, money.ErrAmount)
	_, err = yuan(0).Sub(yuan(math.MinInt64))
	assert.ErrorIs(t, err, money.ErrAmount)
	same, err := yuan(7).Sub(yuan(0))
	require.NoError(t, err)
	assert.Equal(t, yuan(7), same)
}

func TestAmountRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := money.Amount{
			Minor:    rapid.Int64().Draw(t, "minor"),
			Currency: rapid.SampledFrom([]money.Currency{"CNY", "JPY", "KWD"}).Draw(t, "currency"),
		}
		back, err := a.Decimal().In(a.Currency)
		if err != nil || back != a {
			t.Fatalf("%s came back as %s, %v", a, back, err)
		}
	})
}
