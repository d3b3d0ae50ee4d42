// Package money decides what an exact decimal and an amount of money are, and how either is rounded. Nothing in it is
// ever a binary fraction, and nothing rounds unless it is told to. Which amounts are due is left to rating.
package money

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"

	"github.com/cockroachdb/apd/v3"
)

const (
	// MaxInteger is how many digits before the point ParseDecimal takes.
	MaxInteger = 18
	// MaxFraction is how many digits after the point ParseDecimal takes.
	MaxFraction = 6
	// MaxDigits bounds what a computation may grow to; beyond it the result is broken with ErrPrecision.
	MaxDigits = 100
)

var (
	// ErrDecimal says that a text is not a decimal of the contract.
	ErrDecimal = errors.New("not a decimal such as 12.50: digits, at most 18 before and 6 after the point")
	// ErrPrecision says that an exact result would need more than MaxDigits digits, or that something was divided by zero.
	ErrPrecision = errors.New("the exact result needs more than 100 digits, or a division by zero")
)

// Decimal is an exact decimal number. It is a value: copying is free, nothing changes it, and its zero value is 0.
// Adding, subtracting and multiplying never round. A result that cannot be held exactly is broken: see Err.
//
// Numbers of up to 18 digits, nearly all there are, live in two machine words; the rest is apd's.
type Decimal struct {
	coefficient int64        // value = coefficient / 10^fraction, where large is nil
	fraction    int32        // 0..18; no trailing zeros in the coefficient when > 0
	large       *apd.Decimal // reduced, never changed after it was made
}

var (
	broken = &apd.Decimal{Form: apd.NaN}
	exact  = apd.Context{Precision: MaxDigits, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent, Rounding: apd.RoundDown}
	powers = func() (p [19]int64) {
		p[0] = 1
		for i := 1; i < len(p); i++ {
			p[i] = p[i-1] * 10
		}
		return p
	}()
)

// FromInt is a whole number.
func FromInt(n int64) Decimal { return Decimal{coefficient: n} }

// ParseDecimal reads -?digits(.digits)? with at most 18 digits before and 6 after the point: no exponent, no plus, no
// space, no digits but ASCII ones. "-0" is 0. It fails with ErrDecimal.
func ParseDecimal(text string) (Decimal, error) { return parse(text, MaxInteger, MaxFraction) }

// MustDecimal is ParseDecimal for texts that stand in the program; it panics where ParseDecimal fails.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic(fmt.Sprintf("money: %q: %v", text, err))
	}
	return d
}

func parse(text string, maxInteger, maxFraction int) (Decimal, error) {
	digits := text
	if digits != "" && digits[0] == '-' {
		digits = digits[1:]
	}
	point := len(digits)
	for i := range len(digits) {
		switch c := digits[i]; {
		case c == '.' && point == len(digits):
			point = i
		case c < '0' || c > '9':
			return Decimal{}, ErrDecimal
		}
	}
	fraction := max(len(digits)-point-1, 0)
	if point == 0 || point == len(digits)-1 || point > maxInteger || fraction > maxFraction {
		return Decimal{}, ErrDecimal
	}
	if point+fraction > 18 {
		large, _, err := apd.NewFromString(text)
		if err != nil {
			return Decimal{}, ErrDecimal
		}
		return fromLarge(large), nil
	}
	var n int64
	for i := range len(digits) {
		if digits[i] != '.' {
			n = n*10 + int64(digits[i]-'0')
		}
	}
	if len(digits) != len(text) {
		n = -n
	}
	return reduced(n, int32(fraction)), nil
}

// reduced is the one form of a small value: no zeros at the end of its fraction.
func reduced(coefficient int64, fraction int32) Decimal {
	for fraction > 0 && coefficient%10 == 0 {
		coefficient /= 10
		fraction--
	}
	return Decimal{coefficient: coefficient, fraction: fraction}
}

// fromLarge takes over d.
func fromLarge(d *apd.Decimal) Decimal {
	if d.Form != apd.Finite {
		return Decimal{large: broken}
	}
	d.Reduce(d)
	if d.IsZero() {
		return Decimal{}
	}
	if d.NumDigits()+max(int64(d.Exponent), 0) > MaxDigits || d.Exponent < -MaxDigits {
		return Decimal{large: broken}
	}
	if d.Exponent > 0 { // whole numbers are written out, so that each value has one form
		var ten apd.BigInt
		ten.Exp(apd.NewBigInt(10), apd.NewBigInt(int64(d.Exponent)), nil)
		d.Coeff.Mul(&d.Coeff, &ten)
		d.Exponent = 0
	}
	if signed := new(apd.BigInt).Set(&d.Coeff); d.Exponent >= -18 {
		if d.Negative {
			signed.Neg(signed)
		}
		if signed.IsInt64() {
			return Decimal{coefficient: signed.Int64(), fraction: -d.Exponent}
		}
	}
	return Decimal{large: d}
}

func (d Decimal) apd() *apd.Decimal {
	if d.large != nil {
		return d.large
	}
	return apd.New(d.coefficient, -d.fraction)
}

// Err is ErrPrecision for a broken value and for all that was computed from one; otherwise nil.
func (d Decimal) Err() error {
	if d.large != nil && d.large.Form != apd.Finite {
		return ErrPrecision
	}
	return nil
}

// Add is d + other, exactly.
func (d Decimal) Add(other Decimal) Decimal {
	if a, b, fraction, ok := aligned(d, other); ok {
		if sum := a + b; (sum > a) == (b > 0) {
			return reduced(sum, fraction)
		}
	}
	return d.by((*apd.Context).Add, other)
}

// Sub is d - other, exactly.
func (d Decimal) Sub(other Decimal) Decimal {
	if a, b, fraction, ok := aligned(d, other); ok {
		if difference := a - b; (difference < a) == (b > 0) {
			return reduced(difference, fraction)
		}
	}
	return d.by((*apd.Context).Sub, other)
}

// Mul is d * other, exactly.
func (d Decimal) Mul(other Decimal) Decimal {
	if d.large == nil && other.large == nil && d.fraction+other.fraction <= 18 {
		high, low := bits.Mul64(magnitude(d.coefficient), magnitude(other.coefficient))
		if high == 0 && low <= math.MaxInt64 {
			n := int64(low)
			if (d.coefficient < 0) != (other.coefficient < 0) {
				n = -n
			}
			return reduced(n, d.fraction+other.fraction)
		}
	}
	return d.by((*apd.Context).Mul, other)
}

// Neg is -d.
func (d Decimal) Neg() Decimal { return Decimal{}.Sub(d) }

func (d Decimal) by(operation func(*apd.Context, *apd.Decimal, *apd.Decimal, *apd.Decimal) (apd.Condition, error), other Decimal) Decimal {
	result := new(apd.Decimal)
	condition, err := operation(&exact, result, d.apd(), other.apd())
	if err != nil || condition&^apd.Rounded != 0 {
		return Decimal{large: broken}
	}
	return fromLarge(result)
}

// aligned gives both coefficients at the larger fraction, if they fit.
func aligned(a, b Decimal) (x, y int64, fraction int32, ok bool) {
	if a.large != nil || b.large != nil {
		return 0, 0, 0, false
	}
	x, y, fraction = a.coefficient, b.coefficient, max(a.fraction, b.fraction)
	ok = shift(&x, fraction-a.fraction) && shift(&y, fraction-b.fraction)
	return x, y, fraction, ok
}

func shift(n *int64, digits int32) bool {
	high, low := bits.Mul64(magnitude(*n), uint64(powers[digits]))
	if high != 0 || low > math.MaxInt64 {
		return false
	}
	*n *= powers[digits]
	return true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// Cmp is -1, 0 or 1 as d is less than, equal to or greater than other. A broken value lies above every other.
func (d Decimal) Cmp(other Decimal) int {
	if a, b, _, ok := aligned(d, other); ok {
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	}
	if d.Err() != nil || other.Err() != nil {
		switch {
		case other.Err() == nil:
			return 1
		case d.Err() == nil:
			return -1
		}
		return 0
	}
	return d.apd().Cmp(other.apd())
}

// Equal tells whether both are the same number; a broken value equals nothing.
func (d Decimal) Equal(other Decimal) bool { return d.Err() == nil && d.Cmp(other) == 0 }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.large != nil:
		return d.large.Sign()
	case d.coefficient < 0:
		return -1
	case d.coefficient > 0:
		return 1
	}
	return 0
}

// String is the one way to write the number: no exponent, no zeros at the end of a fraction; "NaN" for a broken value.
func (d Decimal) String() string {
	if d.large == nil && d.fraction == 0 {
		return strconv.FormatInt(d.coefficient, 10)
	}
	var buffer [48]byte
	return string(d.append(buffer[:0]))
}

func (d Decimal) append(to []byte) []byte {
	if d.large != nil {
		return d.large.Append(to, 'f')
	}
	if d.coefficient < 0 {
		to = append(to, '-')
	}
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], magnitude(d.coefficient), 10)
	fraction := int(d.fraction)
	if fraction == 0 {
		return append(to, text...)
	}
	for i := len(text); i <= fraction; i++ {
		to = append(to, '0')
		if i == len(text) && fraction >= len(text) {
			to = append(to, '.')
		}
	}
	if whole := len(text) - fraction; whole > 0 {
		to = append(to, text[:whole]...)
		to = append(to, '.')
		return append(to, text[whole:]...)
	}
	return append(to, text...)
}
