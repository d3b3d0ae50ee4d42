package graph_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
)

// The table of who may call what is committed, so that a change of it is a visible difference.
func TestRoleTable(t *testing.T) {
	t.Parallel()
	const page = "../docs/roles.md"
	got := graph.RoleTable()
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(got), 0o644))
	}
	want, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "look at the difference, then go test ./graph -run TestRoleTable -update")
}
