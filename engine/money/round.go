package money

import (
	"cmp"
	"fmt"
	"slices"
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

var modes = [...]string{"halfUp", "halfEven", "up", "down"}

// ParseRoundingMode reads a mode's name.
func ParseRoundingMode(name string) (RoundingMode, error) {
	if i := slices.Index(modes[:], name); i >= 0 {
		return RoundingMode(i), nil
	}
	return 0, fmt.Errorf("%q is not a way to round: %s", name, strings.Join(modes[:], ", "))
}

func (m RoundingMode) String() string { return modes[m] }

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
	return d.Quo(FromInt(1), digits, mode)
}

func roundSmall(d Decimal, digits int32, mode RoundingMode) Decimal {
	unit := powers[d.fraction-digits]
	quotient, rest := d.coefficient/unit, magnitude(d.coefficient%unit)
	away := mode.away(cmp.Compare(rest, uint64(unit)/2), rest > 0, quotient%2 != 0) // a power of ten above 1 is even
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
	digits = min(max(digits, 0), MaxDigits/2)
	// d/other * 10^digits as a fraction of whole numbers, then one division with its rest.
	above, below := d.apd(), other.apd()
	numerator, denominator := new(apd.BigInt).Set(&above.Coeff), new(apd.BigInt).Set(&below.Coeff)
	shift := int64(above.Exponent) - int64(below.Exponent) + int64(digits)
	power := new(apd.BigInt).Exp(apd.NewBigInt(10), apd.NewBigInt(max(shift, -shift)), nil)
	if shift >= 0 {
		numerator.Mul(numerator, power)
	} else {
		denominator.Mul(denominator, power)
	}
	quotient, rest := new(apd.BigInt).QuoRem(numerator, denominator, new(apd.BigInt))
	half := rest.Add(rest, new(apd.BigInt).Set(rest)).Cmp(denominator)
	if mode.away(half, rest.Sign() != 0, quotient.Bit(0) == 1) {
		quotient.Add(quotient, apd.NewBigInt(1))
	}
	result := &apd.Decimal{Exponent: int32(-digits), Negative: d.Sign()*other.Sign() < 0}
	result.Coeff.Set(quotient)
	return fromLarge(result)
}

// away tells whether a magnitude that was cut off goes up by one: half compares what was cut off with one half.
func (m RoundingMode) away(half int, some, odd bool) bool {
	switch m {
	case HalfUp:
		return half >= 0
	case HalfEven:
		return half > 0 || half == 0 && odd
	case Up:
		return some
	default:
		return false
	}
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
