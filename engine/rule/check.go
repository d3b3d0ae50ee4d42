package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"baodan/engine/money"
)

// Violation says what is wrong with one input.
type Violation struct {
	Code    string // INVALID_VALUE or REQUIRED
	Path    []string
	Message string
}

// Codes of violations.
const (
	InvalidValue = "INVALID_VALUE"
	Required     = "REQUIRED"
)

const (
	largestInteger = 1 << 53 // what every JSON reader holds exactly
	longestInstant = 40
	firstYear      = 1900
	lastYear       = 9998
)

// mostViolations are reported of one input.
const mostViolations = 100

// Check reads raw factors, as encoding/json gives them with UseNumber, into facts: defaults filled in, every value in
// its one canonical form. The first 100 violations are reported, in the order of the declarations; unknown factors last.
func (fs Factors) Check(raw map[string]any) (Facts, []Violation) {
	c := checker{complete: true}
	facts := c.object(fs, raw)
	if len(c.violations) > 0 {
		return nil, c.violations
	}
	return facts, nil
}

// Recall reads facts back from the JSON they were stored as. Parts of them, such as SplitPersonal gives, are fine:
// nothing is required and no default is filled in.
func (fs Factors) Recall(text json.RawMessage) (Facts, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var raw map[string]any
	if err := decoder.Decode(&raw); err != nil {
		return nil, fmt.Errorf("stored facts: %w", err)
	}
	c := checker{}
	facts := c.object(fs, raw)
	if len(c.violations) > 0 {
		v := c.violations[0]
		return nil, fmt.Errorf("stored facts: %s: %s", strings.Join(v.Path, "."), v.Message)
	}
	return facts, nil
}

// checker walks raw values beside their declarations.
type checker struct {
	complete   bool // required ones must be there and defaults are filled in
	path       []string
	violations []Violation
}

func (c *checker) fail(code, format string, arguments ...any) any {
	if len(c.violations) < mostViolations {
		c.violations = append(c.violations, Violation{code, slices.Clone(c.path), fmt.Sprintf(format, arguments...)})
	}
	return nil
}

func (c *checker) object(factors []Factor, raw map[string]any) Facts {
	facts := make(Facts, len(factors))
	known := 0
	for i := range factors {
		f := &factors[i]
		value, there := raw[f.Name]
		if there {
			known++
		}
		c.path = append(c.path, f.Name)
		switch {
		case value != nil:
			if canonical := c.value(f, value); canonical != nil {
				facts[f.Name] = canonical
			}
		case f.fallback != nil && c.complete:
			facts[f.Name] = f.fallback
		case !f.Optional && c.complete:
			c.fail(Required, "is needed")
		}
		c.path = c.path[:len(c.path)-1]
	}
	if known < len(raw) {
		c.unknown(factors, raw)
	}
	return facts
}

func (c *checker) unknown(factors []Factor, raw map[string]any) {
	for _, name := range sortedKeys(raw) {
		if !slices.ContainsFunc(factors, func(f Factor) bool { return f.Name == name }) {
			c.path = append(c.path, cut(name))
			c.fail(InvalidValue, "is not a factor of the product")
			c.path = c.path[:len(c.path)-1]
		}
	}
}

// cut keeps a name that somebody made up short enough to be answered.
func cut(name string) string {
	if !utf8.ValidString(name) || len(name) > 64 {
		return strconv.QuoteToASCII(name[:min(len(name), 40)])
	}
	return name
}

// value gives the canonical form, or nil after a violation.
func (c *checker) value(f *Factor, raw any) any {
	switch f.Type {
	case StringType:
		if text, ok := raw.(string); ok {
			if !c.text(f, text) {
				return nil
			}
			return raw // as it is, without a copy
		}
		return c.fail(InvalidValue, "must be a string")
	case IntegerType:
		return c.integer(f, raw)
	case DecimalType:
		text, ok := raw.(string)
		if !ok {
			return c.fail(InvalidValue, "must be a decimal in a string such as \"12.50\"; numbers are refused")
		}
		value, err := money.ParseDecimal(text)
		if err != nil {
			return c.fail(InvalidValue, "must be a decimal: digits, at most 18 before and 6 after the point")
		}
		return c.within(f, value, value)
	case BooleanType:
		if value, ok := raw.(bool); ok {
			return value
		}
		return c.fail(InvalidValue, "must be true or false")
	case InstantType:
		return c.instant(raw)
	case ObjectType:
		if value, ok := raw.(map[string]any); ok {
			return c.object(f.Fields, value)
		}
		return c.fail(InvalidValue, "must be an object")
	case ListType:
		return c.list(f, raw)
	default:
		return c.fail(InvalidValue, "has no type")
	}
}

// text tells whether a text is as declared.
func (c *checker) text(f *Factor, text string) bool {
	if f.Enum != nil {
		if slices.Contains(f.Enum, text) {
			return true
		}
		c.fail(InvalidValue, "must be one of %s", strings.Join(f.Enum, ", "))
		return false
	}
	n := utf8.RuneCountInString(text)
	switch {
	case !utf8.ValidString(text):
		c.fail(InvalidValue, "must be UTF-8")
	case n == 0 || n > f.MaxLength:
		c.fail(InvalidValue, "must have 1 to %d characters", f.MaxLength)
	case strings.ContainsFunc(text, unicode.IsControl):
		c.fail(InvalidValue, "must have no control characters")
	case f.pattern != nil && !f.pattern.MatchString(text):
		c.fail(InvalidValue, "must match %s", f.Pattern)
	default:
		return true
	}
	return false
}

func (c *checker) integer(f *Factor, raw any) any {
	number, ok := raw.(json.Number)
	if !ok {
		return c.fail(InvalidValue, "must be a whole number")
	}
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return c.fail(InvalidValue, "must be a whole number, without point or exponent")
	}
	if err != nil || n > largestInteger || n < -largestInteger {
		return c.fail(InvalidValue, "must lie within 2^53 of zero")
	}
	return c.within(f, money.FromInt(n), n)
}

func (c *checker) within(f *Factor, value money.Decimal, canonical any) any {
	switch {
	case f.min != nil && value.Cmp(*f.min) < 0:
		return c.fail(InvalidValue, "must be at least %s", f.min)
	case f.max != nil && value.Cmp(*f.max) > 0:
		return c.fail(InvalidValue, "must be at most %s", f.max)
	case f.below != nil && value.Cmp(*f.below) >= 0:
		return c.fail(InvalidValue, "must be less than %s", f.below)
	}
	return canonical
}

func (c *checker) instant(raw any) any {
	text, ok := raw.(string)
	if ok && len(text) <= longestInstant {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			if t = t.UTC().Truncate(time.Millisecond); t.Year() >= firstYear && t.Year() <= lastYear {
				return t
			}
			return c.fail(InvalidValue, "must lie in the years %d to %d", firstYear, lastYear)
		}
	}
	return c.fail(InvalidValue, "must be an RFC 3339 instant with an offset, such as 2026-11-23T08:00:00+08:00")
}

func (c *checker) list(f *Factor, raw any) any {
	items, ok := raw.([]any)
	if !ok {
		return c.fail(InvalidValue, "must be a list")
	}
	if len(items) > f.MaxItems {
		return c.fail(InvalidValue, "must have at most %d items", f.MaxItems)
	}
	list := make([]any, len(items))
	for i, item := range items {
		c.path = append(c.path, strconv.Itoa(i))
		list[i] = c.value(f.Items, item)
		c.path = c.path[:len(c.path)-1]
	}
	return list
}
