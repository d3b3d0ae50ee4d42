package server

import (
	"context"
	"io"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
)

// Given is what a link gives a person.
func (a *App) Given(t testing.TB, caller *access.Caller, address string) []byte {
	t.Helper()
	given, content, err := a.Files.Follow(context.Background(), caller, path.Base(address))
	require.NoError(t, err)
	defer content.Close()
	require.Equal(t, "application/zip", given.Media)
	body, err := io.ReadAll(content)
	require.NoError(t, err)
	return body
}

// KeepMasters keeps masters in step until the context ends, as a server does.
func (a *App) KeepMasters(ctx context.Context) { a.Cache.Run(ctx) }

// LiveCaller is the live half of a channel.
func (a *App) LiveCaller(t testing.TB, channel string) *access.Caller {
	t.Helper()
	c, err := a.Distribution.ChannelByCode(channel, true)
	require.NoError(t, err)
	return &access.Caller{Audience: access.Channel, Channel: c, Credential: "test", Rate: 100_000, Language: "en"}
}
