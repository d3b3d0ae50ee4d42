package money_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
)

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "0.000000": "0", "-0.00": "0", "007": "7", "12.50": "12.5", "-1.05": "-1.05", "0.000001": "0.000001",
		"999999999999999999.999999": "999999999999999999.999999", "-999999999999999999.999999": "-999999999999999999.999999",
		"100000000000000000": "100000000000000000", "1234567.89": "1234567.89", "10": "10", "-0.5": "-0.5",
	} {
		d, err := money.ParseDecimal(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, d.String(), text)
	}
	for _, text := range []string{
		"", "-", ".", "1.", ".5", "-.5", "+1", "1e3", "1E3", "1,000", " 1", "1 ", "1\x00", "\x001", "１", "٣", "1.2.3", "--1", "0x1",
		"NaN", "Infinity", "1_000", "1000000000000000000", "0.0000001", strings.Repeat("9", 19), "1.0000000", "1-", "\n1",
	} {
		_, err := money.ParseDecimal(text)
		assert.ErrorIs(t, err, money.ErrDecimal, "%q", text)
	}
}

// Floats: 0.1 + 0.2 refused against 0.3; 1,234,567.89 stored as 1,234,570 (lessons, Money).
func TestNoFloatSurprises(t *testing.T) {
	t.Parallel()
	sum := money.MustDecimal("0.1").Add(money.MustDecimal("0.2"))
	assert.True(t, sum.Equal(money.MustDecimal("0.3")))
	assert.Equal(t, "1234567.89", money.MustDecimal("1234567.89").String())
	assert.Equal(t, "23.934247", money.FromInt(48*182).Quo(money.FromInt(365), 6, money.HalfUp).String())
}

func TestZeroValue(t *testing.T) {
	t.Parallel()
	var d money.Decimal
	assert.Equal(t, "0", d.String())
	assert.True(t, d.Equal(money.FromInt(0)))
	assert.Equal(t, 0, d.Sign())
	assert.Equal(t, "5", d.Add(money.FromInt(5)).String())
}

func TestRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value  string
		digits int
		want   [4]string // halfUp, halfEven, up, down
	}{
		{"0.73125", 2, [4]string{"0.73", "0.73", "0.74", "0.73"}},
		{"0.375", 2, [4]string{"0.38", "0.38", "0.38", "0.37"}},
		{"0.365", 2, [4]string{"0.37", "0.36", "0.37", "0.36"}},
		{"-0.365", 2, [4]string{"-0.37", "-0.36", "-0.37", "-0.36"}},
		{"0.001", 2, [4]string{"0", "0", "0.01", "0"}},
		{"-0.001", 0, [4]string{"0", "0", "-1", "0"}},
		{"2.5", 0, [4]string{"3", "2", "3", "2"}},
		{"3.5", 0, [4]string{"4", "4", "4", "3"}},
		{"7", 2, [4]string{"7", "7", "7", "7"}},
		{"999999999999999999.5", 0, [4]string{"1000000000000000000", "1000000000000000000", "1000000000000000000", "999999999999999999"}},
		{"999999999999999998.500001", 0, [4]string{"999999999999999999", "999999999999999999", "999999999999999999", "999999999999999998"}},
	} {
		for i, mode := range []money.RoundingMode{money.HalfUp, money.HalfEven, money.Up, money.Down} {
			got := money.MustDecimal(c.value).Round(c.digits, mode)
			assert.Equal(t, c.want[i], got.String(), "%s to %d, %s", c.value, c.digits, mode)
		}
	}
}

func TestRoundingModeNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"halfUp", "halfEven", "up", "down"} {
		mode, err := money.ParseRoundingMode(name)
		require.NoError(t, err)
		assert.Equal(t, name, mode.String())
	}
	_, err := money.ParseRoundingMode("half")
	assert.Error(t, err)
}

func TestBroken(t *testing.T) {
	t.Parallel()
	huge := money.MustDecimal("999999999999999999")
	for range 5 {
		huge = huge.Mul(huge)
	}
	assert.ErrorIs(t, huge.Err(), money.ErrPrecision)
	assert.ErrorIs(t, huge.Add(money.FromInt(1)).Err(), money.ErrPrecision, "stays broken")
	assert.ErrorIs(t, huge.Round(2, money.HalfUp).Err(), money.ErrPrecision)
	same := huge
	assert.False(t, huge.Equal(same))
	assert.Equal(t, 1, huge.Cmp(money.MustDecimal("999999999999999999")))
	assert.ErrorIs(t, money.FromInt(1).Quo(money.FromInt(0), 2, money.HalfUp).Err(), money.ErrPrecision)
	_, err := huge.In(money.CNY)
	assert.ErrorIs(t, err, money.ErrPrecision)
	_, err = json.Marshal(huge)
	assert.ErrorIs(t, err, money.ErrPrecision)
}

func TestQuoRoundsOnce(t *testing.T) {
	t.Parallel()
	// 5/2 lies exactly in the middle; 0.5 + 10^-90 does not, however far it is cut off.
	almost := money.FromInt(1)
	for range 15 {
		almost = almost.Mul(money.MustDecimal("0.000001"))
	}
	assert.Equal(t, "2", money.FromInt(5).Quo(money.FromInt(2), 0, money.HalfEven).String())
	assert.Equal(t, "1", money.MustDecimal("0.5").Add(almost).Quo(money.FromInt(1), 0, money.HalfEven).String())
	assert.Equal(t, "1", almost.Quo(money.FromInt(7), 0, money.Up).String())
	assert.Equal(t, "0", almost.Quo(money.FromInt(7), 0, money.HalfUp).String())
	assert.Equal(t, "0.33", money.FromInt(1).Quo(money.FromInt(3), 2, money.HalfUp).String())
}

func TestJSONIsTextOnly(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(money.MustDecimal("12.50"))
	require.NoError(t, err)
	assert.Equal(t, `"12.5"`, string(text))
	var d money.Decimal
	require.NoError(t, json.Unmarshal([]byte(`"0.73125"`), &d))
	assert.Equal(t, "0.73125", d.String())
	for _, refused := range []string{`12.5`, `1`, `null`, `true`, `"1e3"`, `""`, `{}`, `["1"]`, `"` + strings.Repeat("9", 101) + `"`} {
		assert.Error(t, json.Unmarshal([]byte(refused), &d), refused)
	}
}

// decimals draws small and large values with up to 18 digits before and 6 after the point.
func decimals() *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		return money.MustDecimal(rapid.StringMatching(`-?([0-9]{1,4}|[0-9]{1,18})(\.[0-9]{1,6})?`).Draw(t, "decimal"))
	})
}

func rat(t *rapid.T, d money.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("%s is no number", d)
	}
	return r
}

// The oracle is math/big's fractions.
func TestArithmeticIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := decimals().Draw(t, "a"), decimals().Draw(t, "b"), decimals().Draw(t, "c")
		same := func(got money.Decimal, want *big.Rat) {
			if got.Err() != nil || rat(t, got).Cmp(want) != 0 {
				t.Fatalf("got %s, want %s", got, want.RatString())
			}
		}
		same(a.Add(b), new(big.Rat).Add(rat(t, a), rat(t, b)))
		same(a.Sub(b), new(big.Rat).Sub(rat(t, a), rat(t, b)))
		product := new(big.Rat).Mul(rat(t, a), rat(t, b))
		same(a.Mul(b), product)
		same(a.Mul(b).Mul(c), new(big.Rat).Mul(product, rat(t, c)))
		same(a.Mul(b).Add(c), new(big.Rat).Add(product, rat(t, c)))
		same(a.Neg(), new(big.Rat).Neg(rat(t, a)))
		if a.Cmp(b) != rat(t, a).Cmp(rat(t, b)) || a.Sign() != rat(t, a).Sign() || a.Equal(b) != (a.String() == b.String()) {
			t.Fatalf("%s and %s compare otherwise", a, b)
		}
	})
}

func TestRoundingAgreesWithFractions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals().Draw(t, "a"), decimals().Draw(t, "b")
		digits := rapid.IntRange(0, 8).Draw(t, "digits")
		mode := money.RoundingMode(rapid.IntRange(0, 3).Draw(t, "mode"))
		value := a.Mul(b)
		if got, want := value.Round(digits, mode).String(), roundRat(rat(t, value), digits, mode); got != want {
			t.Fatalf("%s to %d by %s: %s, want %s", value, digits, mode, got, want)
		}
		if b.Sign() != 0 {
			quotient := new(big.Rat).Quo(rat(t, a), rat(t, b))
			if got, want := a.Quo(b, digits, mode).String(), roundRat(quotient, digits, mode); got != want {
				t.Fatalf("%s / %s to %d by %s: %s, want %s", a, b, digits, mode, got, want)
			}
		}
		if up := value.Ceil(); up.Cmp(value) < 0 || up.Sub(value).Cmp(money.FromInt(1)) >= 0 {
			t.Fatalf("ceil of %s is %s", value, up)
		}
	})
}

// roundRat rounds a fraction with whole numbers only.
func roundRat(r *big.Rat, digits int, mode money.RoundingMode) string {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(unit))
	quotient, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	half := new(big.Int).Mul(rest.Abs(rest), big.NewInt(2)).Cmp(scaled.Denom())
	away := mode == money.HalfUp && half >= 0 || mode == money.HalfEven && (half > 0 || half == 0 && quotient.Bit(0) == 1) ||
		mode == money.Up && rest.Sign() != 0
	if away {
		quotient.Add(quotient, big.NewInt(int64(r.Sign())))
	}
	text := new(big.Rat).SetFrac(quotient, unit).FloatString(digits)
	d, err := money.ParseDecimal("0")
	if err == nil {
		err = json.Unmarshal([]byte(`"`+text+`"`), &d)
	}
	if err != nil {
		return err.Error()
	}
	return d.String()
}

func TestInt64(t *testing.T) {
	t.Parallel()
	n, ok := money.FromInt(math.MinInt64).Int64()
	assert.True(t, ok)
	assert.EqualValues(t, math.MinInt64, n)
	_, ok = money.MustDecimal("0.5").Int64()
	assert.False(t, ok)
	_, ok = money.FromInt(math.MaxInt64).Add(money.FromInt(1)).Int64()
	assert.False(t, ok)
	assert.Equal(t, "9223372036854775808", money.FromInt(math.MinInt64).Neg().String())
	assert.Equal(t, "-9223372036854775808", money.FromInt(math.MinInt64).String())
	assert.Equal(t, "85070591730234615865843651857942052864", money.FromInt(math.MinInt64).Mul(money.FromInt(math.MinInt64)).String())
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"0", "-0", "12.50", "999999999999999999.999999", "1e3", " 1", "٣", "1.\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := money.ParseDecimal(text)
		if err != nil {
			return
		}
		if len(text) > money.MaxInteger+money.MaxFraction+2 {
			t.Fatalf("%q is too long", text)
		}
		r, ok := new(big.Rat).SetString(text)
		if written, _ := new(big.Rat).SetString(d.String()); !ok || written == nil || r.Cmp(written) != 0 {
			t.Fatalf("%q became %s", text, d)
		}
		again, err := money.ParseDecimal(d.String())
		if err != nil || again.String() != d.String() {
			t.Fatalf("%q: %s came back as %s, %v", text, d, again, err)
		}
	})
}
