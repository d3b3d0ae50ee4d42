package work

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"time"

	"github.com/go-sql-driver/mysql"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"baodan/ent"
)

// Tx is one transaction at one instant.
type Tx struct {
	*ent.Tx
	Now     time.Time
	store   *Store
	changed bool // a master: this server knows as soon as it is committed
}

// NewKey makes a primary key.
func (tx *Tx) NewKey() int64 { return tx.store.NewKey() }

// ErrUnknownOutcome wraps the error of a commit that may or may not have happened. Never repeat such an act blindly:
// look its effect up by its request number.
var ErrUnknownOutcome = errors.New("the outcome of the commit is unknown")

const (
	attempts = 8
	// retryFor is from when on a transaction is not tried again: two waits for a lock, and less than a request's time.
	retryFor = 9 * time.Second
)

// Do runs an act in one transaction (READ COMMITTED on MySQL). On a deadlock or lock time-out everything is rolled
// back and done again, at most 8 times within 9 seconds, with a growing random pause; any other error rolls back and is
// returned. No call to the outside may stand inside.
func (s *Store) Do(ctx context.Context, act string, f func(ctx context.Context, tx *Tx) error) error {
	return s.retry(ctx, act, retryable, func() error { return s.once(ctx, f) })
}

// DoUnlessLocked is Do that does not try again where a row stays locked: see IsLockWait.
func (s *Store) DoUnlessLocked(ctx context.Context, act string, f func(ctx context.Context, tx *Tx) error) error {
	return s.retry(ctx, act, retryableUnlessLocked, func() error { return s.once(ctx, f) })
}

// retry does a whole transaction until it is through, or its error is not worth another try. Each try makes sure first
// that the keys which it stores are this process's to make.
func (s *Store) retry(ctx context.Context, act string, worth func(error) bool, once func() error) error {
	began := time.Now()
	for attempt := 1; ; attempt++ {
		err := s.holds(ctx)
		if err == nil {
			err = once()
		}
		if err == nil {
			return nil
		}
		if !worth(err) || attempt == attempts || time.Since(began) > retryFor {
			return fmt.Errorf("%s: %w", act, err)
		}
		pause := time.Duration(rand.Int64N(int64(2*time.Millisecond) << attempt))
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", act, ctx.Err())
		case <-time.After(pause):
		}
	}
}

func (s *Store) once(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	etx, err := s.Client.Tx(ctx)
	if err != nil {
		return err
	}
	tx := &Tx{Tx: etx, Now: s.Now(), store: s}
	if err := f(ctx, tx); err != nil {
		// On any error everything goes: a lock time-out undoes only its own statement, and a commit would save half.
		if rollback := etx.Rollback(); rollback != nil && !errors.Is(rollback, sql.ErrTxDone) {
			return fmt.Errorf("%w (and the rollback failed: %w)", err, rollback)
		}
		return err
	}
	Point("tx.before-commit")
	if err := etx.Commit(); err != nil {
		if connectionLost(err) {
			return fmt.Errorf("%w: %w", ErrUnknownOutcome, err)
		}
		return err
	}
	Point("tx.after-commit")
	if tx.changed {
		s.refreshMasters(ctx)
	}
	return nil
}

// IsDuplicate tells whether a unique key said no.
func IsDuplicate(err error) bool {
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		return my.Number == 1062
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// IsLockWait tells whether a row stayed locked by another transaction for longer than one waits for it.
func IsLockWait(err error) bool {
	var my *mysql.MySQLError
	return errors.As(err, &my) && my.Number == 1205
}

func retryableUnlessLocked(err error) bool { return !IsLockWait(err) && retryable(err) }

// retryable tells whether the whole transaction may be done again: deadlock (1213), lock wait (1205), changed since
// read (1020), a server that turned read-only (1290, 1792, 1836), one that ended an idle transaction or the connection
// (1927, 4031), TiDB's conflicts and the end of its locks (8229), SQLite busy.
func retryable(err error) bool {
	if errors.Is(err, ErrUnknownOutcome) {
		return false
	}
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		switch my.Number {
		case 1213, 1205, 1020, 1290, 1792, 1836, 1927, 4031, 8002, 8022, 8028, 8229, 9007:
			return true
		}
		return false
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code()&0xff == sqlite3.SQLITE_LOCKED
	}
	return connectionLost(err)
}

func connectionLost(err error) bool {
	var netErr net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &netErr)
}
