package rating_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

func decimal(text string) *money.Decimal {
	value := money.MustDecimal(text)
	return &value
}

// A factor applies before the last rounding, bounds after all steps; a sheet that rounds nothing is rounded where the factor leaves
// fractions.
func TestAdjustments(t *testing.T) {
	t.Parallel()
	book, problems := rating.NewBook(environment(t), nil)
	require.Empty(t, problems)
	set := func(value string) rating.Line { return rating.Line{Set: &rating.Operand{Decimal: rule.Literal(value)}} }
	round := rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "halfUp"}}
	bounds := rating.Line{Bounds: &rating.Bounds{Min: "0.10", Max: "6.00"}}
	for name, c := range map[string]struct {
		lines  []rating.Line
		a      rating.Adjustment
		result string
		steps  []string
	}{
		"nothing":            {[]rating.Line{set("0.73125"), round, bounds}, rating.Adjustment{}, "0.73", []string{"0.73125", "0.73", "0.73"}},
		"a factor":           {[]rating.Line{set("0.73125"), round, bounds}, rating.Adjustment{Factor: decimal("0.90")}, "0.66", []string{"0.73125", "0.658125", "0.66", "0.66"}},
		"the sheet's bounds": {[]rating.Line{set("0.12"), round, bounds}, rating.Adjustment{Factor: decimal("0.5")}, "0.10", []string{"0.12", "0.06", "0.06", "0.1"}},
		"its own least":      {[]rating.Line{set("0.12"), round}, rating.Adjustment{Least: decimal("0.20")}, "0.20", []string{"0.12", "0.12", "0.2"}},
		"its own most":       {[]rating.Line{set("0.12"), round}, rating.Adjustment{Factor: decimal("2"), Most: decimal("0.2")}, "0.20", []string{"0.12", "0.24", "0.24", "0.2"}},
		"no rounding":        {[]rating.Line{set("0.05")}, rating.Adjustment{Factor: decimal("0.9")}, "0.05", []string{"0.05", "0.045", "0.05"}},
		"the last of two":    {[]rating.Line{set("0.125"), round, {Multiply: &rating.Operand{Decimal: "1.5"}}, round}, rating.Adjustment{Factor: decimal("2")}, "0.39", []string{"0.125", "0.13", "0.195", "0.39", "0.39"}},
	} {
		sheet, problems := book.Sheet(c.lines, money.CNY)
		require.Empty(t, problems, name)
		w, err := sheet.RateAdjusted(kase(nil), &c.a)
		require.NoError(t, err, name)
		assert.Equal(t, c.result, w.Result.Text(), name)
		shown := make([]string, len(w.Steps))
		for i, s := range w.Steps {
			shown[i] = s.Value.String()
		}
		assert.Equal(t, c.steps, shown, name)
	}
}

// Whatever the price and the factor: the result is their exact product, rounded once, within the bounds.
func TestAdjustmentsAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		book, _ := rating.NewBook(environment(t), nil)
		price := money.FromInt(rapid.Int64Range(0, 1e9).Draw(t, "price")).Mul(money.MustDecimal("0.000001"))
		factor := money.FromInt(rapid.Int64Range(1, 3_000_000).Draw(t, "factor")).Mul(money.MustDecimal("0.000001"))
		sheet, problems := book.Sheet([]rating.Line{{Set: &rating.Operand{Decimal: rule.Literal(price.String())}}, {Round: &rating.Rounding{Digits: 2, Mode: "halfUp"}}}, money.CNY)
		require.Empty(t, problems)
		w, err := sheet.RateAdjusted(kase(nil), &rating.Adjustment{Factor: &factor})
		require.NoError(t, err)
		if want := price.Mul(factor).Round(2, money.HalfUp); !w.Result.Decimal().Equal(want) {
			t.Fatalf("%s x %s is %s, not %s", price, factor, want, w.Result)
		}
	})
}
