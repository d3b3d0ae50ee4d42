package rating

import (
	"fmt"
	"math/big"
	"strconv"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Layer is premium that was paid for a number of days of which some are left: that of the issue, or the difference that
// an endorsement charged; the latter is negative where it was paid back.
type Layer struct {
	Name           string // policy or endorsement, for explanations
	Amount         money.Amount
	DaysLeft, Days int64
}

// Price is what a plan costs.
type Price struct {
	Name   string // the plan, for explanations
	Amount money.Amount
}

// shown is how many digits after the point the steps of a division show; the rest is cut off, so that what is shown
// rounds as the exact value does.
const shown = 6

// ProRata is the premium of the days left: the sum of amount x days left / days over all layers, computed exactly and
// rounded once, at the end, to the minor unit: half up, and half away from zero where it is negative. It fails with
// ErrResult for no layers, mixed currencies, more days left than days, and what is too large.
func ProRata(layers []Layer) (Worksheet, error) {
	if len(layers) == 0 {
		return Worksheet{}, fmt.Errorf("%w: nothing to share", ErrResult)
	}
	currency := layers[0].Amount.Currency
	var w Worksheet
	sum := new(big.Rat)
	for _, l := range layers {
		if l.Amount.Currency != currency {
			return Worksheet{}, fmt.Errorf("%w: %s beside %s", ErrResult, l.Amount.Currency, currency)
		}
		if err := checkDays(l.DaysLeft, l.Days); err != nil {
			return Worksheet{}, err
		}
		sum.Add(sum, share(l.Amount.Minor, l.DaysLeft, l.Days))
		inputs := append([]rule.Fact{{Name: "premium", Value: l.Amount.Decimal().String()}}, dayFacts(l.DaysLeft, l.Days)...)
		w.Steps = append(w.Steps, Step{Rule: l.Name, Inputs: inputs, Value: cutOff(sum, currency)})
	}
	err := w.round(sum, currency)
	return w, err
}

// Difference is what a change of plan costs for the days left: (after - before) x days left / days, computed exactly
// and rounded once, at the end, to the minor unit: half up, and half away from zero where it is negative, which is a
// refund. It fails with ErrResult as ProRata does.
func Difference(before, after Price, daysLeft, days int64) (Worksheet, error) {
	currency := after.Amount.Currency
	yearly, err := after.Amount.Sub(before.Amount)
	if err != nil {
		return Worksheet{}, fmt.Errorf("%w: %w", ErrResult, err)
	}
	if err := checkDays(daysLeft, days); err != nil {
		return Worksheet{}, err
	}
	exact := share(yearly.Minor, daysLeft, days)
	fact := func(p Price) []rule.Fact { return []rule.Fact{{Name: p.Name, Value: p.Amount.Decimal().String()}} }
	w := Worksheet{Steps: []Step{
		{Rule: "premium after", Inputs: fact(after), Value: after.Amount.Decimal()},
		{Rule: "less premium before", Inputs: fact(before), Value: yearly.Decimal()},
		{Rule: "of the days left", Inputs: dayFacts(daysLeft, days), Value: cutOff(exact, currency)},
	}}
	err = w.round(exact, currency)
	return w, err
}

func checkDays(left, days int64) error {
	if days < 1 || left < 0 || left > days {
		return fmt.Errorf("%w: %d of %d days left", ErrResult, left, days)
	}
	return nil
}

func dayFacts(left, days int64) []rule.Fact {
	return []rule.Fact{
		{Name: "daysLeft", Value: strconv.FormatInt(left, 10)}, {Name: "days", Value: strconv.FormatInt(days, 10)},
	}
}

// share is minor x left / days, in minor units.
func share(minor, left, days int64) *big.Rat {
	above := new(big.Int).Mul(big.NewInt(minor), big.NewInt(left))
	return new(big.Rat).SetFrac(above, big.NewInt(days))
}

// cutOff writes minor units in major ones, with what does not fit cut off.
func cutOff(minor *big.Rat, currency money.Currency) money.Decimal {
	digits := currency.Digits()
	scaled := new(big.Int).Mul(minor.Num(), power(max(shown-digits, 0)))
	scaled.Quo(scaled, minor.Denom()) // towards zero
	unit := power(max(shown, digits))
	whole, rest := new(big.Int).QuoRem(scaled, unit, new(big.Int))
	least := money.FromInt(1).Quo(money.FromInt(unit.Int64()), max(shown, digits), money.Down)
	return money.FromInt(whole.Int64()).Add(money.FromInt(rest.Int64()).Mul(least))
}

func power(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
}

// round gives the worksheet its result.
func (w *Worksheet) round(minor *big.Rat, currency money.Currency) error {
	// The nearest whole number is (2n + d) / 2d, cut off, for a magnitude n/d.
	twice := new(big.Int).Lsh(minor.Denom(), 1)
	above := new(big.Int).Lsh(new(big.Int).Abs(minor.Num()), 1)
	rounded := above.Add(above, minor.Denom()).Quo(above, twice)
	if !rounded.IsInt64() {
		*w = Worksheet{}
		return fmt.Errorf("%w: it is too large", ErrResult)
	}
	w.Result = money.Amount{Minor: rounded.Int64() * int64(minor.Sign()), Currency: currency}
	w.Steps = append(w.Steps, Step{
		Rule: fmt.Sprintf("round %d %s", currency.Digits(), money.HalfUp), Value: w.Result.Decimal(),
	})
	return nil
}
