package story

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/credential"
	"baodan/ent/migrate"
	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/policy"
	"baodan/insurance/work"
	"baodan/server"
)

// What stories look at and do behind the front door.

// operator is who runs commands.
var operator = access.CommandLine("test")

// countRows of a table.
func countRows(t testing.TB, a *server.App, table string) (n int) {
	t.Helper()
	require.NoError(t, a.Database.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

// dump is every value of every table that a request may write to, as text.
func dump(t testing.TB, a *server.App) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"policies", "covers", "events", "endorsements", "claims", "claim_revisions", "claim_velocities", "unique_facts", "payouts", "files", "deliveries"} {
		rows, err := a.Database.QueryContext(context.Background(), "SELECT * FROM "+table)
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

// rerateAll rates every policy again.
func rerateAll(t testing.TB, a *server.App) (looked int, wrong []string) {
	t.Helper()
	_, looked, wrong, err := a.Issuing.Rerate(context.Background(), 0, 1<<62, 10000)
	require.NoError(t, err)
	return looked, wrong
}

// addKeys gives a channel's live half the keys test-hmac and test-ed25519.
func addKeys(t testing.TB, a *server.App, channel string, secret, public []byte) {
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

// sandboxCaller is the sandbox half of a channel, with a large budget.
func sandboxCaller(t testing.TB, a *server.App, channel string) *access.Caller {
	t.Helper()
	c, err := a.Distribution.ChannelByCode(channel, false)
	require.NoError(t, err)
	return &access.Caller{Audience: access.Channel, Channel: c, Credential: "test", Rate: 100_000, Language: "en"}
}

// follow reads what a link gives out to a caller.
func follow(t testing.TB, a *server.App, c *access.Caller, token string) io.ReadCloser {
	t.Helper()
	_, content, err := a.Files.Follow(context.Background(), c, token)
	require.NoError(t, err)
	return content
}

// breakDatabase closes the database under a running app.
func breakDatabase(t testing.TB, a *server.App) {
	t.Helper()
	require.NoError(t, a.Database.Close())
}

// metricsOf is what Prometheus would read.
func metricsOf(t testing.TB, a *server.App) string {
	t.Helper()
	w := httptest.NewRecorder()
	a.Operations().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// doDue does all that is due, without the queue, until nothing is.
func doDue(t testing.TB, a *server.App) {
	t.Helper()
	ctx := context.Background()
	for range 1000 {
		relayed, err := a.Events.Relay(ctx, 500)
		require.NoError(t, err)
		done := relayed.Events
		for _, w := range a.DueWork() {
			done += doKind(t, w)
		}
		sealed, err := a.Audit.Seal(ctx)
		require.NoError(t, err)
		done += sealed
		if done == 0 {
			return
		}
	}
	t.Fatal("work never ends")
}

// doKind does what is due of a kind, and answers how much it took.
func doKind(t testing.TB, w work.DueWork) (done int) {
	t.Helper()
	ctx := context.Background()
	took := func(n int, err error) {
		if fault.All(err) == nil { // a job may break off for what its file says
			require.NoError(t, err, w.Name)
		}
		done += n
	}
	switch {
	case w.Kinds != nil:
		for _, kind := range w.Kinds() {
			took(kind.Do(ctx))
		}
	case w.Keys != nil:
		keys, err := w.Keys(ctx)
		require.NoError(t, err)
		for _, key := range keys {
			took(1, w.DoKey(ctx, key))
		}
	default:
		took(w.Do(ctx, 100))
	}
	return done
}

// staffCaller is one of insurancetest.Staff, as they call.
func staffCaller(t testing.TB, a *server.App, name string) *access.Caller {
	t.Helper()
	w := insurancetest.World{T: t, Server: &insurancetest.Server{Store: a.Store}}
	return w.Person(name)
}

// storeUse stores when credentials were used, as the server does twice a minute.
func storeUse(t testing.TB, a *server.App) {
	t.Helper()
	require.NoError(t, a.Access.StoreUse(context.Background()))
}

// sealAudit gives every audit record its number and a checkpoint, and verifies all of it.
func sealAudit(t testing.TB, a *server.App) {
	t.Helper()
	ctx := context.Background()
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

// workBulk works bulk issues and checks that are due, as a worker does that is missed after hold.
func workBulk(ctx context.Context, a *server.App, hold time.Duration) (worked int, err error) {
	for _, work := range []func(context.Context, time.Duration) (int, error){a.Bulk.WorkIssues, a.Bulk.WorkChecks} {
		n, err := work(ctx, hold)
		if worked += n; err != nil {
			return worked, err
		}
	}
	return worked, nil
}

// lay stores a content and makes a link to it for a caller.
func lay(t testing.TB, a *server.App, caller *access.Caller, content []byte) (token string) {
	t.Helper()
	digest, err := a.Files.Store(context.Background(), func(w io.Writer) error { _, err := w.Write(content); return err })
	require.NoError(t, err)
	return a.Files.Link(caller, digest, "content", "text/plain")
}

// letIdle has nobody used their session for a while.
func letIdle(t testing.TB, a *server.App, length time.Duration) {
	t.Helper()
	ctx := context.Background()
	require.NoError(t, a.Store.Client.Session.Update().Where(session.EndedAtIsNil()).SetLastSeenAt(a.Store.Now().Add(-length)).Exec(ctx))
}

// firstPerson adds a person as the command line does, and answers their temporary password.
func firstPerson(t testing.TB, a *server.App, name string, roles ...access.Role) string {
	t.Helper()
	added, err := a.People.Add(context.Background(), access.CommandLine("test"), people.AddInput{
		Name: name, DisplayName: name, Email: name + "@insurer.example", Roles: roles, Reason: "first",
	})
	require.NoError(t, err)
	return added.Password
}

// refresh brings what the server holds in memory in step.
func refresh(t testing.TB, a *server.App) {
	t.Helper()
	require.NoError(t, a.Cache.Refresh(context.Background()))
}

// workPrivacy does what protects personal data and takes its time, until nothing is due.
func workPrivacy(t testing.TB, a *server.App) {
	t.Helper()
	for range 1000 {
		done := 0
		for _, work := range []func(context.Context) (int, error){a.Privacy.WorkErasures, a.Privacy.WorkRewraps, a.Privacy.WorkIndexes} {
			n, err := work(context.Background())
			require.NoError(t, err)
			done += n
		}
		if done == 0 {
			return
		}
	}
	t.Fatal("work never ends")
}

// dumpAll is every value of every table, as text.
func dumpAll(t testing.TB, a *server.App) string {
	t.Helper()
	var out strings.Builder
	for _, table := range migrate.Tables {
		rows, err := a.Database.QueryContext(context.Background(), "SELECT * FROM "+table.Name)
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

// rewrap wraps all keys again.
func rewrap(t testing.TB, a *server.App) {
	t.Helper()
	ctx := context.Background()
	_, err := a.Privacy.StartRewrap(ctx, operator)
	require.NoError(t, err)
	workPrivacy(t, a)
}

// given is what a link gives a person.
func given(t testing.TB, a *server.App, caller *access.Caller, address string) []byte {
	t.Helper()
	given, content, err := a.Files.Follow(context.Background(), caller, path.Base(address))
	require.NoError(t, err)
	defer content.Close()
	require.Equal(t, "application/zip", given.Media)
	body, err := io.ReadAll(content)
	require.NoError(t, err)
	return body
}

// liveCaller is the live half of a channel.
func liveCaller(t testing.TB, a *server.App, channel string) *access.Caller {
	t.Helper()
	c, err := a.Distribution.ChannelByCode(channel, true)
	require.NoError(t, err)
	return &access.Caller{Audience: access.Channel, Channel: c, Credential: "test", Rate: 100_000, Language: "en"}
}

// commissionOf is the exact commission, in millionths of a minor unit, that the newest version of a policy moved.
func commissionOf(t testing.TB, a *server.App, channel, policyNo string) (millionths int64) {
	t.Helper()
	p, err := a.Policies.ByNumber(context.Background(), sandboxCaller(t, a, channel), policyNo, policy.PointInTime{})
	require.NoError(t, err)
	version, total := 1, money.FromInt(0)
	for _, e := range p.Recorded() {
		version = max(version, e.Version)
	}
	for _, line := range p.Lines(version) {
		total = total.Add(line.Commission)
	}
	_, err = fmt.Sscan(total.Mul(money.FromInt(100_000_000)).String(), &millionths)
	require.NoError(t, err)
	return millionths
}
