package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// .ci/unchanged fails after a command that changed something, whatever was changed before it, and names the file; the
// index and the files stay as the command left them.
func TestTidyUnchangedSeesEveryChange(t *testing.T) {
	t.Parallel()
	script, err := filepath.Abs(".ci/unchanged")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		before, command string
		changed         string // the file that is named; empty: nothing changed
	}{
		"nothing":                     {"", "true", ""},
		"a change":                    {"", "echo x >> known", "known"},
		"a second change":             {"echo x >> known", "echo y >> known", "known"},
		"a change of what is staged":  {"echo x >> known; git add known", "echo y >> known", "known"},
		"an old change stays":         {"echo x >> known", "echo new > known; echo old > known; echo x >> known", ""},
		"taken back":                  {"echo x >> known", "git checkout -q known", "known"},
		"deleted":                     {"", "rm known", "known"},
		"a new file":                  {"", "echo x > new", "new"},
		"a change of an unknown file": {"echo x > new", "echo y > new", "new"},
		"an unknown file stays":       {"echo x > new", "echo x > new", ""},
		"an ignored file":             {"", "echo x > ignored", ""},
		"a name with a space":         {"", "echo x > 'a file'", "a file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			sh(t, folder, `git init -q . && echo old > known && echo ignored > .gitignore && git add . &&
				git -c user.name=t -c user.email=t@example.org -c commit.gpgsign=false commit -q -m first`)
			sh(t, folder, c.before)
			staged := sh(t, folder, "git diff --cached")
			run := inRepository(folder, "sh", script, "sh", "-c", c.command)
			output, err := run.CombinedOutput()
			assert.Equal(t, staged, sh(t, folder, "git diff --cached"))
			if c.changed == "" {
				require.NoError(t, err, "%s", output)
				return
			}
			require.Error(t, err)
			assert.Equal(t, 1, run.ProcessState.ExitCode())
			assert.Contains(t, string(output), c.changed+" ")
		})
	}
}

// The command's own failure is a failure.
func TestTidyUnchangedFailsWithItsCommand(t *testing.T) {
	t.Parallel()
	run := exec.Command("sh", ".ci/unchanged", "sh", "-c", "exit 7")
	require.Error(t, run.Run())
	assert.Equal(t, 7, run.ProcessState.ExitCode())
}

func sh(t *testing.T, folder, command string) string {
	t.Helper()
	output, err := inRepository(folder, "sh", "-c", command).CombinedOutput()
	require.NoError(t, err, "%s: %s", command, output)
	return string(output)
}

// inRepository is a command in a folder, with no variable that leads git to another repository, as in a hook.
func inRepository(folder string, name string, arguments ...string) *exec.Cmd {
	c := exec.Command(name, arguments...)
	c.Dir = folder
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "GIT_") {
			c.Env = append(c.Env, variable)
		}
	}
	return c
}
