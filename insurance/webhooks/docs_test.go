package webhooks_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/event"
)

// The guide tells of every type there is, and of no other.
func TestGuideNamesEveryType(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/webhooks.md")
	require.NoError(t, err)
	var told, there []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\| .* \\| \\[(.*)\\]\\(events/(.*)\\) \\|$").FindAllSubmatch(guide, -1) {
		told = append(told, string(row[1]))
		assert.Equal(t, string(row[1])+".json", string(row[3]))
	}
	for _, payload := range event.Types() {
		there = append(there, payload.Type())
	}
	assert.Equal(t, there, told)
}
