package insurancetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"

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

func (s *Statements) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts = append(s.texts, text)
}

type statementsKey struct{}

// WithStatements makes a context that remembers the statements that are run under it. What goes on in the background has
// contexts of its own, and is not counted.
func WithStatements(ctx context.Context) (context.Context, *Statements) {
	s := &Statements{}
	return context.WithValue(ctx, statementsKey{}, s), s
}

type beforeKey struct{}

// WithBefore makes a context under which a function is called before each statement: a test may wait in it.
func WithBefore(ctx context.Context, before func(text string)) context.Context {
	return context.WithValue(ctx, beforeKey{}, before)
}

// arrived counts a statement, and lets a test do what it wants before it.
func arrived(ctx context.Context, text string, values []driver.NamedValue) error {
	if s, ok := ctx.Value(statementsKey{}).(*Statements); ok {
		s.add(text)
	}
	if before, ok := ctx.Value(beforeKey{}).(func(string)); ok {
		before(text)
	}
	return refuseMoments(text, values)
}

// Watched puts a driver before that of a database. It counts statements, and refuses moments that lie outside of the years of
// MySQL's DATETIME, 1000 to 9999: MySQL refuses 0000-00-00, as which a zero time reaches it, even where it is only compared with;
// MariaDB and SQLite do not, so that no test would see it there.
func Watched(db *work.Database) *work.Database {
	before := *db
	before.DB = sql.OpenDB(watchingConnector{db.DB})
	return &before
}

// refuseMoments is an error where MySQL could not compare with a value.
func refuseMoments(text string, values []driver.NamedValue) error {
	for _, v := range values {
		if at, ok := v.Value.(time.Time); ok && (at.Year() < 1000 || at.Year() > 9999) {
			return fmt.Errorf("no DATETIME of MySQL: %s in %s", at, text)
		}
	}
	return nil
}

// watchingConnector takes its connections from an open database, whatever its kind and settings.
type watchingConnector struct{ db *sql.DB }

func (c watchingConnector) Driver() driver.Driver { return c.db.Driver() }

func (c watchingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	taken, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var conn driver.Conn
	err = taken.Raw(func(raw any) error {
		conn = watchingConn{raw.(driver.Conn), taken}
		return nil
	})
	return conn, err
}

// watchingConn watches a connection that nobody else uses until it is closed.
type watchingConn struct {
	driver.Conn
	taken *sql.Conn
}

func (c watchingConn) Close() error { return c.taken.Close() }

// ResetSession lets the driver see whether the server has ended the connection meanwhile.
func (c watchingConn) ResetSession(ctx context.Context) error {
	if resetter, ok := c.Conn.(driver.SessionResetter); ok {
		return resetter.ResetSession(ctx)
	}
	return nil
}

// IsValid tells whether the connection may be used again.
func (c watchingConn) IsValid() bool {
	validator, ok := c.Conn.(driver.Validator)
	return !ok || validator.IsValid()
}

func (c watchingConn) QueryContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Rows, error) {
	if err := arrived(ctx, text, values); err != nil {
		return nil, err
	}
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, values)
}

func (c watchingConn) ExecContext(ctx context.Context, text string, values []driver.NamedValue) (driver.Result, error) {
	if err := arrived(ctx, text, values); err != nil {
		return nil, err
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, values)
}

func (c watchingConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options)
}

func (c watchingConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
}

func (c watchingConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}
