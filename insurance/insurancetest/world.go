// Package insurancetest makes worlds to test in: a database of its own for each test, on SQLite and on a real MySQL or
// MariaDB, a clock that stands still until it is moved, and the sample products, channels and agreements.
package insurancetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/engine/workday"
	"baodan/ent/migrate"
	"baodan/insurance"
	"baodan/insurance/claims"
	"baodan/insurance/files"
	"baodan/insurance/mail"
	"baodan/insurance/people"
	"baodan/insurance/privacy"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// Clock stands still until it is moved.
type Clock struct{ now atomic.Int64 }

// Epoch is when every test begins: a Monday morning in China.
var Epoch = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// Now is the instant it shows.
func (c *Clock) Now() time.Time { return time.Unix(0, c.now.Load()).UTC() }

// Set moves it to an instant.
func (c *Clock) Set(t time.Time) { c.now.Store(t.UnixNano()) }

// Advance moves it on.
func (c *Clock) Advance(d time.Duration) { c.now.Add(int64(d)) }

// Server is one of several servers on the same database.
type Server = insurance.Insurance

// World is a database with one server on it, and as many more as a test wants.
type World struct {
	*Server
	T     testing.TB
	Clock *Clock
	Ring  *seal.Keyring
	// Keyring is the file that Ring was read from.
	Keyring []byte
	// The outside world, the same for all servers. Sender is that of servers that are added from now on.
	Bank    *Bank
	Tracker *Tracker
	Storage *Storage
	Mailer  *FakeMailer
	Sender  webhooks.Sender
	// Sources of personal data that servers have which are added from now on, beside their own.
	Sources []privacy.Source
	// FileQuota of servers that are added from now on; nothing said: the default.
	FileQuota files.Quota
	kind      string
	pinned    bool   // one connection
	database  string // file or DSN
}

// Each runs a test on SQLite and on a real MySQL or MariaDB, each with a database of its own.
func Each(t *testing.T, test func(t *testing.T, w *World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, New(t, dialect.SQLite))
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		test(t, New(t, dialect.MySQL))
	})
}

// New makes an empty world on a kind of database.
func New(t testing.TB, kind string) *World {
	t.Helper()
	clock := &Clock{}
	clock.Set(Epoch)
	file := seal.NewKeyringFile()
	ring, err := seal.ParseKeyring(file)
	require.NoError(t, err)
	w := &World{T: t, Clock: clock, Ring: ring, Keyring: file, kind: kind, Bank: &Bank{}, Tracker: &Tracker{now: clock.Now}, Storage: &Storage{now: clock.Now}, Mailer: &FakeMailer{}}
	if kind == dialect.SQLite {
		w.database = filepath.Join(t.TempDir(), "test.db")
	} else {
		w.database = MySQL(t)
	}
	w.Server = w.AddServer()
	return w
}

// NewPinned is New with one connection to the database, which counts what it reads.
func NewPinned(t testing.TB, kind string) *World {
	w := New(t, kind)
	w.pinned = true
	w.Server = w.AddServer()
	return w
}

// AddServer starts another server on the same database.
func (w *World) AddServer() *Server {
	w.T.Helper()
	ctx := context.Background()
	opened := w.open(ctx)
	w.T.Cleanup(func() { _ = opened.Close() })
	db := Watched(opened)
	if w.pinned {
		db.SetMaxOpenConns(1)
	}
	w.T.Cleanup(func() { _ = db.DB.Close() })
	store, err := work.Open(ctx, db, w.Clock.Now)
	require.NoError(w.T, err)
	s, err := insurance.Open(ctx, insurance.Parts{
		Store: store, Ring: w.Ring, Storage: w.Storage, Sender: w.Sender,
		Claims:  claims.Ports{Bank: w.Bank, SandboxBank: w.Bank, Tracker: w.Tracker, SandboxTracker: w.Tracker},
		Mailers: mail.Mailers{Live: w.Mailer, Sandbox: w.Mailer},
		People:  people.Rules{SecondFactor: true}, Privacy: privacy.Rules{RevealsPerDay: 3}, Sources: w.Sources, Workdays: workday.China(), Files: w.FileQuota,
	})
	require.NoError(w.T, err)
	w.T.Cleanup(s.Close)
	return s
}

// open opens the database and brings its tables up to date.
func (w *World) open(ctx context.Context) *work.Database {
	if w.kind == dialect.SQLite {
		db, err := work.OpenSQLite(w.database)
		require.NoError(w.T, err)
		require.NoError(w.T, work.CreateTables(ctx, db))
		return db
	}
	db, err := work.OpenMySQL(w.database, 16, work.StatementTimeout)
	require.NoError(w.T, err)
	_, err = migrate.Apply(ctx, db.DB)
	require.NoError(w.T, err)
	return db
}

// MySQL makes a database for a test on the server that MYSQL_DSN names, and drops it afterwards.
func MySQL(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		if os.Getenv("BAODAN_TEST_SERVERS") != "" {
			t.Fatal("MYSQL_DSN is not set")
		}
		t.Skip("MYSQL_DSN is not set: make test starts a server and sets it")
	}
	config, err := mysql.ParseDSN(dsn)
	require.NoError(t, err)
	var random [6]byte
	_, err = rand.Read(random[:])
	require.NoError(t, err)
	name := "baodan_test_" + hex.EncodeToString(random[:])
	config.DBName = ""
	admin, err := work.OpenMySQL(config.FormatDSN(), 1, work.StatementTimeout)
	require.NoError(t, err)
	_, err = admin.ExecContext(context.Background(), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	require.NoError(t, err)
	t.Cleanup(func() {
		_, _ = admin.ExecContext(context.Background(), "DROP DATABASE "+name)
		_ = admin.Close()
	})
	config.DBName = name
	return config.FormatDSN()
}
