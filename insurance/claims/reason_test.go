package claims_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/claims"
	"baodan/insurance/servicing"
)

// No code without its sentences: the page for channels names every reason that claims and changes of any product can
// have.
func TestReasonsAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/claims.md")
	require.NoError(t, err)
	for _, r := range claims.Reasons() {
		assert.Contains(t, string(page), "\n| `"+r.Code+"` | "+r.Sentence.Zh+" | "+r.Sentence.En+" |\n")
	}
	for code, sentence := range servicing.Reasons() {
		assert.Contains(t, string(page), "\n| `"+code+"` | "+sentence.Zh+" | "+sentence.En+" |\n")
	}
}
