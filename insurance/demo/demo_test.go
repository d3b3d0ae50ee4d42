package demo_test

import (
	"context"
	"path/filepath"
	"sort"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/engine/workday"
	"baodan/ent/migrate"
	"baodan/insurance"
	"baodan/insurance/claims"
	"baodan/insurance/demo"
	"baodan/insurance/insurancetest"
	"baodan/insurance/mail"
	"baodan/insurance/people"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// until is where the stories of tests end: a Monday morning in China.
var until = time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)

// company is one that was made, in a database of its own.
type company struct {
	*insurance.Insurance
	db      *work.Database
	summary *demo.Summary
}

// build makes a small company.
func build(t *testing.T, kind string, scale float64) *company {
	t.Helper()
	ctx := context.Background()
	db := open(t, ctx, kind)
	w := demo.NewWorld(until)
	ring, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	store, err := work.Open(ctx, db, w.Now)
	require.NoError(t, err)
	ins, err := insurance.Open(ctx, insurance.Parts{
		Store: store, Ring: ring, Storage: insurancetest.NewStorage(w.Now), Sender: w.Receivers,
		Claims:  claims.Ports{Bank: w.Bank, SandboxBank: w.Bank, Tracker: w.Tracker, SandboxTracker: w.Tracker},
		Mailers: mail.Mailers{Live: w.Mailer, Sandbox: w.Mailer}, People: people.Rules{}, Privacy: privacy.Rules{RevealsPerDay: 3}, Workdays: workday.China(),
	})
	require.NoError(t, err)
	t.Cleanup(ins.Close)
	summary, err := demo.Build(ctx, ins, w, demo.Options{
		Until: until, Scale: scale, People: staff(), Password: insurancetest.Password, PasswordHash: insurancetest.PasswordHash,
	})
	require.NoError(t, err)
	return &company{ins, db, summary}
}

func open(t *testing.T, ctx context.Context, kind string) *work.Database {
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

func TestBuild(t *testing.T) {
	c := build(t, dialect.SQLite, 0.08)
	for _, q := range []string{
		"select product_code || ' ' || state, count(*) from claims group by 1", "select phase, count(*) from policies group by 1", "select state,count(*) from payouts group by 1",
		"select state,count(*) from deliveries group by 1", "select state,count(*) from webhook_endpoints group by 1", "select kind || ' ' || state,count(*) from approvals group by 1",
		"select kind || ' ' || state,count(*) from jobs group by 1", "select state,count(*) from service_requests group by 1", "select state,count(*) from mails group by 1", "select code || ' ' || state,count(*) from product_versions group by 1",
		"select state,count(*) from people group by 1",
	} {
		rows, err := c.db.QueryContext(context.Background(), q)
		require.NoError(t, err)
		t.Log(q)
		for rows.Next() {
			var name string
			var n int
			require.NoError(t, rows.Scan(&name, &n))
			t.Logf("    %s %d", name, n)
		}
		rows.Close()
	}
	t.Log(c.summary)
}
