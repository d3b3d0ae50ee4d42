package rule

import (
	"encoding/json"
	"strconv"
	"time"

	"baodan/engine/money"
)

// AppendJSON writes facts in the order of their declarations: the same facts always give the same bytes, which is what
// a stored request is recognized by. Names that no factor declares are left out; Check lets none through.
func (fs Factors) AppendJSON(out []byte, facts Facts) []byte {
	out = append(out, '{')
	first := len(out)
	for i := range fs {
		value, there := facts[fs[i].Name]
		if !there {
			continue
		}
		if len(out) > first {
			out = append(out, ',')
		}
		out = AppendText(out, fs[i].Name)
		out = append(out, ':')
		out = fs[i].appendValue(out, value)
	}
	return append(out, '}')
}

func (f *Factor) appendValue(out []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return AppendText(out, v)
	case int64:
		return strconv.AppendInt(out, v, 10)
	case bool:
		return strconv.AppendBool(out, v)
	case money.Decimal:
		return AppendText(out, v.String())
	case time.Time:
		out = append(out, '"')
		out = v.UTC().AppendFormat(out, time.RFC3339Nano)
		return append(out, '"')
	case Facts:
		return Factors(f.Fields).AppendJSON(out, v)
	case []any:
		out = append(out, '[')
		for i, item := range v {
			if i > 0 {
				out = append(out, ',')
			}
			out = f.Items.appendValue(out, item)
		}
		return append(out, ']')
	}
	return append(out, "null"...) // facts hold nothing else
}

// AppendText writes a JSON string; nearly all texts need no escaping.
func AppendText(out []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			written, err := json.Marshal(text)
			if err != nil {
				written = []byte(`""`) // strings always marshal
			}
			return append(out, written...)
		}
	}
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}
