package rating

import (
	"fmt"
	"math/big"
	"strconv"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Price is what a plan costs.
type Price struct {
	Name   string // the plan, for explanations
	Amount money.Amount
}

// shown is how many digits after the point the steps of a division show; the rest is cut off, so that what is shown
// rounds as the exact value does.
const shown = 6

// Difference is what a change of plan costs for the days left: (after - before) x days left / days, computed exactly
// and rounded once, at the end, to the minor unit: half up, and half away from zero where it is negative, which is a
// refund. It fails with ErrResult for more days left than days, mixed
// currencies and what is too large.
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
	w.Result, err = roundMinor(exact, currency)
	if err != nil {
		return Worksheet{}, err
	}
	w.Steps = append(w.Steps, rounded(w.Result))
	return w, nil
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

// roundMinor is the nearest whole number of minor units: half up, and half away from zero where it is negative.
func roundMinor(minor *big.Rat, currency money.Currency) (money.Amount, error) {
	// The nearest whole number is (2n + d) / 2d, cut off, for a magnitude n/d.
	twice := new(big.Int).Lsh(minor.Denom(), 1)
	above := new(big.Int).Lsh(new(big.Int).Abs(minor.Num()), 1)
	nearest := above.Add(above, minor.Denom()).Quo(above, twice)
	if !nearest.IsInt64() {
		return money.Amount{}, fmt.Errorf("%w: it is too large", ErrResult)
	}
	return money.Amount{Minor: nearest.Int64() * int64(minor.Sign()), Currency: currency}, nil
}

// rounded is the step that shows a rounded amount.
func rounded(amount money.Amount) Step {
	return Step{Rule: fmt.Sprintf("round %d %s", amount.Currency.Digits(), money.HalfUp), Value: amount.Decimal()}
}
