package server

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
)

// Two changes of a keyring at once would lose a key, and with it whatever it wrapped.
func TestKeyringChangesTakeTurns(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keyring.json")
	text := seal.NewKeyringFile()
	require.NoError(t, os.WriteFile(path, text, 0o600))
	add := func(text []byte) ([]byte, error) {
		fresh, _, err := seal.AddKey(text)
		return fresh, err
	}
	require.NoError(t, changeKeyring(path, func(text []byte) ([]byte, error) {
		require.ErrorContains(t, changeKeyring(path, add), "another change is under way")
		return add(text)
	}))
	broken := errors.New("no")
	require.ErrorIs(t, changeKeyring(path, func([]byte) ([]byte, error) { return nil, broken }), broken)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(after), `=",`)+strings.Count(string(after), "=\"\n")-1, "one key more, and the root")
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	_, err = os.Stat(path + ".new")
	assert.ErrorIs(t, err, os.ErrNotExist)
}
