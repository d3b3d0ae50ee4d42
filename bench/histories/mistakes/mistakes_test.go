package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/faults/bugs"
	// What the mistakes are planted in: go test runs this test again after a change of it.
	_ "baodan/insurance"
)

// Every mistake can be planted in the source as it is now.
func TestEveryMistakeFits(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	for _, m := range list {
		_, err := bugs.Plant(root, m.edits, t.TempDir())
		assert.NoError(t, err, m.name)
	}
}
