package rule

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"baodan/engine/money"
)

var stringsType = reflect.TypeFor[[]string]()

// Layer sets terms by key, as JSON or YAML gave them: "P90D", true, 3, ["PLATFORM"], or {"formula": "gifted ? 'PT0S' :
// 'PT24H'"}.
type Layer map[string]any

// Terms are merged layers: default < product < plan < channel < agreement. They never change and are safe for
// concurrent use.
type Terms struct {
	env    *Environment // nil: no formulas
	values []any        // canonical values and *Formula, by key
	layers []string     // which layer set each
	below  *Terms       // before the last layer; nil: the defaults
}

// Defaults are the terms before any layer. Formulas of layers are compiled in the environment.
func Defaults(env *Environment) *Terms {
	t := &Terms{env: env, values: make([]any, len(keys)), layers: make([]string, len(keys))}
	for i := range keys {
		t.values[i], t.layers[i] = keys[i].Default, "default"
	}
	return t
}

// Over gives the terms with a layer on top. It is the one way to merge: t and the layer stay as they are, and a list
// replaces the list below it as a whole. Unknown keys and wrong values are named with the layer.
func (t *Terms) Over(name string, layer Layer) (*Terms, []Problem) {
	if len(layer) == 0 {
		return t, nil
	}
	var problems Problems
	merged := &Terms{t.env, slices.Clone(t.values), slices.Clone(t.layers), t}
	for _, key := range sortedKeys(layer) {
		i, known := keyIndex[key]
		if !known {
			problems.Add(key, "layer %s: there is no such term", name)
			continue
		}
		value, err := t.read(&keys[i], layer[key])
		if err != nil {
			problems.Add(key, "layer %s: %v", name, err)
			continue
		}
		merged.values[i], merged.layers[i] = value, name
	}
	return merged, problems.List
}

// CheckLayer tells whether a layer may be laid over any product: keys, types and limits. Formulas are the product
// file's own.
func CheckLayer(layer Layer) error {
	_, list := Defaults(nil).Over("agreement", layer)
	return (&Problems{list}).Err()
}

func (t *Terms) read(term *Term, raw any) (any, error) {
	plain, err := asJSON(raw)
	if err != nil {
		return nil, err
	}
	if object, ok := plain.(map[string]any); ok {
		return t.formula(term, object)
	}
	return term.canonical(plain)
}

// asJSON gives a value as JSON with UseNumber gives it, whatever decoder it came from.
func asJSON(raw any) (any, error) {
	text, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var plain any
	err = decoder.Decode(&plain)
	return plain, err
}

func (t *Terms) formula(term *Term, object map[string]any) (any, error) {
	source, ok := object["formula"].(string)
	if !ok || len(object) != 1 {
		return nil, fmt.Errorf("must be %s or {formula: ...}", term.Type)
	}
	if t.env == nil {
		return nil, fmt.Errorf("only the product file has formulas")
	}
	if !slices.Contains(computable, term.Key) {
		return nil, fmt.Errorf("it cannot be computed: only %s can", strings.Join(computable, ", "))
	}
	return t.env.compile(source, term.cel(), proofs{enum: term.Enum})
}

// canonical reads a value by the term's type and limits.
func (t *Term) canonical(raw any) (any, error) {
	wrong := fmt.Errorf("%v is no %s", raw, t.Type)
	switch t.Type {
	case BooleanType:
		if value, ok := raw.(bool); ok {
			return value, nil
		}
	case StringType:
		if value, ok := raw.(string); ok {
			return value, t.among(value)
		}
	case periodType:
		if value, ok := raw.(string); ok {
			period, err := ParsePeriod(value)
			if err != nil {
				return nil, err
			}
			return period, t.within(period)
		}
	case IntegerType:
		if number, ok := raw.(json.Number); ok {
			if n, err := strconv.ParseInt(string(number), 10, 64); err == nil {
				return n, t.within(n)
			}
		}
	case DecimalType:
		if value, ok := raw.(string); ok {
			if d, err := money.ParseDecimal(value); err == nil {
				return d, t.within(d)
			}
		}
		return nil, fmt.Errorf("%v is no decimal in a string", raw)
	case ListType, codesType:
		if items, ok := raw.([]any); ok {
			return t.list(items)
		}
	default:
	}
	return nil, wrong
}

func (t *Term) list(items []any) (any, error) {
	list := make([]string, len(items))
	for i, item := range items {
		value, ok := item.(string)
		if !ok {
			return nil, fmt.Errorf("%v is no string", item)
		}
		if err := t.among(value); err != nil {
			return nil, err
		}
		list[i] = value
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the list is empty")
	}
	return list, nil
}

func (t *Term) among(value string) error {
	if t.Enum != nil && !slices.Contains(t.Enum, value) {
		return fmt.Errorf("%q is none of %s", value, strings.Join(t.Enum, ", "))
	}
	if t.Type == codesType && !ValidCode(value) {
		return fmt.Errorf("%q is no code: capitals, digits and _", value)
	}
	return nil
}

func (t *Term) within(value any) error {
	if t.Least != nil && !atLeast(value, t.Least) {
		return fmt.Errorf("%s is less than %s", text(value), text(t.Least))
	}
	if t.Most != nil && !atLeast(t.Most, value) {
		return fmt.Errorf("%s is more than %s", text(value), text(t.Most))
	}
	return nil
}

func atLeast(value, least any) bool {
	switch value := value.(type) {
	case Period:
		return value.atLeast(least.(Period))
	case money.Decimal:
		return value.Cmp(least.(money.Decimal)) >= 0
	case int64:
		return value >= least.(int64)
	}
	return false
}

// value is the canonical value of a key, computed from the facts where a formula sets it.
func (t *Terms) value(i int, facts Facts) (any, error) {
	formula, computed := t.values[i].(*Formula)
	if !computed {
		return t.values[i], nil
	}
	c := Case{Facts: facts}
	raw, err := formula.Value(c.Scope(t.env))
	if err != nil {
		return nil, fmt.Errorf("term %s: %w", keys[i].Key, err)
	}
	value, err := keys[i].canonical(raw)
	if err != nil {
		return nil, fmt.Errorf("term %s: %w", keys[i].Key, err)
	}
	return value, nil
}

func term[T any](t *Terms, key string, facts Facts) (zero T, err error) {
	i, known := keyIndex[key]
	if !known {
		return zero, fmt.Errorf("there is no term %q", key)
	}
	value, err := t.value(i, facts)
	if err != nil {
		return zero, err
	}
	typed, ok := value.(T)
	if !ok {
		return zero, fmt.Errorf("term %s is a %s", key, keys[i].Type)
	}
	return typed, nil
}

// Period is a term that is a span of time. It fails for an unknown key, and where a formula fails.
func (t *Terms) Period(key string, facts Facts) (Period, error) { return term[Period](t, key, facts) }

// String is a term that is a text. It fails as Period does.
func (t *Terms) String(key string, facts Facts) (string, error) { return term[string](t, key, facts) }

// Decimal is a term that is a decimal. It fails as Period does.
func (t *Terms) Decimal(key string, facts Facts) (money.Decimal, error) {
	return term[money.Decimal](t, key, facts)
}

// Bool is a switch; what there is no switch for is off.
func (t *Terms) Bool(key string) bool {
	on, err := term[bool](t, key, nil)
	return err == nil && on
}

// Int is a whole number; 0 for a key that is none.
func (t *Terms) Int(key string) int64 {
	n, _ := term[int64](t, key, nil)
	return n
}

// Strings is a list; nil for a key that is none.
func (t *Terms) Strings(key string) []string {
	list, _ := term[[]string](t, key, nil)
	return slices.Clone(list)
}

// Explained is a term with where it comes from.
type Explained struct {
	Key   string
	Title Text
	Value string // a formula as it was written
	Layer string // default, product, plan, channel or agreement
	// Overridden are what the layers below it say, the nearest first.
	Overridden []Overridden
}

// Overridden is a value of a term that a layer above it replaces.
type Overridden struct{ Layer, Value string }

// Explain says of every term its value and which layer set it.
func (t *Terms) Explain() []Explained {
	list := make([]Explained, len(keys))
	for i := range keys {
		list[i] = Explained{Key: keys[i].Key, Title: keys[i].Title, Value: t.said(i), Layer: t.layers[i]}
		layer := t.layers[i]
		for below := t.below; below != nil; below = below.below {
			if below.layers[i] != layer {
				layer = below.layers[i]
				list[i].Overridden = append(list[i].Overridden, Overridden{layer, below.said(i)})
			}
		}
	}
	return list
}

// said is the value of a term as a layer says it.
func (t *Terms) said(i int) string {
	if formula, ok := t.values[i].(*Formula); ok {
		return formula.String()
	}
	return text(t.values[i])
}
