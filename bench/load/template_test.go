package load_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/load"
)

func TestTemplate(t *testing.T) {
	body, err := load.NewTemplate(`{"a":"####","b":["####"],"c":"## ##"}`, "####")
	require.NoError(t, err)
	text, err := body.Append([]byte("> "), "N001")
	require.NoError(t, err)
	assert.Equal(t, `> {"a":"N001","b":["N001"],"c":"## ##"}`, string(text))
	assert.Equal(t, len(text)-2, body.Len())

	again, err := body.Append(text[:0], "N002")
	require.NoError(t, err)
	assert.Equal(t, `{"a":"N002","b":["N002"],"c":"## ##"}`, string(again), "a value leaves no trace in the template")
}

func TestTemplateRefuses(t *testing.T) {
	_, err := load.NewTemplate("text", "")
	require.ErrorContains(t, err, "no mark")
	_, err = load.NewTemplate("text", "#")
	require.ErrorContains(t, err, "not in the text")
	body, err := load.NewTemplate("a ## b", "##")
	require.NoError(t, err)
	for _, value := range []string{"", "1", "123"} {
		_, err := body.Append(nil, value)
		require.ErrorContains(t, err, "width 2", "a value that changes the length would break Content-Length")
	}
}
