package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

// What tests of the front door look at behind it.

// Settings are those the app was opened with.
func (a *App) Settings() Config { return a.Config }

// CountRows of a table.
func (a *App) CountRows(ctx context.Context, t testing.TB, table string) (n int) {
	t.Helper()
	require.NoError(t, a.Database.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

// Dump is every value of every table that a request may write to, as text.
func (a *App) Dump(ctx context.Context, t testing.TB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"policies", "covers", "events", "endorsements", "claims", "claim_revisions", "claim_velocities", "unique_facts", "payouts", "files", "deliveries"} {
		rows, err := a.Database.QueryContext(ctx, "SELECT * FROM "+table)
		require.NoError(t, err)
		defer rows.Close()
		columns, err := rows.Columns()
		require.NoError(t, err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			require.NoError(t, rows.Scan(values...))
			for _, v := range values {
				fmt.Fprintf(&out, "%s\n", *v.(*any))
			}
		}
		require.NoError(t, rows.Err())
	}
	return out.String()
}

// RerateAll rates every policy again.
func (a *App) RerateAll(ctx context.Context, t testing.TB) (looked int, wrong []string) {
	t.Helper()
	_, looked, wrong, err := a.Issuing.Rerate(ctx, 0, 1<<62, 10000)
	require.NoError(t, err)
	return looked, wrong
}

// AddKeys gives a channel's live half the keys test-hmac and test-ed25519.
func (a *App) AddKeys(t testing.TB, channel string, secret, public []byte) {
	t.Helper()
	for id, c := range map[string]access.CredentialInput{
		"test-hmac":    {Algorithm: credential.AlgorithmHMAC, Material: secret},
		"test-ed25519": {Algorithm: credential.AlgorithmEd25519, Material: public},
	} {
		c.KeyID, c.ChannelCode, c.Live = id, channel, true
		_, err := a.Access.AddCredential(context.Background(), access.CommandLine("test"), c)
		require.NoError(t, err)
	}
	require.NoError(t, a.Cache.Refresh(context.Background()))
}

// Caller is the sandbox half of a channel, with a large budget.
func (a *App) Caller(t testing.TB, channel string) *access.Caller {
	t.Helper()
	c, err := a.Distribution.ChannelByCode(channel, false)
	require.NoError(t, err)
	return &access.Caller{Audience: access.Channel, Channel: c, Credential: "test", Rate: 100_000, Language: "en"}
}

// Follow reads what a link gives out to a caller.
func (a *App) Follow(t testing.TB, c *access.Caller, token string) io.ReadCloser {
	t.Helper()
	_, content, err := a.Files.Follow(context.Background(), c, token)
	require.NoError(t, err)
	return content
}

// Break closes the database under a running app.
func (a *App) Break(t testing.TB) {
	t.Helper()
	require.NoError(t, a.Database.Close())
}

// Metrics is what Prometheus would read.
func (a *App) Metrics(t testing.TB) string {
	t.Helper()
	w := httptest.NewRecorder()
	a.Operations().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// Jobs runs the workers, on the queue, until the context ends.
func (a *App) Jobs(ctx context.Context) error { return a.work(ctx) }

// Work does all that is due, without the queue, until nothing is.
func (a *App) Work(ctx context.Context, t testing.TB) {
	t.Helper()
	for range 1000 {
		relayed, err := a.Webhooks.Relay(ctx, 500)
		require.NoError(t, err)
		done := relayed.Events
		for _, work := range []func(context.Context, int) (int, error){a.Claims.Adjudicate, a.Claims.Pay, a.Servicing.Announce, a.Catalog.ApplySchedules, a.Helpdesk.Send} {
			n, err := work(ctx, 100)
			require.NoError(t, err)
			done += n
		}
		tested, err := a.Backtest.Work(ctx)
		require.NoError(t, err)
		done += tested
		exported, err := a.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		done += exported
		for _, work := range []func(context.Context, int) (int, []int64, error){a.Webhooks.Attend, a.Webhooks.RunJobs} {
			n, _, err := work(ctx, 100)
			require.NoError(t, err)
			done += n
		}
		sealed, err := a.Audit.Seal(ctx)
		require.NoError(t, err)
		done += sealed
		done += a.workBulk(ctx, t)
		endpoints, err := a.Webhooks.DueEndpoints(ctx)
		require.NoError(t, err)
		for _, id := range endpoints {
			require.NoError(t, a.Webhooks.Deliver(ctx, id))
		}
		if done+len(endpoints) == 0 {
			return
		}
	}
	t.Fatal("work never ends")
}

// Person is one of insurancetest.Staff, as they call.
func (a *App) Person(t testing.TB, name string) *access.Caller {
	t.Helper()
	w := insurancetest.World{T: t, Server: &insurancetest.Server{Store: a.Store}}
	return w.Person(name)
}

// StoreUse stores when credentials were used, as the server does twice a minute.
func (a *App) StoreUse(t testing.TB) {
	t.Helper()
	require.NoError(t, a.Access.StoreUse(context.Background()))
}

// SealAudit gives every audit record its number and a checkpoint, and verifies all of it.
func (a *App) SealAudit(ctx context.Context, t testing.TB) {
	t.Helper()
	for {
		n, err := a.Audit.Seal(ctx)
		require.NoError(t, err)
		if n == 0 {
			break
		}
	}
	_, err := a.Audit.Checkpoint(ctx)
	require.NoError(t, err)
	file := a.Config.CheckpointFile()
	require.NoError(t, a.Audit.Copy(ctx, file))
	v, err := a.Audit.Verify(ctx, file, nil)
	require.NoError(t, err)
	require.Nil(t, v.Bad)
}
