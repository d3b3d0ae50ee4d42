package server

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
)

// Hurried is the server of the API's port with all times n times shorter, and with a bound on the time of a file.
func (a *App) Hurried(faster time.Duration, transfer time.Duration) *http.Server {
	t := DefaultTimeouts
	for _, one := range []*time.Duration{&t.header, &t.read, &t.write, &t.idle, &t.silence} {
		*one /= faster
	}
	t.transfer = transfer
	a.timeouts = t
	return a.timeouts.Server("", a.routes())
}

// Lay stores a content and makes a link to it for a caller.
func (a *App) Lay(t testing.TB, caller *access.Caller, content []byte) (token string) {
	t.Helper()
	digest, err := a.Files.Store(context.Background(), func(w io.Writer) error { _, err := w.Write(content); return err })
	require.NoError(t, err)
	return a.Files.Link(caller, digest, "content", "text/plain")
}
