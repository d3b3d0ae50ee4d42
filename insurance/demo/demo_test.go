package demo_test

import (
	"context"
	"path/filepath"
	"sort"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/engine/workday"
	"baodan/ent/migrate"
	"baodan/insurance"
	"baodan/insurance/audit"
	"baodan/insurance/claims"
	"baodan/insurance/demo"
	"baodan/insurance/insurancetest"
	"baodan/insurance/mail"
	"baodan/insurance/people"
	"baodan/insurance/privacy"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// until is where the stories of tests end: a Monday morning in China.
var until = time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)

// small is how much of the company tests make.
const small = 5

// company is one that was made, in a database of its own.
type company struct {
	*insurance.Insurance
	db          *work.Database
	summary     *demo.Summary
	told        []demo.Progress
	checkpoints *audit.File
}

// build makes a small company.
func build(t *testing.T, kind string) *company {
	t.Helper()
	ctx, c := context.Background(), &company{checkpoints: audit.NewFile(filepath.Join(t.TempDir(), "checkpoints.jsonl"))}
	c.db = open(ctx, t, kind)
	w := demo.NewWorld(until)
	ring, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	store, err := work.Open(ctx, c.db, w.Now)
	require.NoError(t, err)
	c.Insurance, err = insurance.Open(ctx, insurance.Parts{
		Store: store, Ring: ring, Storage: insurancetest.NewStorage(w.Now), Sender: w.Receivers, Pace: webhooks.Pace{Even: true},
		Claims:  claims.Ports{Bank: w.Bank, SandboxBank: w.Bank, Tracker: w.Tracker, SandboxTracker: w.Tracker},
		Mailers: mail.Mailers{Live: w.Mailer, Sandbox: w.Mailer}, People: people.Rules{}, Privacy: privacy.Rules{RevealsPerDay: 3}, Workdays: workday.China(),
	})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	empty, err := demo.Empty(ctx, store)
	require.NoError(t, err)
	require.True(t, empty)
	c.summary, err = demo.Build(ctx, c.Insurance, w, demo.Options{
		Until: until, Percent: small, People: staff(), Password: insurancetest.Password, PasswordHash: insurancetest.PasswordHash, Checkpoints: c.checkpoints,
		Told: func(p demo.Progress) { c.told = append(c.told, p) },
	})
	require.NoError(t, err)
	return c
}

func open(ctx context.Context, t *testing.T, kind string) *work.Database {
	t.Helper()
	if kind == dialect.MySQL {
		db, err := work.OpenMySQL(insurancetest.MySQL(t), 16, work.StatementTimeout)
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		_, err = migrate.Apply(ctx, db.DB)
		require.NoError(t, err)
		return db
	}
	db, err := work.OpenSQLiteUnsynced(filepath.Join(t.TempDir(), "demo.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	require.NoError(t, work.CreateTables(ctx, db))
	return db
}

// staff are the sample people, in the order of their names.
func staff() (list []people.Sample) {
	for name, roles := range insurancetest.Staff {
		list = append(list, people.Sample{Name: name, Roles: roles})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// One story is told on each kind of database, and everything is looked at in it: it takes some seconds.
func TestTheCompany(t *testing.T) {
	var mu sync.Mutex
	dumps := map[string]map[string][]string{}
	t.Run("kinds", func(t *testing.T) {
		for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
			t.Run(kind, func(t *testing.T) {
				c := build(t, kind)
				c.hasEveryState(t)
				c.isRight(t)
				c.hasWorkThatWaits(t)
				mu.Lock()
				defer mu.Unlock()
				dumps[kind] = c.dump(t)
			})
		}
	})
	if dumps[dialect.MySQL] == nil { // no server: SQLite again
		t.Run("again", func(t *testing.T) { dumps[dialect.MySQL] = build(t, dialect.SQLite).dump(t) })
	}
	sameStories(t, dumps[dialect.SQLite], dumps[dialect.MySQL])
}

// isRight: policies rate again as they were sold, and the record is whole.
func (c *company) isRight(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	_, looked, wrong, err := c.Issuing.Rerate(ctx, 0, 1<<62, 100_000)
	require.NoError(t, err)
	assert.Empty(t, wrong)
	assert.Equal(t, c.number(t, "SELECT COUNT(*) FROM policies"), looked)
	assert.GreaterOrEqual(t, looked, c.summary.Policies)
	assert.Equal(t, c.summary.Claims, c.number(t, "SELECT COUNT(*) FROM claims"))
	v, err := c.Audit.Verify(ctx, c.checkpoints, nil)
	require.NoError(t, err)
	assert.Nil(t, v.Bad)
	assert.Greater(t, int(v.Checkpoints), 60)
	assert.Len(t, c.told, 120)
	empty, err := demo.Empty(ctx, c.Store)
	require.NoError(t, err)
	assert.False(t, empty)
	there, err := demo.There(ctx, c.Store)
	require.NoError(t, err)
	assert.True(t, there)
}

// number that a query counts.
func (c *company) number(t *testing.T, query string, values ...any) (n int) {
	t.Helper()
	require.NoError(t, c.db.QueryRowContext(context.Background(), query, values...).Scan(&n), query)
	return n
}
