package rule_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rule"
)

func TestCheckGivesCanonicalFacts(t *testing.T) {
	t.Parallel()
	got := facts(t, whole)
	assert.Equal(t, "张三", got["name"])
	assert.EqualValues(t, 3, got["count"])
	assert.Equal(t, money.MustDecimal("0.5"), got["rate"])
	assert.Equal(t, true, got["flag"])
	assert.Equal(t, time.Date(2026, 11, 23, 0, 0, 0, 123e6, time.UTC), got["at"])
	assert.Equal(t, rule.Facts{"city": "杭州", "street": "文三路"}, got["home"])
	assert.Equal(t, []any{rule.Facts{"price": money.MustDecimal("1.1"), "to": "x"}, rule.Facts{"price": money.FromInt(2)}}, got["items"])
}

// An optional field that failed when left out (lessons, Rules and terms).
func TestOptionalFactorsMayBeLeftOut(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"category": "a", "rate": "0"}`,
		`{"category": "a", "rate": "0", "note": null, "home": null, "items": null, "count": null}`,
	} {
		got := facts(t, text)
		assert.Equal(t, rule.Facts{"category": "a", "rate": money.Decimal{}, "count": int64(1), "flag": false}, got, "defaults are filled in")
	}
}

func TestEveryTypeRefusesWhatItIsNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, value, path string }{
		{"category", `"d"`, "category"}, {"category", `""`, "category"}, {"category", `1`, "category"},
		{"note", `"123456"`, "note"}, {"note", `""`, "note"}, {"note", `"a\u0000"`, "note"}, {"note", `"a\nb"`, "note"},
		{"note", `"\u007f"`, "note"}, {"note", `{}`, "note"}, {"code", `"1234"`, "code"}, {"code", `"12"`, "code"}, {"code", `"123\n"`, "code"},
		{"count", `11`, "count"}, {"count", `-1`, "count"}, {"count", `1.0`, "count"}, {"count", `1e0`, "count"}, {"count", `"1"`, "count"},
		{"count", `9007199254740993`, "count"}, {"count", `99999999999999999999`, "count"}, {"count", `true`, "count"},
		{"rate", `0.5`, "rate"}, {"rate", `1`, "rate"}, {"rate", `"1"`, "rate"}, {"rate", `"-0.1"`, "rate"}, {"rate", `"0.1234567"`, "rate"},
		{"rate", `"1e-1"`, "rate"}, {"rate", `" 0.1"`, "rate"}, {"rate", `"0,1"`, "rate"}, {"rate", `"NaN"`, "rate"},
		{"flag", `"true"`, "flag"}, {"flag", `1`, "flag"},
		{"at", `"2026-11-23T08:00:00"`, "at"}, {"at", `"2026-11-23"`, "at"}, {"at", `1`, "at"}, {"at", `"1899-12-31T00:00:00Z"`, "at"},
		{"at", `"9999-01-01T00:00:00Z"`, "at"}, {"at", `"2026-02-30T00:00:00Z"`, "at"}, {"at", `"2026-11-23T24:00:01Z"`, "at"},
		{"home", `"x"`, "home"}, {"home", `[]`, "home"}, {"home", `{"city": ""}`, "home.city"}, {"home", `{"city": "x", "zip": 1}`, "home.zip"},
		{"items", `{}`, "items"}, {"items", `[1]`, "items.0"}, {"items", `[{"price": "1"}, {"price": 1}]`, "items.1.price"},
		{"tags", `["a", "b", "c", "d"]`, "tags"}, {"tags", `["a", null]`, "tags.1"}, {"tags", `["a", ["b"]]`, "tags.1"},
	} {
		raw := decode(t, `{"category": "a", "rate": "0.5"}`)
		raw[c.name] = decode(t, `{"v": `+c.value+`}`)["v"]
		_, violations := factors(t).Check(raw)
		require.Len(t, violations, 1, "%s: %s", c.name, c.value)
		assert.Equal(t, rule.InvalidValue, violations[0].Code)
		assert.Equal(t, c.path, strings.Join(violations[0].Path, "."), "%s: %s", c.name, c.value)
		assert.NotEmpty(t, violations[0].Message)
	}
	_, violations := factors(t).Check(map[string]any{"category": "\xff\xfe", "rate": "0", "note": "\xff"})
	assert.Len(t, violations, 2, "not UTF-8")
	_, violations = factors(t).Check(map[string]any{"category": "a", "rate": "0", "count": 1.5})
	assert.Len(t, violations, 1, "no JSON number that was decoded otherwise")
}

func TestLengthCountsCharacters(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "𠮷𠮷𠮷𠮷𠮷", facts(t, `{"category": "a", "rate": "0", "note": "𠮷𠮷𠮷𠮷𠮷"}`)["note"])
}

func TestAllViolationsInOrder(t *testing.T) {
	t.Parallel()
	_, violations := factors(t).Check(decode(t, `{"zz": 1, "aa": 1, "flag": 1, "count": 99, "home": {}}`))
	var got []string
	for _, v := range violations {
		got = append(got, v.Code+" "+strings.Join(v.Path, "."))
	}
	assert.Equal(t, []string{
		"REQUIRED category", "INVALID_VALUE count", "REQUIRED rate", "INVALID_VALUE flag", "REQUIRED home.city", "INVALID_VALUE aa", "INVALID_VALUE zz",
	}, got)
}

func TestUnknownNamesAreAnsweredShort(t *testing.T) {
	t.Parallel()
	_, violations := factors(t).Check(map[string]any{"category": "a", "rate": "0", strings.Repeat("x", 100_000): 1, "\xff": 1})
	require.Len(t, violations, 2)
	for _, v := range violations {
		assert.Less(t, len(v.Path[0]), 100)
	}
}

func TestFactsSurviveJSON(t *testing.T) {
	t.Parallel()
	first := facts(t, whole)
	text, err := json.Marshal(first)
	require.NoError(t, err)
	again, violations := factors(t).Check(decode(t, string(text)))
	require.Empty(t, violations)
	assert.Equal(t, first, again)
	recalled, err := factors(t).Recall(text)
	require.NoError(t, err)
	assert.Equal(t, first, recalled)
	other := facts(t, strings.Replace(whole, `"0.50"`, `"0.5"`, 1))
	otherText, err := json.Marshal(other)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(otherText), "equal facts, equal bytes")
}

func TestFactsSurviveJSONAlways(t *testing.T) {
	t.Parallel()
	fs := factors(t)
	rapid.Check(t, func(t *rapid.T) {
		raw := map[string]any{
			"category": rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "category"),
			"rate":     rapid.StringMatching(`0(\.[0-9]{1,6})?`).Draw(t, "rate"),
			"count":    json.Number(rapid.StringMatching(`[0-9]|10`).Draw(t, "count")),
			"at":       time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "at")).UTC().Format(time.RFC3339Nano),
			"note":     rapid.StringMatching(`\PC{1,5}`).Draw(t, "note"),
		}
		first, violations := fs.Check(raw)
		if len(violations) > 0 {
			t.Fatal(violations)
		}
		text, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		again, err := fs.Recall(text)
		assert.NoError(t, err)
		assert.Equal(t, first, again)
	})
}

func TestSplitPersonalAndMerge(t *testing.T) {
	t.Parallel()
	all := facts(t, whole)
	before, err := json.Marshal(all)
	require.NoError(t, err)
	plain, personal := all.SplitPersonal(factors(t))
	text, err := json.Marshal(plain)
	require.NoError(t, err)
	for _, secret := range []string{"张三", "文三路", `"to"`, "phones"} {
		assert.NotContains(t, string(text), secret)
	}
	assert.Equal(t, rule.Facts{
		"name": "张三", "home": rule.Facts{"street": "文三路"}, "items": []any{rule.Facts{"to": "x"}, rule.Facts{}}, "phones": []any{"1", "2"},
	}, personal)
	for _, part := range []rule.Facts{plain, personal} {
		text, err := json.Marshal(part)
		require.NoError(t, err)
		recalled, err := factors(t).Recall(text)
		require.NoError(t, err)
		assert.Equal(t, part, recalled, "parts come back from storage")
	}
	assert.Equal(t, all, plain.Merge(personal))
	after, err := json.Marshal(all)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "nothing was changed")
	plain, personal = facts(t, `{"category": "a", "rate": "0"}`).SplitPersonal(factors(t))
	assert.Nil(t, personal)
	assert.Equal(t, plain, plain.Merge(nil))
}

func TestRecallRefusesWhatTheVersionDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"colour": "red"}`, `{"rate": 1}`, `[]`, `{`} {
		_, err := factors(t).Recall(json.RawMessage(text))
		assert.Error(t, err, text)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(whole)
	f.Add(`{"category": "a", "rate": "0", "items": [{"price": "1"}]}`)
	fs := factors(f)
	f.Fuzz(func(t *testing.T, text string) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var raw map[string]any
		if decoder.Decode(&raw) != nil {
			return
		}
		first, violations := fs.Check(raw)
		if len(violations) > 0 {
			return
		}
		written, err := json.Marshal(first)
		require.NoError(t, err)
		again, err := fs.Recall(written)
		require.NoError(t, err)
		assert.Equal(t, first, again)
	})
}
