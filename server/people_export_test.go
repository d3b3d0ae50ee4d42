package server

import (
	"context"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/people"
)

// SessionCookie is the name of the cookie of people, ProviderCookie that of a login at the identity provider.
const (
	SessionCookie  = sessionCookie
	ProviderCookie = oidcCookie
)

// SamplePeople are those that development adds, SamplePassword is what they log in with.
var (
	SamplePeople   = samplePeople
	SamplePassword = samplePassword
)

// LetIdle has nobody used their session for a while.
func (a *App) LetIdle(t testing.TB, length time.Duration) {
	t.Helper()
	ctx := context.Background()
	require.NoError(t, a.Store.Client.Session.Update().Where(session.EndedAtIsNil()).SetLastSeenAt(a.Store.Now().Add(-length)).Exec(ctx))
}

// FirstPerson adds a person as the command line does, and answers their temporary password.
func (a *App) FirstPerson(t testing.TB, name string, roles ...access.Role) string {
	t.Helper()
	added, err := a.People.Add(context.Background(), access.CommandLine("test"), people.AddInput{
		Name: name, DisplayName: name, Email: name + "@insurer.example", Roles: roles, Reason: "first",
	})
	require.NoError(t, err)
	return added.Password
}

// Refresh brings what the server holds in memory in step.
func (a *App) Refresh(t testing.TB) {
	t.Helper()
	require.NoError(t, a.Cache.Refresh(context.Background()))
}

// RefuseSeeds says what production finds of the samples.
func (a *App) RefuseSeeds(ctx context.Context) error { return a.refuseSeeds(ctx) }

// UseProvider has another identity provider be asked, through a client that trusts its certificate.
func (a *App) UseProvider(issuer string, c *http.Client) {
	a.provider.issuer, a.provider.client = issuer, c
}

// Command runs the binary with arguments, on what the environment says, and answers what it prints.
func Command(t testing.TB, arguments ...string) (printed string, err error) {
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

// Revoke takes a channel's key back.
func (a *App) Revoke(t testing.TB, keyID string) {
	t.Helper()
	_, err := a.Distribution.RevokeCredential(context.Background(), access.CommandLine("test"), distribution.RevokeInput{KeyID: keyID, Reason: "test"})
	require.NoError(t, err)
	a.Refresh(t)
}

// MayActAlone is what commands ask that two people have to agree on.
func (a *App) MayActAlone(mutation string) error { return a.mayActAlone(mutation) }

// MayAddAlone is what the command line asks before it adds a person.
func (a *App) MayAddAlone(ctx context.Context) error { return a.mayAddAlone(ctx) }
