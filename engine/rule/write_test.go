package rule_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/rule"
)

// What AppendJSON writes is what encoding/json would read as the same text, whatever the characters.
func TestAppendTextIsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var read string
		require.NoError(t, json.Unmarshal(rule.AppendText(nil, text), &read))
		assert.Equal(t, text, read)
	})
}

// Facts that were written in the order of their declarations are recalled as they were.
func TestAppendedFactsAreRecalled(t *testing.T) {
	t.Parallel()
	title := rule.Text{Zh: "名", En: "name"}
	factors, problems := rule.NewFactors([]rule.Factor{
		{Name: "b", Type: rule.StringType, Title: title},
		{Name: "a", Type: rule.DecimalType, Title: title, Optional: true},
		{Name: "n", Type: rule.IntegerType, Title: title, Optional: true},
		{Name: "y", Type: rule.BooleanType, Title: title, Optional: true},
		{Name: "t", Type: rule.InstantType, Title: title, Optional: true},
		{Name: "o", Type: rule.ObjectType, Title: title, Optional: true, Fields: []rule.Factor{{Name: "x", Type: rule.StringType, Title: title}}},
		{Name: "l", Type: rule.ListType, Title: title, Optional: true, MaxItems: 3, Items: &rule.Factor{Type: rule.DecimalType, Title: title}},
	})
	require.Empty(t, problems)
	facts, violations := factors.Check(map[string]any{
		"b": "路 \"<&", "a": "0.0500", "n": json.Number("7"), "y": true, "t": "2026-11-23T10:00:00.5+08:00",
		"o": map[string]any{"x": "𠮷"}, "l": []any{"1.10", "2"},
	})
	require.Empty(t, violations)
	text := factors.AppendJSON(nil, facts)
	assert.JSONEq(t, `{"b":"路 \"<&","a":"0.05","n":7,"y":true,"t":"2026-11-23T02:00:00.5Z","o":{"x":"𠮷"},"l":["1.1","2"]}`, string(text))
	again, err := factors.Recall(text)
	require.NoError(t, err)
	assert.Equal(t, facts, again)
}
