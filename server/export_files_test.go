package server

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
)

// Lay stores a content and makes a link to it for a caller.
func (a *App) Lay(t testing.TB, caller *access.Caller, content []byte) (token string) {
	t.Helper()
	digest, err := a.Files.Store(context.Background(), func(w io.Writer) error { _, err := w.Write(content); return err })
	require.NoError(t, err)
	return a.Files.Link(caller, digest, "content", "text/plain")
}
