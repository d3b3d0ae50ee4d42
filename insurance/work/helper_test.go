package work_test

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"baodan/ent/migrate"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// spy sees each step of a SQLite database before it runs: begin, exec, query, commit and rollback with the text of the
// statement, and committed after a commit. What a function answers takes the place of the step.
type spy struct {
	error  func(step, text string) error
	result func(text string) driver.Result
	rows   func(text string) driver.Rows
}

// say answers an error where one is wanted.
func (s *spy) say(step, text string) error {
	if s.error == nil {
		return nil
	}
	return s.error(step, text)
}

// spied makes a store on a SQLite file of its own and gives the file's other users a store without a spy.
func spied(t *testing.T, s *spy) (seen, plain *work.Store, clock *insurancetest.Clock) {
	t.Helper()
	ctx, clock := context.Background(), &insurancetest.Clock{}
	clock.Set(insurancetest.Epoch)
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := work.OpenSQLite(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	require.NoError(t, work.CreateTables(ctx, db))
	plain, err = work.Open(ctx, db, clock.Now)
	require.NoError(t, err)
	errors, results, rows := s.error, s.result, s.rows
	*s = spy{} // it looks away while the store opens
	seen, err = work.Open(ctx, spiedDatabase(t, path, s), clock.Now)
	require.NoError(t, err)
	*s = spy{errors, results, rows}
	return seen, plain, clock
}

// spiedDatabase opens a SQLite file with a spy on it. It does not wait for locks of others.
func spiedDatabase(t *testing.T, path string, s *spy) *work.Database {
	t.Helper()
	dsn := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate&_time_format=sqlite"
	known, err := sql.Open("sqlite", dsn)
	require.NoError(t, err)
	db := sql.OpenDB(spyConnector{known.Driver(), dsn, s})
	t.Cleanup(func() { _, _ = db.Close(), known.Close() })
	return &work.Database{DB: db, Dialect: dialect.SQLite}
}

type spyConnector struct {
	driver driver.Driver
	dsn    string
	spy    *spy
}

func (c spyConnector) Driver() driver.Driver { return c.driver }

func (c spyConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return spyConn{conn, c.spy}, nil
}

type spyConn struct {
	driver.Conn
	spy *spy
}

func (c spyConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if err := c.spy.say("begin", ""); err != nil {
		return nil, err
	}
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options)
	return spyTx{tx, c.spy}, err
}

func (c spyConn) ExecContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Result, error) {
	if err := c.spy.say("exec", text); err != nil {
		return nil, err
	}
	if c.spy.result != nil {
		if result := c.spy.result(text); result != nil {
			return result, nil
		}
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, values)
}

func (c spyConn) QueryContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Rows, error) {
	if err := c.spy.say("query", text); err != nil {
		return nil, err
	}
	if c.spy.rows != nil {
		if rows := c.spy.rows(text); rows != nil {
			return rows, nil
		}
	}
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, values)
}

type spyTx struct {
	driver.Tx
	spy *spy
}

func (t spyTx) Commit() error {
	if err := t.spy.say("commit", ""); err != nil {
		_ = t.Tx.Rollback()
		return err
	}
	if err := t.Tx.Commit(); err != nil {
		return err
	}
	return t.spy.say("committed", "")
}

func (t spyTx) Rollback() error {
	if err := t.Tx.Rollback(); err != nil {
		return err
	}
	return t.spy.say("rollback", "")
}

// count answers how many steps of a kind a spy saw, and adds what to do at each of them.
func (s *spy) count(step string, do func(text string) error) *atomic.Int64 {
	var n atomic.Int64
	before := s.error
	s.error = func(of, text string) error {
		if before != nil {
			if err := before(of, text); err != nil {
				return err
			}
		}
		if of != step {
			return nil
		}
		n.Add(1)
		if do == nil {
			return nil
		}
		return do(text)
	}
	return &n
}

// databases runs a test on both kinds of database, open and without any server on them.
func databases(t *testing.T, test func(t *testing.T, db *work.Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		require.NoError(t, work.CreateTables(context.Background(), db))
		test(t, db)
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		db, err := work.OpenMySQL(insurancetest.MySQL(t), 8, work.StatementTimeout)
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		_, err = migrate.Apply(context.Background(), db.DB)
		require.NoError(t, err)
		test(t, db)
	})
}

// open starts a process on a database.
func open(db *work.Database, now time.Time) (*work.Store, error) {
	return work.Open(context.Background(), db, func() time.Time { return now })
}

// closed makes a store whose database is closed: every statement fails.
func closed(t *testing.T) *work.Store {
	t.Helper()
	db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	require.NoError(t, work.CreateTables(context.Background(), db))
	store, err := work.Open(context.Background(), db, func() time.Time { return insurancetest.Epoch })
	require.NoError(t, err)
	require.NoError(t, db.Close())
	return store
}

// cutter stands between a client and its MySQL server and cuts the line when a text comes by: before the server hears
// of it, or after the server answered.
type cutter struct {
	text   atomic.Pointer[string]
	heard  bool // the server hears the text
	cut    atomic.Int64
	server string
}

// through gives the DSN that leads through a cutter.
func (c *cutter) through(t *testing.T, dsn string) string {
	t.Helper()
	config, err := mysql.ParseDSN(dsn)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	c.server, config.Addr = config.Addr, listener.Addr().String()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go c.serve(client)
		}
	}()
	return config.FormatDSN()
}

func (c *cutter) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				_ = client.Close()
				return
			}
			_, _ = client.Write(buffer[:n])
		}
	}()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if text := c.text.Load(); text != nil && bytes.Contains(buffer[:n], []byte(*text)) {
			c.cut.Add(1)
			_ = client.Close()
			if c.heard {
				_, _ = server.Write(buffer[:n])
				time.Sleep(200 * time.Millisecond) // a server that loses its client early rolls back
			}
			return
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// cutAt arms a cutter.
func (c *cutter) cutAt(text string) { c.text.Store(&text) }

// run executes statements one by one.
func run(t *testing.T, s *work.Store, texts ...string) {
	t.Helper()
	for _, text := range texts {
		_, err := s.Client.ExecContext(context.Background(), text)
		require.NoError(t, err, text)
	}
}

// readNumber reads one number.
func readNumber(t *testing.T, s *work.Store, text string, values ...any) int64 {
	t.Helper()
	rows, err := s.Client.QueryContext(context.Background(), text, values...)
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.Next(), text)
	var n int64
	require.NoError(t, rows.Scan(&n))
	require.NoError(t, rows.Err())
	return n
}

// word tells whether a text is a statement on a table: INSERT INTO, UPDATE, SELECT.
func word(text, verb, table string) bool {
	return strings.HasPrefix(text, verb) && strings.Contains(text, table)
}
