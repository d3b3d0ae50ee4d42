package server

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/ent/migrate"
	"baodan/insurance/access"
)

// What tests of personal data look at behind the front door.

// WorkPrivacy does what protects personal data and takes its time, until nothing is due.
func (a *App) WorkPrivacy(ctx context.Context, t testing.TB) {
	t.Helper()
	for range 1000 {
		done := 0
		for _, work := range []func(context.Context) (int, error){a.Privacy.WorkErasures, a.Privacy.WorkRewraps, a.Privacy.WorkIndexes} {
			n, err := work(ctx)
			require.NoError(t, err)
			done += n
		}
		if done == 0 {
			return
		}
	}
	t.Fatal("work never ends")
}

// DumpAll is every value of every table, as text.
func (a *App) DumpAll(ctx context.Context, t testing.TB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range migrate.Tables {
		rows, err := a.Database.QueryContext(ctx, "SELECT * FROM "+table.Name)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			require.NoError(t, rows.Scan(values...))
			for i, v := range values {
				fmt.Fprintf(&out, "%s.%s: %s\n", table.Name, columns[i], *v.(*any))
			}
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
	}
	return out.String()
}

// Operator is who runs commands.
var Operator = access.CommandLine("test")

// Rewrap wraps all keys again.
func (a *App) Rewrap(ctx context.Context, t testing.TB) {
	t.Helper()
	_, err := a.Privacy.StartRewrap(ctx, Operator)
	require.NoError(t, err)
	a.WorkPrivacy(ctx, t)
}

// FollowKeyring looks whether the keyring file changed, until the context ends.
func (a *App) FollowKeyring(ctx context.Context) { a.followKeyring(ctx) }

// KeyringPath is where the keyring is.
func (a *App) KeyringPath() string { return a.Config.keyringPath() }

// ChangeKeyring writes a changed keyring.
var ChangeKeyring = changeKeyring
