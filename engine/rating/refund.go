package rating

import (
	"fmt"
	"math/big"
	"slices"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Layer is premium that was charged once, to one payer, for a number of days (保费层): that of the issue, or the difference
// that an endorsement charged; the latter is negative where it was given back.
type Layer struct {
	Name   string // policy or endorsement, for explanations
	Payer  string
	Amount money.Amount
	// What of it comes back: the days left of its days, or all of it.
	DaysLeft, Days int64
	Whole          bool
}

// Refund is what comes back of premium.
type Refund struct {
	Worksheet         // Result is negative: it is given back
	Layers    []int64 // what comes back of each layer, in minor units; their sum is -Result
}

// RefundOf is what comes back of layers, to those who paid them: of each payer the exact parts of their layers are added and
// rounded once, half up, and are never more than they paid. Each layer then gets the whole minor units of its exact part; the
// units that remain go to the largest fractions, of equal ones to the older layer. It fails with ErrResult for no layers, mixed
// currencies, more days left than days, and what is too large.
func RefundOf(layers []Layer) (Refund, error) {
	if len(layers) == 0 {
		return Refund{}, fmt.Errorf("%w: nothing to give back", ErrResult)
	}
	currency := layers[0].Amount.Currency
	r := Refund{Layers: make([]int64, len(layers))}
	r.Result.Currency = currency
	payers := payersOf(layers)
	for _, payer := range payers {
		back, err := r.to(payer, layers, currency)
		if err != nil {
			return Refund{}, err
		}
		if len(payers) > 1 {
			r.Steps = append(r.Steps, Step{Rule: "comes back to " + payer, Value: back.Decimal()})
		}
		if r.Result, err = r.Result.Sub(back); err != nil {
			return Refund{}, fmt.Errorf("%w: %w", ErrResult, err)
		}
	}
	r.Steps = append(r.Steps, Step{Rule: "comes back", Value: r.Result.Decimal()})
	return r, nil
}

func payersOf(layers []Layer) []string {
	var payers []string
	for i := range layers {
		if !slices.Contains(payers, layers[i].Payer) {
			payers = append(payers, layers[i].Payer)
		}
	}
	return payers
}

// to finds what one payer gets back, of which layers, and the steps to it.
func (r *Refund) to(payer string, layers []Layer, currency money.Currency) (back money.Amount, err error) {
	parts, exact, paid := make([]*big.Rat, len(layers)), new(big.Rat), money.Amount{Currency: currency}
	for i := range layers {
		l := &layers[i]
		if l.Payer != payer {
			continue
		}
		if paid, err = paid.Add(l.Amount); err != nil {
			return back, fmt.Errorf("%w: %w", ErrResult, err)
		}
		inputs := []rule.Fact{{Name: "premium", Value: l.Amount.Decimal().String()}}
		if l.Whole {
			parts[i] = new(big.Rat).SetInt64(l.Amount.Minor)
		} else {
			if err := checkDays(l.DaysLeft, l.Days); err != nil {
				return back, err
			}
			parts[i] = share(l.Amount.Minor, l.DaysLeft, l.Days)
			inputs = append(inputs, dayFacts(l.DaysLeft, l.Days)...)
		}
		exact.Add(exact, parts[i])
		r.Steps = append(r.Steps, Step{Rule: l.Name, Inputs: inputs, Value: cutOff(exact, currency)})
	}
	if back, err = roundMinor(exact, currency); err != nil {
		return back, err
	}
	r.Steps = append(r.Steps, rounded(back))
	if bounded := max(0, min(back.Minor, paid.Minor)); bounded != back.Minor {
		back.Minor = bounded
		r.Steps = append(r.Steps, Step{Rule: "never more than was charged", Value: back.Decimal()})
	}
	spread(back.Minor, parts, r.Layers)
	return back, nil
}

// spread writes whole units that add up to a total next to their exact parts: the whole units of each part, and those that
// remain to the largest fractions, the first of equal ones; where a bound took some away, the smallest fractions give them back, the
// last of equal ones first. What is more than one for each goes around. A part that is nil gets nothing.
func spread(total int64, parts []*big.Rat, into []int64) {
	order, fractions := make([]int, 0, len(parts)), make([]*big.Rat, len(parts))
	for i, part := range parts {
		if part == nil {
			continue
		}
		whole := new(big.Int).Div(part.Num(), part.Denom()) // rounded down, also below zero
		into[i] = whole.Int64()
		total -= into[i]
		fractions[i] = new(big.Rat).Sub(part, new(big.Rat).SetInt(whole))
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return fractions[b].Cmp(fractions[a]) })
	n := int64(len(order))
	if total < 0 {
		slices.Reverse(order)
	}
	for k, i := range order {
		into[i] += total / n
		switch rest := total % n; { // of the sign of the total
		case int64(k) < rest:
			into[i]++
		case int64(k) < -rest:
			into[i]--
		}
	}
}
