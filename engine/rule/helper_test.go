package rule_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

func title(name string) rule.Text { return rule.Text{Zh: name, En: name} }

// declared are factors of every type.
func declared() []rule.Factor {
	return []rule.Factor{
		{Name: "name", Title: title("name"), Type: rule.StringType, Personal: "NAME", Optional: true},
		{Name: "category", Title: title("category"), Type: rule.StringType, Enum: []string{"a", "b", "c"}},
		{Name: "note", Title: title("note"), Type: rule.StringType, Optional: true, MaxLength: 5},
		{Name: "code", Title: title("code"), Type: rule.StringType, Optional: true, Pattern: "[0-9]{3}"},
		{Name: "count", Title: title("count"), Type: rule.IntegerType, Min: "0", Max: "10", Default: json.Number("1")},
		{Name: "rate", Title: title("rate"), Type: rule.DecimalType, Min: "0", Below: "1", Unit: "CNY"},
		{Name: "flag", Title: title("flag"), Type: rule.BooleanType, Default: false},
		{Name: "at", Title: title("at"), Type: rule.InstantType, Optional: true},
		{Name: "home", Title: title("home"), Type: rule.ObjectType, Optional: true, Fields: []rule.Factor{
			{Name: "city", Type: rule.StringType},
			{Name: "street", Type: rule.StringType, Personal: "CONTACT", Optional: true},
		}},
		{Name: "items", Title: title("items"), Type: rule.ListType, Optional: true, MaxItems: 3, Items: &rule.Factor{
			Type: rule.ObjectType, Fields: []rule.Factor{
				{Name: "price", Type: rule.DecimalType},
				{Name: "to", Type: rule.StringType, Personal: "ACCOUNT", Optional: true},
			},
		}},
		{Name: "tags", Title: title("tags"), Type: rule.ListType, Optional: true, MaxItems: 3, Items: &rule.Factor{Type: rule.StringType}},
		{Name: "phones", Title: title("phones"), Type: rule.ListType, Optional: true, MaxItems: 2, Items: &rule.Factor{Type: rule.StringType, Personal: "CONTACT"}},
	}
}

func factors(t testing.TB) rule.Factors {
	t.Helper()
	fs, problems := rule.NewFactors(declared())
	require.Empty(t, problems)
	return fs
}

// decode reads JSON as a server does.
func decode(t testing.TB, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var raw map[string]any
	require.NoError(t, decoder.Decode(&raw))
	return raw
}

const whole = `{"name": "张三", "category": "a", "note": "好", "code": "007", "count": 3, "rate": "0.50", "flag": true,
	"at": "2026-11-23T08:00:00.1239+08:00", "home": {"city": "杭州", "street": "文三路"},
	"items": [{"price": "1.10", "to": "x"}, {"price": "2"}], "tags": ["p", "q"], "phones": ["1", "2"]}`

func facts(t testing.TB, text string) rule.Facts {
	t.Helper()
	f, violations := factors(t).Check(decode(t, text))
	require.Empty(t, violations)
	return f
}

var shanghai = time.FixedZone("UTC+8", 8*3600)

// environment knows the declared factors and the circumstances of a case.
func environment(t testing.TB, derived ...rule.Derived) *rule.Environment {
	t.Helper()
	claim, problems := rule.NewFactors([]rule.Factor{{Name: "loss", Title: title("loss"), Type: rule.DecimalType, Optional: true}})
	require.Empty(t, problems)
	e, err := rule.NewEnvironment(factors(t), claim, shanghai)
	require.NoError(t, err)
	for _, d := range derived {
		require.Empty(t, e.Derive(d))
	}
	require.NoError(t, e.WithCase(claim, []string{"A", "B"}))
	return e
}

func sentences(problems []rule.Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}
