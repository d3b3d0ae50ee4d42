package rating

import (
	"fmt"

	"baodan/engine/money"
)

// Adjustment changes what a sheet computes, as an agreement does with a premium: the value before its last rounding is multiplied
// by a factor, and the result is kept within bounds. Nil parts change nothing.
type Adjustment struct {
	Factor      *money.Decimal
	Least, Most *money.Decimal
	// What the steps are called in explanations.
	FactorStep, BoundsStep string
}

// multiply applies the factor.
func (a *Adjustment) multiply(value money.Decimal, w *Worksheet) money.Decimal {
	value = value.Mul(*a.Factor)
	w.Steps = append(w.Steps, Step{Rule: a.FactorStep, Value: value})
	return value
}

// finish rounds the fractions that the factor left, where the sheet has no rounding of its own, and applies the bounds.
func (a *Adjustment) finish(value money.Decimal, w *Worksheet, currency money.Currency) money.Decimal {
	if whole := value.Round(currency.Digits(), money.HalfUp); a.Factor != nil && !whole.Equal(value) {
		value = whole
		w.Steps = append(w.Steps, Step{Rule: fmt.Sprintf("round %d %s", currency.Digits(), money.HalfUp), Value: value})
	}
	if a.Least == nil && a.Most == nil {
		return value
	}
	if a.Least != nil && value.Cmp(*a.Least) < 0 {
		value = *a.Least
	}
	if a.Most != nil && value.Cmp(*a.Most) > 0 {
		value = *a.Most
	}
	w.Steps = append(w.Steps, Step{Rule: a.BoundsStep, Value: value})
	return value
}
