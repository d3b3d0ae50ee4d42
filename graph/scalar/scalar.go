// Package scalar writes and reads the values of the schema: exact decimals and moments as text, numbers never.
package scalar

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// invalid is what every value that does not fit its scalar answers.
func invalid(detail string) error { return fault.New(fault.CodeVariableInvalid, detail) }

// MarshalDecimal writes an exact decimal as a string.
func MarshalDecimal(d money.Decimal) graphql.Marshaler { return text(d.String()) }

// UnmarshalDecimal reads an exact decimal; JSON numbers are refused, since they may have been floats on their way.
func UnmarshalDecimal(v any) (money.Decimal, error) {
	s, ok := v.(string)
	if !ok {
		return money.Decimal{}, invalid("a decimal is a string such as \"0.73\"; numbers are refused")
	}
	d, err := money.ParseDecimal(s)
	if err != nil {
		return d, invalid(err.Error())
	}
	return d, nil
}

// MarshalDecimalText writes an exact decimal that is text already: an amount with all the digits of its currency.
func MarshalDecimalText(s string) graphql.Marshaler { return text(s) }

// UnmarshalDecimalText reads an exact decimal as text.
func UnmarshalDecimalText(v any) (string, error) {
	d, err := UnmarshalDecimal(v)
	return d.String(), err
}

// MarshalCurrency writes a currency code.
func MarshalCurrency(c money.Currency) graphql.Marshaler { return text(string(c)) }

// UnmarshalCurrency reads a currency code.
func UnmarshalCurrency(v any) (money.Currency, error) {
	s, err := UnmarshalCurrencyInput(v)
	return money.Currency(s), err
}

// MarshalCurrencyInput writes a currency code.
func MarshalCurrencyInput(s string) graphql.Marshaler { return text(s) }

// UnmarshalCurrencyInput reads a currency code: three capital letters.
func UnmarshalCurrencyInput(v any) (string, error) {
	s, ok := v.(string)
	if !ok || len(s) != 3 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' || s[2] < 'A' || s[2] > 'Z' {
		return "", invalid("a currency is an ISO 4217 code such as CNY")
	}
	return s, nil
}

const instant = "2006-01-02T15:04:05.000Z"

// MarshalDateTime writes a moment in UTC with Z and milliseconds.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		var buffer [32]byte
		line := append(buffer[:0], '"')
		line = t.UTC().AppendFormat(line, instant)
		w.Write(append(line, '"')) //nolint:errcheck // the writer is memory
	})
}

// UnmarshalDateTime reads an RFC 3339 moment; an offset is needed, and the year has four digits.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok || len(s) > 40 {
		return time.Time{}, invalid("a moment is RFC 3339 text with an offset")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, invalid("a moment is RFC 3339 text with an offset, such as 2026-11-23T08:00:00+08:00")
	}
	if t = t.UTC().Truncate(time.Millisecond); t.Year() < 1900 || t.Year() > 9998 {
		return time.Time{}, invalid("the year must lie between 1900 and 9998")
	}
	return t, nil
}

// MarshalObject writes a JSON object.
func MarshalObject(m map[string]any) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		if err := json.NewEncoder(w).Encode(m); err != nil {
			panic(err) // what came in as JSON goes out as JSON
		}
	})
}

// UnmarshalObject reads a JSON object; numbers keep the text they were written as.
func UnmarshalObject(v any) (map[string]any, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, invalid("a JSON object is needed")
	}
	plain, ok := asJSON(m).(map[string]any)
	if !ok {
		return nil, invalid("a JSON object is needed")
	}
	return plain, nil
}

// MarshalLayer writes a layer of terms.
func MarshalLayer(l rule.Layer) graphql.Marshaler { return MarshalObject(l) }

// UnmarshalLayer reads a layer of terms.
func UnmarshalLayer(v any) (rule.Layer, error) { return UnmarshalObject(v) }

// asJSON turns the numbers of a literal in the document into what the same literal in variables would be.
func asJSON(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = asJSON(value)
		}
	case []any:
		for i, value := range v {
			v[i] = asJSON(value)
		}
	case int64:
		return json.Number(strconv.FormatInt(v, 10))
	case float64:
		return json.Number(fmt.Sprint(v))
	}
	return v
}

// MarshalRawObject writes a JSON document as it is.
func MarshalRawObject(raw json.RawMessage) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { w.Write(raw) }) //nolint:errcheck // the writer is memory
}

// UnmarshalRawObject reads a JSON object as text.
func UnmarshalRawObject(v any) (json.RawMessage, error) {
	m, err := UnmarshalObject(v)
	if err != nil {
		return nil, err
	}
	return json.Marshal(m)
}

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits, as GraphQL's Int has.
func UnmarshalInt(v any) (int, error) {
	n, err := graphql.UnmarshalInt32(v)
	return int(n), err
}

// MarshalLong writes a 64-bit integer as a string.
func MarshalLong(n int64) graphql.Marshaler { return text(strconv.FormatInt(n, 10)) }

// UnmarshalLong reads a 64-bit integer from a string.
func UnmarshalLong(v any) (int64, error) {
	s, ok := v.(string)
	n, err := strconv.ParseInt(s, 10, 64)
	if !ok || err != nil {
		return 0, invalid("a long is a whole number in a string")
	}
	return n, nil
}

// text writes a string that needs no escaping.
func text(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		io.WriteString(w, `"`+s+`"`) //nolint:errcheck // the writer is memory
	})
}
