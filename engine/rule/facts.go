package rule

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"baodan/engine/money"
)

// Facts are checked factors by name. Values are string, int64, money.Decimal, bool, time.Time (UTC, whole
// milliseconds), Facts for objects and []any for lists; what was left out and has no default is not there. Their JSON
// is canonical: equal facts give equal bytes, and Factors.Recall reads them back.
type Facts map[string]any

// SplitPersonal divides facts into those that are not personal and those that are. What is there on neither side is
// left out; lists of objects keep their positions on both sides, so that Merge can join them.
func (f Facts) SplitPersonal(factors Factors) (plain, personal Facts) {
	plain = make(Facts, len(f))
	for i := range factors {
		factor := &factors[i]
		value, there := f[factor.Name]
		if !there {
			continue
		}
		open, hidden := factor.split(value)
		if open != nil {
			plain[factor.Name] = open
		}
		if hidden != nil {
			if personal == nil {
				personal = Facts{}
			}
			personal[factor.Name] = hidden
		}
	}
	return plain, personal
}

func (f *Factor) split(value any) (open, hidden any) {
	switch {
	case f.Personal != "":
		return nil, value
	case !f.holdsPersonal():
		return value, nil
	}
	switch value := value.(type) {
	case Facts:
		plain, personal := value.SplitPersonal(f.Fields)
		if personal == nil {
			return plain, nil
		}
		return plain, personal
	case []any:
		plain, personal := make([]any, len(value)), make([]any, len(value))
		for i, item := range value {
			plain[i], personal[i] = f.Items.split(item)
			if plain[i] == nil { // the items themselves are personal
				return nil, value
			}
			if personal[i] == nil {
				personal[i] = Facts{}
			}
		}
		return plain, personal
	}
	return value, nil
}

// Merge joins what SplitPersonal divided. Neither side is changed.
func (f Facts) Merge(personal Facts) Facts {
	joined := maps.Clone(f)
	if joined == nil {
		joined = make(Facts, len(personal))
	}
	for name, value := range personal {
		joined[name] = merge(joined[name], value)
	}
	return joined
}

func merge(open, hidden any) any {
	switch hidden := hidden.(type) {
	case Facts:
		if open, ok := open.(Facts); ok {
			return open.Merge(hidden)
		}
	case []any:
		if open, ok := open.([]any); ok && len(open) == len(hidden) {
			list := make([]any, len(open))
			for i := range open {
				list[i] = merge(open[i], hidden[i])
			}
			return list
		}
	}
	return hidden
}

// text writes a canonical value for people.
func text(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int64:
		return strconv.FormatInt(value, 10)
	case money.Decimal:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05.000Z")
	case Period:
		return value.String()
	}
	written, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(written)
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
