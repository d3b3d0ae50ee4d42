package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What both trees measured is compared pair by pair, without the load generator's own time.
func TestRatiosAreMediansOfPairs(t *testing.T) {
	report := func(row, phase string) costs {
		c, err := costsOf([]byte(`{"Rows": [{"Kind": "issue", "Concurrency": 128, "CPU": {"server": ` + row + `, "database": 0.25, "load": 9}}],
			"Phases": [{"Phase": "claims, drained", "CPU": {"worker": ` + phase + `, "load": 1}}]}`))
		require.NoError(t, err)
		return c
	}
	assert.Equal(t, costs{"issue, 128 at once": 0.75, "claims, drained": 2}, report("0.5", "2"))
	var out strings.Builder
	require.NoError(t, compare(&out, [][2]costs{
		{report("0.75", "2"), report("0.75", "2")},
		{report("0.75", "2"), report("0.85", "1")},
		{report("0.75", "4"), report("1.75", "5")},
	}))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 3)
	assert.Equal(t, []string{"claims,", "drained", "2.000", "2.000", "1.000", "3"}, strings.Fields(lines[1]))
	assert.Equal(t, []string{"issue,", "128", "at", "once", "1.000", "1.100", "1.100", "3"}, strings.Fields(lines[2]))

	_, err := costsOf([]byte(`{"Rows": []}`))
	require.Error(t, err, "a report without figures proves nothing")
	_, err = costsOf([]byte(`{`))
	require.Error(t, err)
}

func TestABenchIsNamed(t *testing.T) {
	require.ErrorContains(t, run(t.Context(), nil, &strings.Builder{}), "name a bench")
}
