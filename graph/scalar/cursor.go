package scalar

import (
	"crypto/hmac"
	"encoding"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"baodan/engine/seal"
	"baodan/insurance/work"
)

// Bound is what the cursors of a list are bound to: which list it is, whose, in which order and by which filter.
type Bound struct {
	mac *seal.Mac
	sum []byte
}

// Bind binds cursors to values. A filter that says the same has the same cursors: what is empty counts as not said, and the order
// of what a list of values holds does not matter.
func Bind(mac *seal.Mac, values ...any) Bound {
	var text strings.Builder
	canonical(&text, reflect.ValueOf(values), true)
	return Bound{mac, mac.Sum([]byte(text.String()))}
}

// macSize is what a cursor holds of its keyed hash: enough that nobody guesses one.
const macSize = 9

const cursorPrefix = "cur_"

// Cursor writes a place of the list.
func (b Bound) Cursor(p work.Place) string {
	text := binary.AppendVarint(nil, p.Key)
	text = binary.AppendVarint(text, p.Value)
	return cursorPrefix + base64.RawURLEncoding.EncodeToString(append(text, b.sign(text)...))
}

// Place reads a cursor; false where this list did not give it.
func (b Bound) Place(cursor string) (p work.Place, ours bool) {
	text, found := strings.CutPrefix(cursor, cursorPrefix)
	if !found || len(text) > 64 {
		return p, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) <= macSize {
		return p, false
	}
	signed, mac := raw[:len(raw)-macSize], raw[len(raw)-macSize:]
	if !hmac.Equal(mac, b.sign(signed)) {
		return p, false
	}
	var n, m int
	p.Key, n = binary.Varint(signed)
	p.Value, m = binary.Varint(signed[max(n, 0):])
	return p, n > 0 && m > 0 && n+m == len(signed)
}

func (b Bound) sign(text []byte) []byte { return b.mac.Sum(b.sum, text)[:macSize] }

// canonical writes a value so that two texts are the same where the values say the same. Lists of values are sorted, except those
// whose order says something.
func canonical(to *strings.Builder, v reflect.Value, ordered bool) {
	if text, ok := v, v.IsValid() && v.CanInterface(); ok && text.Kind() != reflect.Pointer {
		switch text := text.Interface().(type) {
		case encoding.TextMarshaler:
			line, err := text.MarshalText()
			fmt.Fprintf(to, "%q%v", line, err)
			return
		case fmt.Stringer:
			fmt.Fprintf(to, "%q", text.String())
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		canonical(to, v.Elem(), ordered)
	case reflect.Struct:
		for i := range v.NumField() {
			member(to, v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			member(to, key.String(), v.MapIndex(key))
		}
	case reflect.Slice, reflect.Array:
		parts := make([]string, v.Len())
		for i := range parts {
			var part strings.Builder
			canonical(&part, v.Index(i), false)
			parts[i] = part.String()
		}
		if !ordered {
			slices.Sort(parts)
		}
		fmt.Fprintf(to, "%q", parts)
	case reflect.Invalid:
		to.WriteString("-")
	case reflect.String:
		fmt.Fprintf(to, "%q", v.String())
	default:
		fmt.Fprintf(to, "%v", v)
	}
}

// member writes what a filter says under a name; nothing where it says nothing.
func member(to *strings.Builder, name string, v reflect.Value) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return
	}
	var text strings.Builder
	if canonical(&text, v, false); text.Len() > 0 {
		fmt.Fprintf(to, "{%s %s}", name, text.String())
	}
}
