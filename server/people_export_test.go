package server

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/people"
)

// SessionCookie is the name of the cookie of people, ProviderCookie that of a login at the identity provider.
const (
	SessionCookie  = sessionCookie
	ProviderCookie = oidcCookie
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

// UseProvider has another identity provider be asked, through a client that trusts its certificate.
func (a *App) UseProvider(issuer string, c *http.Client) {
	a.provider.issuer, a.provider.client = issuer, c
}
