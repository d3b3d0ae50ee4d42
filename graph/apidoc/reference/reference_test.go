package reference_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph/apidoc/reference"
)

// The committed page is what the schema says now.
func TestReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	want, err := reference.Markdown("../../../schema")
	require.NoError(t, err)
	got, err := os.ReadFile("../../../docs/api.md")
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "make generate")
}

// Every operation has an example.
func TestEveryOperationHasAnExample(t *testing.T) {
	t.Parallel()
	examples, err := reference.Examples()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, e := range examples {
		known[e.Operation] = true
	}
	for _, operation := range []string{"viewer", "node", "offers", "publishedProducts", "policy", "quote", "issuePolicy"} {
		assert.True(t, known[operation], operation)
	}
}
