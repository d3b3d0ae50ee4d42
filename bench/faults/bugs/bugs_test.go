package bugs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	// What the bugs are planted in: go test runs these tests again after a change of it.
	_ "baodan/insurance/claims"
	_ "baodan/insurance/issuing"
	_ "baodan/insurance/webhooks"
)

// Every bug can be planted in the source as it is now: its edits match, and what they make of it compiles.
func TestEveryBugCompiles(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	for bug, edits := range Edits {
		file, err := Overlay(root, bug, t.TempDir())
		if !assert.NoError(t, err) {
			continue
		}
		build := exec.Command("go", "build", "-overlay", file)
		for _, e := range edits {
			assert.NotEqual(t, e.Find, e.Replace, bug)
			build.Args = append(build.Args, "./"+filepath.Dir(e.File))
		}
		build.Dir = root
		output, err := build.CombinedOutput()
		assert.NoError(t, err, "bug %s: %s", bug, output)
	}
}

// What is compiled is the edited text.
func TestOverlayIsCompiled(t *testing.T) {
	t.Parallel()
	root, folder := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o600))
	}
	write("go.mod", "module m\n\ngo 1.26\n")
	write("main.go", "package main\n\nfunc main() { print(\"right\") }\n")
	file, err := Plant(root, []Edit{{File: "main.go", Find: "right", Replace: "wrong"}}, folder)
	require.NoError(t, err)
	run := exec.Command("go", "run", "-overlay", file, ".")
	run.Dir = root
	output, err := run.CombinedOutput()
	require.NoError(t, err, "%s", output)
	assert.Equal(t, "wrong", string(output))
}

// An edit whose text is not there, or there twice, is an error that names the file.
func TestEditMatchesOnce(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "a.go"), []byte("one two two three"), 0o600))
	texts, err := apply(root, []Edit{{"a.go", "one", "1"}, {"a.go", "1 two two", "2"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a.go": "2 three"}, texts)
	for _, find := range []string{"four", "two"} {
		_, err = apply(root, []Edit{{"a.go", find, "x"}})
		require.ErrorContains(t, err, "a.go has ")
	}
	_, err = apply(root, []Edit{{"b.go", "one", "x"}})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Overlay(root, "no such bug", t.TempDir())
	require.Error(t, err)
}
