package work_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// ask reads one text.
func ask(t *testing.T, db *work.Database, text string) (answer string) {
	t.Helper()
	require.NoError(t, db.QueryRowContext(background, text).Scan(&answer), text)
	return answer
}

// A MySQL server is used with our settings, whatever the DSN says.
func TestMySQLIsOpenedWithOurSettings(t *testing.T) {
	t.Parallel()
	config, err := mysql.ParseDSN(insurancetest.MySQL(t))
	require.NoError(t, err)
	config.ParseTime, config.ClientFoundRows, config.InterpolateParams, config.MultiStatements = false, false, false, true
	config.Loc, err = time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	config.Params = map[string]string{"time_zone": "'+08:00'", "sql_mode": "''"}
	db, err := work.OpenMySQL(config.FormatDSN(), 3, work.StatementTimeout)
	require.NoError(t, err)
	defer db.Close()
	assert.Equal(t, "mysql", db.Dialect)
	assert.Equal(t, 3, db.Stats().MaxOpenConnections)
	assert.Equal(t, "+00:00", ask(t, db, "SELECT @@session.time_zone"))
	assert.Equal(t, "utf8mb4_bin", ask(t, db, "SELECT @@session.collation_connection"))
	for _, mode := range []string{"STRICT_TRANS_TABLES", "ONLY_FULL_GROUP_BY", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ERROR_FOR_DIVISION_BY_ZERO", "NO_ENGINE_SUBSTITUTION"} {
		assert.Contains(t, ask(t, db, "SELECT @@session.sql_mode"), mode)
	}
	isolation := ask(t, db, "SELECT variable_value FROM information_schema.session_variables WHERE variable_name IN ('tx_isolation', 'transaction_isolation')")
	assert.Equal(t, "READ-COMMITTED", isolation)

	_, err = db.ExecContext(background, "CREATE TABLE a (id BIGINT PRIMARY KEY, at DATETIME(6))")
	require.NoError(t, err)
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, config.Loc)
	_, err = db.ExecContext(background, "INSERT INTO a VALUES (?, ?)", 1, at)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23 02:00:00.000000", ask(t, db, "SELECT CAST(at AS CHAR) FROM a"), "stored in UTC")
	var back time.Time
	require.NoError(t, db.QueryRowContext(background, "SELECT at FROM a").Scan(&back))
	assert.Equal(t, insurancetest.Epoch, back)
	result, err := db.ExecContext(background, "UPDATE a SET id = 1 WHERE id = 1")
	require.NoError(t, err)
	n, err := result.RowsAffected()
	require.NoError(t, err)
	assert.EqualValues(t, 1, n, "rows that were found count")
	before := ask(t, db, "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Com_stmt_prepare'")
	_, err = db.ExecContext(background, "UPDATE a SET id = ? WHERE id = 1", 1)
	require.NoError(t, err)
	assert.Equal(t, "0", before)
	assert.Equal(t, before, ask(t, db, "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Com_stmt_prepare'"), "one round trip")
	_, err = db.ExecContext(background, "DELETE FROM a; DELETE FROM a")
	require.Error(t, err, "one statement a text")
}

// A DSN that cannot be read is an error at once; a server that is not there is one when it is used.
func TestWhereThereIsNoMySQL(t *testing.T) {
	t.Parallel()
	_, err := work.OpenMySQL("nowhere", 1, time.Second)
	require.ErrorContains(t, err, "MYSQL_DSN: ")
	_, err = work.OpenMySQL("a@tcp(127.0.0.1:1)/?tls=unknown", 1, time.Second)
	require.ErrorContains(t, err, "MYSQL_DSN: ")
	db, err := work.OpenMySQL("a@tcp(127.0.0.1:1)/", 1, time.Second)
	require.NoError(t, err)
	require.Error(t, db.Ping())
	require.NoError(t, db.Close())
}

// A server that is silent for too long is given up.
func TestASilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	db, err := work.OpenMySQL(insurancetest.MySQL(t), 2, 300*time.Millisecond)
	require.NoError(t, err)
	defer db.Close()
	start := time.Now()
	_, err = db.ExecContext(background, "DO SLEEP(5)")
	require.Error(t, err)
	assert.Less(t, time.Since(start), 4*time.Second)
}

// A connection whose isolation cannot be set is not used.
func TestAConnectionWithoutItsIsolationIsNotUsed(t *testing.T) {
	t.Parallel()
	c := &cutter{}
	db, err := work.OpenMySQL(c.through(t, insurancetest.MySQL(t)), 2, work.StatementTimeout)
	require.NoError(t, err)
	defer db.Close()
	c.cutAt("READ-COMMITTED")
	require.Error(t, db.Ping())
	c.cutAt("nothing")
	require.NoError(t, db.Ping())
}

// Closing a database closes all its connections; closing what is closed is no error.
func TestClosingADatabase(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		store, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		require.NoError(t, store.InsertAll(background, "store", outboxRows(1)))
		require.NoError(t, db.Close())
		require.Error(t, db.Ping())
		require.ErrorContains(t, store.InsertAll(background, "store", outboxRows(2)), "closed")
		require.NoError(t, db.Close())
	})
}

// The embedded database keeps every commit that was answered, and its writers take turns from the beginning.
func TestSQLiteIsOpenedWithOurSettings(t *testing.T) {
	t.Parallel()
	db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	defer db.Close()
	assert.Equal(t, "sqlite3", db.Dialect)
	assert.Equal(t, 8, db.Stats().MaxOpenConnections)
	for pragma, want := range map[string]string{"busy_timeout": "10000", "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		assert.Equal(t, want, ask(t, db, "PRAGMA "+pragma), pragma)
	}
	_, err = db.ExecContext(background, "CREATE TABLE a (at DATETIME)")
	require.NoError(t, err)
	_, err = db.ExecContext(background, "INSERT INTO a VALUES (?)", insurancetest.Epoch.Add(7*time.Millisecond))
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23 02:00:00.007+00:00", ask(t, db, "SELECT CAST(at AS TEXT) FROM a"), "as text that sorts by time")
	tx, err := db.BeginTx(background, nil)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	conn, err := db.Conn(background)
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(background, "PRAGMA busy_timeout = 0")
	require.NoError(t, err)
	_, err = conn.ExecContext(background, "DELETE FROM a")
	require.ErrorContains(t, err, "locked", "a transaction writes from its beginning")
}

// Tables can be made again and again, by several at once.
func TestTablesAreMadeOnce(t *testing.T) {
	t.Parallel()
	db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	defer db.Close()
	for range 2 {
		require.NoError(t, work.CreateTables(background, db))
	}
	_, err = open(db, insurancetest.Epoch)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.ErrorContains(t, work.CreateTables(background, db), "create tables: ")
	bad, err := work.OpenSQLite(filepath.Join(t.TempDir(), "none", "test.db"))
	require.NoError(t, err)
	require.Error(t, work.CreateTables(background, bad))
	require.NoError(t, bad.Close())
}

// answerRows is one row that a spy answers.
type answerRows struct{ values []driver.Value }

func (r *answerRows) Columns() []string { return make([]string, len(r.values)) }

func (r *answerRows) Close() error { return nil }

func (r *answerRows) Next(into []driver.Value) error {
	if r.values == nil {
		return io.EOF
	}
	copy(into, r.values)
	r.values = nil
	return nil
}

// Settings under which a commit that was answered could be lost are named; that of a binary log only where there is one.
func TestWeakDurabilityIsNamed(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		log, flush, doublewrite, sync string
		weak                          []string
	}{
		"a safe server":             {"1", "1", "ON", "1", nil},
		"no binary log":             {"0", "1", "ON", "0", nil},
		"commits in memory":         {"0", "2", "ON", "1", []string{"innodb_flush_log_at_trx_commit=2 (must be 1)"}},
		"torn pages":                {"0", "1", "OFF", "1", []string{"innodb_doublewrite=OFF (must be ON)"}},
		"a log in memory":           {"ON", "1", "ON", "0", []string{"sync_binlog=0 (must be 1)"}},
		"a log in memory, by digit": {"1", "1", "ON", "1000", []string{"sync_binlog=1000 (must be 1)"}},
		"all of them": {"1", "0", "OFF", "0", []string{
			"innodb_doublewrite=OFF (must be ON)", "innodb_flush_log_at_trx_commit=0 (must be 1)", "sync_binlog=0 (must be 1)",
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := spiedDatabase(t, filepath.Join(t.TempDir(), "test.db"), &spy{rows: func(text string) driver.Rows {
				for part, value := range map[string]string{"flush_log": c.flush, "doublewrite": c.doublewrite, "sync_binlog": c.sync} {
					if strings.Contains(text, part) {
						return &answerRows{[]driver.Value{part, value}}
					}
				}
				return &answerRows{[]driver.Value{c.log}}
			}})
			weak, err := work.WeakDurability(background, db)
			require.NoError(t, err)
			slices.Sort(weak)
			assert.Equal(t, c.weak, weak)
		})
	}
	for part, tells := range map[string]string{"log_bin": "read durability settings: ", "doublewrite": "read innodb_doublewrite: "} {
		wrong := errors.New("wrong")
		db := spiedDatabase(t, filepath.Join(t.TempDir(), "test.db"), &spy{
			error: func(_, text string) error {
				if strings.Contains(text, part) {
					return wrong
				}
				return nil
			},
			rows: func(text string) driver.Rows {
				if strings.Contains(text, "@@log_bin") {
					return &answerRows{[]driver.Value{"0"}}
				}
				return &answerRows{[]driver.Value{"name", "1"}}
			},
		})
		_, err := work.WeakDurability(background, db)
		require.ErrorIs(t, err, wrong)
		require.ErrorContains(t, err, tells)
	}
}

// The server that tests run on answers them too.
func TestWeakDurabilityOfARealServer(t *testing.T) {
	t.Parallel()
	db, err := work.OpenMySQL(insurancetest.MySQL(t), 2, work.StatementTimeout)
	require.NoError(t, err)
	defer db.Close()
	weak, err := work.WeakDurability(background, db)
	require.NoError(t, err)
	flush := ask(t, db, "SELECT @@innodb_flush_log_at_trx_commit")
	assert.Equal(t, flush != "1", slices.ContainsFunc(weak, func(w string) bool { return strings.HasPrefix(w, "innodb_flush_log") }))
	ctx, cancel := context.WithCancel(background)
	cancel()
	_, err = work.WeakDurability(ctx, db)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, sql.ErrNoRows)
}
