package command

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// run runs the binary with arguments, on what the environment says, and answers what it prints.
func run(t testing.TB, arguments ...string) (printed string, err error) {
	t.Helper()
	var c commands
	parser, err := kong.New(&c, kong.Exit(func(int) {}))
	require.NoError(t, err)
	line, err := parser.Parse(arguments)
	if err != nil {
		return "", err
	}
	out, in, err := os.Pipe()
	require.NoError(t, err)
	stdout := os.Stdout
	os.Stdout = in
	ctx := context.Background()
	err = line.Run(&ctx)
	os.Stdout = stdout
	require.NoError(t, in.Close())
	text, readErr := io.ReadAll(out)
	require.NoError(t, readErr)
	return string(text), err
}

// The command line adds the first people and lets them in anew.
func TestPersonCommands(t *testing.T) {
	t.Setenv("DATA_DIR", t.TempDir())
	t.Setenv("MYSQL_DSN", "")
	t.Setenv("REDIS_ADDR", "")
	t.Setenv("LOG_LEVEL", "error")
	temporary, err := run(t, "person", "add", "wei", "--display-name", "王伟", "--email", "wei@insurer.example", "--role", "security_admin")
	require.NoError(t, err)
	assert.Regexp(t, `^[a-z0-9]{5}(-[a-z0-9]{5}){3}\n$`, temporary)
	_, err = run(t, "person", "add", "wei", "--display-name", "王伟", "--email", "wei@insurer.example", "--role", "SALES")
	require.ErrorContains(t, err, "CONFLICT")
	_, err = run(t, "person", "add", "li", "--display-name", "李娜", "--email", "li@insurer.example", "--role", "KING")
	require.ErrorContains(t, err, "INVALID_VALUE")
	_, err = run(t, "person", "add", "li", "--display-name", "李娜", "--email", "li@insurer.example")
	require.Error(t, err, "no role")
	list, err := run(t, "person", "list")
	require.NoError(t, err)
	assert.Equal(t, []string{"wei", "王伟", "ACTIVE", "SECURITY_ADMIN", "never"}, strings.Fields(list))
	another, err := run(t, "person", "reset", "wei")
	require.NoError(t, err)
	assert.NotEqual(t, temporary, another)
	_, err = run(t, "person", "reset", "nobody")
	require.ErrorContains(t, err, "NOT_FOUND")
}
