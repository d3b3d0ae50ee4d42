package money

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// RoundingMode says which of two neighbours a number between them becomes.
type RoundingMode uint8

// Modes of rounding. Names in product files are halfUp, halfEven, up and down.
const (
	HalfUp   RoundingMode = iota // nearest; the middle goes away from zero (四舍五入)
	HalfEven                     // nearest; the middle goes to the even digit
	Up                           // away from zero
	Down                         // towards zero
)

var modes = [...]struct {
	name string
	apd  apd.Rounder
}{{"halfUp", apd.RoundHalfUp}, {"halfEven", apd.RoundHalfEven}, {"up", apd.RoundUp}, {"down", apd.RoundDown}}

// ParseRoundingMode reads a mode's name.
func ParseRoundingMode(name string) (RoundingMode, error) {
	var names []string
	for i, m := range modes {
		if m.name == name {
			return RoundingMode(i), nil
		}
		names = append(names, m.name)
	}
	return 0, fmt.Errorf("%q is not a way to round: %s", name, strings.Join(names, ", "))
}

func (m RoundingMode) String() string { return modes[m].name }

// Round gives d with at most digits after the point (0..50; less counts as 0, more as 50).
func (d Decimal) Round(digits int, mode RoundingMode) Decimal {
	digits = min(max(digits, 0), MaxDigits/2)
	if d.large == nil {
		if int(d.fraction) <= digits {
			return d
		}
		return roundSmall(d, int32(digits), mode)
	}
	if d.Err() != nil {
		return d
	}
	context := exact
	context.Rounding = modes[mode].apd
	context.Precision = 2 * MaxDigits
	result := new(apd.Decimal)
	if int(-d.large.Exponent) <= digits {
		return d
	}
	if _, err := context.Quantize(result, d.large, int32(-digits)); err != nil {
		return Decimal{large: broken}
	}
	return fromLarge(result)
}

func roundSmall(d Decimal, digits int32, mode RoundingMode) Decimal {
	unit := powers[d.fraction-digits]
	quotient, rest := d.coefficient/unit, magnitude(d.coefficient%unit)
	half := uint64(unit) / 2 // a power of ten above 1 is even
	away := false
	switch mode {
	case HalfUp:
		away = rest >= half
	case HalfEven:
		away = rest > half || rest == half && quotient%2 != 0
	case Up:
		away = rest > 0
	case Down:
	}
	if away && d.coefficient < 0 {
		quotient--
	} else if away {
		quotient++
	}
	return reduced(quotient, digits)
}

// Quo is d / other, rounded once to digits after the point (0..50). Division by zero gives a broken value.
func (d Decimal) Quo(other Decimal, digits int, mode RoundingMode) Decimal {
	if d.Err() != nil || other.Err() != nil || other.Sign() == 0 {
		return Decimal{large: broken}
	}
	context := exact
	context.Precision = 4 * MaxDigits // enough for any two values of 100 digits and a fraction of 50
	quotient := new(apd.Decimal)
	condition, err := context.Quo(quotient, d.apd(), other.apd())
	if err != nil || quotient.Form != apd.Finite {
		return Decimal{large: broken}
	}
	if condition.Inexact() { // what was cut off must still tell 0.5 from a little more, and 0 from a little more
		quotient.Coeff.Mul(&quotient.Coeff, apd.NewBigInt(10))
		quotient.Coeff.Add(&quotient.Coeff, apd.NewBigInt(1))
		quotient.Exponent--
	}
	digits = min(max(digits, 0), MaxDigits/2)
	context.Precision, context.Rounding = 8*MaxDigits, modes[mode].apd
	result := new(apd.Decimal)
	if _, err := context.Quantize(result, quotient, int32(-digits)); err != nil {
		return Decimal{large: broken}
	}
	return fromLarge(result)
}

// Ceil is the least whole number that is not below d.
func (d Decimal) Ceil() Decimal {
	if d.Sign() > 0 {
		return d.Round(0, Up)
	}
	return d.Round(0, Down)
}

// Int64 is d where d is whole and fits; ok tells.
func (d Decimal) Int64() (n int64, ok bool) {
	return d.coefficient, d.large == nil && d.fraction == 0
}
