package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// There are many shapes, by either caller, each under a name of its own, of a size that is read, and never twice the same.
func TestShapes(t *testing.T) {
	names, callers := map[string]bool{}, map[caller]int{}
	for _, one := range shapes(&world{policy: "P1", claim: "C1"}) {
		assert.False(t, names[one.name], one.name)
		names[one.name] = true
		for _, who := range one.callers() {
			callers[who]++
		}
		body := one.body(7)
		assert.LessOrEqual(t, len(body), 256<<10, one.name)
		if one.raw == nil {
			assert.True(t, json.Valid(body), one.name)
			assert.NotEqual(t, body, one.body(8), one.name)
			assert.NotContains(t, string(body), "@@", one.name)
		}
	}
	assert.GreaterOrEqual(t, callers[nobody], 30)
	assert.GreaterOrEqual(t, callers[channel], 30)
}

// The worst stands last, and one past a goal fails.
func TestReport(t *testing.T) {
	within := &result{name: "within", who: nobody, points: 2, milliseconds: 40, bytes: 128 << 10}
	channels := &result{name: "channels", who: channel, points: 1, milliseconds: 40, bytes: 1}
	var out strings.Builder
	require.NoError(t, report(&out, []*result{within, channels}))
	assert.Less(t, strings.Index(out.String(), "channels"), strings.Index(out.String(), "within"))
	for _, past := range []*result{
		{name: "slow", who: nobody, points: 1, milliseconds: 20.1}, {name: "slow", who: channel, points: 1, milliseconds: 50.1},
		{name: "large", who: nobody, points: 2, bytes: 128<<10 + 1}, {name: "large", who: channel, points: 1, bytes: 64<<10 + 1},
	} {
		out.Reset()
		require.ErrorContains(t, report(&out, []*result{past, within}), "1 of 2 shapes")
		assert.Less(t, strings.Index(out.String(), "within"), strings.Index(out.String(), past.name))
	}
}

func TestCodeOf(t *testing.T) {
	assert.Equal(t, "THROTTLED", codeOf([]byte(`{"errors":[{"extensions":{"code":"THROTTLED"}}]}`)))
	assert.Empty(t, codeOf([]byte(`{"data":{}}`)))
	assert.Empty(t, codeOf([]byte(`no JSON`)))
}
