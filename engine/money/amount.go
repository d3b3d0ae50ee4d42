package money

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// Currency is an ISO 4217 code.
type Currency string

// CNY is the insurer's own currency.
const CNY Currency = "CNY"

// minorDigits are those of the currencies that may be dealt in.
var minorDigits = map[Currency]int{
	"CNY": 2, "HKD": 2, "MOP": 2, "TWD": 2, "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "AUD": 2, "CAD": 2, "CHF": 2,
	"NZD": 2, "THB": 2, "MYR": 2, "PHP": 2, "INR": 2, "IDR": 2, "JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "BHD": 3,
}

var (
	// ErrCurrency says that a currency is unknown, or that two amounts have different ones.
	ErrCurrency = errors.New("unknown currency, or two different ones")
	// ErrAmount says that a value is no whole number of minor units, or beyond what an amount holds.
	ErrAmount = errors.New("not a whole number of minor units, or too large")
)

// ParseCurrency reads a code that may be dealt in; others fail with ErrCurrency.
func ParseCurrency(code string) (Currency, error) {
	if _, known := minorDigits[Currency(code)]; !known {
		return "", fmt.Errorf("%w: %q", ErrCurrency, code)
	}
	return Currency(code), nil
}

// Digits is how many digits after the point its minor unit has: 2 for CNY; 0 for a currency that is unknown.
func (c Currency) Digits() int { return minorDigits[c] }

// Amount is a sum of money in minor units: {50, CNY} is half a yuan.
type Amount struct {
	Minor    int64    `json:"minor"`
	Currency Currency `json:"currency"`
}

// FromDecimal is the amount of a value in major units. It never rounds: fractions of a minor unit and sums beyond
// int64 fail with ErrAmount, unknown currencies with ErrCurrency, broken values with ErrPrecision.
func FromDecimal(value Decimal, currency Currency) (Amount, error) {
	if err := value.Err(); err != nil {
		return Amount{}, err
	}
	digits, known := minorDigits[currency]
	if !known {
		return Amount{}, fmt.Errorf("%w: %q", ErrCurrency, currency)
	}
	minor, ok := value.Mul(FromInt(powers[digits])).Int64()
	if !ok {
		return Amount{}, fmt.Errorf("%w: %s %s", ErrAmount, value, currency)
	}
	return Amount{minor, currency}, nil
}

// In is FromDecimal.
func (d Decimal) In(currency Currency) (Amount, error) { return FromDecimal(d, currency) }

// Decimal is the amount in major units.
func (a Amount) Decimal() Decimal { return reduced(a.Minor, int32(a.Currency.Digits())) }

// String is like "0.50 CNY", always with all digits of the minor unit.
func (a Amount) String() string { return a.Text() + " " + string(a.Currency) }

// Text is the amount in major units with all the digits of its currency: "0.50", "13.00", "-2.05".
func (a Amount) Text() string {
	var buffer [24]byte
	digits := strconv.AppendUint(buffer[:0], magnitude(a.Minor), 10)
	for len(digits) <= a.Currency.Digits() {
		digits = append([]byte{'0'}, digits...)
	}
	text := string(digits)
	if point := len(text) - a.Currency.Digits(); point < len(text) {
		text = text[:point] + "." + text[point:]
	}
	if a.Minor < 0 {
		return "-" + text
	}
	return text
}

// Add is a + b. Different currencies fail with ErrCurrency, overflow with ErrAmount.
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a.Minor + b.Minor
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("%w: %s and %s", ErrCurrency, a.Currency, b.Currency)
	}
	if (sum > a.Minor) != (b.Minor > 0) {
		return Amount{}, fmt.Errorf("%w: %s + %s", ErrAmount, a, b)
	}
	return Amount{sum, a.Currency}, nil
}

// Sub is a - b. It fails as Add does.
func (a Amount) Sub(b Amount) (Amount, error) {
	difference := a.Minor - b.Minor
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("%w: %s and %s", ErrCurrency, a.Currency, b.Currency)
	}
	if (difference < a.Minor) != (b.Minor > 0) {
		return Amount{}, fmt.Errorf("%w: %s - %s", ErrAmount, a, b)
	}
	return Amount{difference, a.Currency}, nil
}

// MarshalJSON writes a string; a broken value fails with ErrPrecision.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	return append(d.append([]byte{'"'}), '"'), nil
}

// UnmarshalJSON reads a string as MarshalJSON writes it, of up to 100 digits. JSON numbers are refused: they may have
// been binary fractions on their way.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	var s string
	if len(text) == 0 || text[0] != '"' || json.Unmarshal(text, &s) != nil {
		return fmt.Errorf("%w: %s is not a string", ErrDecimal, text)
	}
	value, err := parse(s, MaxDigits, MaxDigits)
	if err == nil {
		err = value.Err()
	}
	if err != nil {
		return err
	}
	*d = value
	return nil
}

// Input is an amount as a caller sends it: whether it is one of the currency is not known yet.
type Input struct {
	Amount   Decimal
	Currency string
}
