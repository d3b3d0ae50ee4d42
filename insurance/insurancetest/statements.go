package insurancetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"

	"baodan/insurance/work"
)

// Statements that were run for one request, with their texts.
type Statements struct {
	mu    sync.Mutex
	texts []string
}

// Texts of the statements so far, in the order in which they began.
func (s *Statements) Texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.texts...)
}

type statementsKey struct{}

// WithStatements makes a context that remembers the statements that are run under it, in a world of NewCounting. What goes on in the
// background has contexts of its own, and is not counted.
func WithStatements(ctx context.Context) (context.Context, *Statements) {
	s := &Statements{}
	return context.WithValue(ctx, statementsKey{}, s), s
}

func counted(ctx context.Context, text string) {
	if s, ok := ctx.Value(statementsKey{}).(*Statements); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.texts = append(s.texts, text)
	}
}

// counting puts a driver before that of a database that counts statements.
func counting(db *work.Database) *work.Database {
	before := *db
	before.DB = sql.OpenDB(countingConnector{db.DB})
	return &before
}

// countingConnector takes its connections from an open database, whatever its kind and settings.
type countingConnector struct{ db *sql.DB }

func (c countingConnector) Driver() driver.Driver { return c.db.Driver() }

func (c countingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	taken, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var conn driver.Conn
	err = taken.Raw(func(raw any) error {
		conn = countingConn{raw.(driver.Conn), taken}
		return nil
	})
	return conn, err
}

// countingConn counts on a connection that nobody else uses until it is closed.
type countingConn struct {
	driver.Conn
	taken *sql.Conn
}

func (c countingConn) Close() error { return c.taken.Close() }

func (c countingConn) QueryContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Rows, error) {
	counted(ctx, text)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, values)
}

func (c countingConn) ExecContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Result, error) {
	counted(ctx, text)
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, values)
}

func (c countingConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options)
}

func (c countingConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
}

func (c countingConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}
