package server

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/people"
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
