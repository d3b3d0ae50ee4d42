package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A reference that cannot be made leaves the page as it was, and nothing beside it.
func TestFailureLeavesThePageAsItWas(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "api.md")
	require.NoError(t, os.WriteFile(page, []byte("before"), 0o644))
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, "a.graphqls"), []byte("type Query {"), 0o644))
	require.Error(t, run(broken, []string{page}))
	assert.Equal(t, "before", content(t, page))
	onlyFile(t, page)

	require.NoError(t, run("../../schema", []string{page}))
	assert.Contains(t, content(t, page), "# API reference\n")
	onlyFile(t, page)
}

// Where the file cannot be replaced, nothing is left beside it either.
func TestFailureToReplaceLeavesNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "api.md")
	require.NoError(t, os.Mkdir(folder, 0o755)) // a file cannot take the place of a folder
	require.Error(t, replace(folder, "after"))
	onlyFile(t, folder)
}

func content(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func onlyFile(t *testing.T, file string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, filepath.Base(file), entries[0].Name())
}
