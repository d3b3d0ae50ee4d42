package work_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"baodan/ent/counter"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var background = context.Background()

// A transaction has one instant, however long it takes: UTC, to the millisecond, as it is stored.
func TestATransactionIsAtOneInstant(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.Clock.Set(insurancetest.Epoch.Add(7*time.Millisecond + 999*time.Microsecond))
		east := func() time.Time { return w.Clock.Now().In(time.FixedZone("CST", 8*3600)) }
		w.Store.Clock = east
		want := insurancetest.Epoch.Add(7 * time.Millisecond)
		assert.Equal(t, want, w.Store.Now())
		require.NoError(t, w.Store.Do(background, "act", func(_ context.Context, tx *work.Tx) error {
			assert.Equal(t, want, tx.Now)
			w.Clock.Advance(time.Hour)
			assert.Equal(t, want, tx.Now)
			assert.Equal(t, want.Add(time.Hour), work.TimeOf(tx.NewKey()), "keys are made by the clock")
			return nil
		}))
	})
}

// What a transaction stored is there afterwards, seen by another server (I1).
func TestACommittedTransactionIsThere(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		require.NoError(t, w.Store.Do(background, "act", func(ctx context.Context, tx *work.Tx) error {
			return tx.Counter.Create().SetID(tx.NewKey()).SetName("a").SetValue(7).Exec(ctx)
		}))
		value, err := w.AddServer().Store.Counter(background, "a")
		require.NoError(t, err)
		assert.EqualValues(t, 7, value)
	})
}

// tries counts how often an act is done whose every try ends in an error.
func tries(t *testing.T, store *work.Store, with error) int {
	t.Helper()
	n := 0
	err := store.Do(background, "pay", func(context.Context, *work.Tx) error { n++; return with })
	require.ErrorIs(t, err, with)
	require.ErrorContains(t, err, "pay: ")
	return n
}

// An act is done again, eight times at most, where the database took it back or the connection was lost before the
// commit. No other error is worth another try.
func TestWhichErrorsAreTriedAgain(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		err   error
		tries int
	}{
		"a wrapped deadlock":      {fmt.Errorf("update: %w", &mysql.MySQLError{Number: 1213}), 8},
		"a bad connection":        {driver.ErrBadConn, 8},
		"an invalid connection":   {mysql.ErrInvalidConn, 8},
		"the end of a stream":     {io.EOF, 8},
		"the middle of a message": {io.ErrUnexpectedEOF, 8},
		"a closed connection":     {net.ErrClosed, 8},
		"an error of the network": {&net.OpError{Op: "read", Err: errors.New("reset")}, 8},
		"an unknown outcome":      {fmt.Errorf("%w: %w", work.ErrUnknownOutcome, driver.ErrBadConn), 1},
		"a cancelled caller":      {context.Canceled, 1},
		"a finished transaction":  {sql.ErrTxDone, 1},
		"no row":                  {sql.ErrNoRows, 1},
		"an error of our own":     {errors.New("wrong"), 1},
	}
	for _, n := range []uint16{1213, 1205, 1020, 1290, 1792, 1836, 8002, 8022, 8028, 9007} {
		cases[fmt.Sprint(n)] = struct {
			err   error
			tries int
		}{&mysql.MySQLError{Number: n}, 8}
	}
	for _, n := range []uint16{1062, 1064, 1048, 1406, 3024, 1214, 1206} {
		cases[fmt.Sprint(n)] = struct {
			err   error
			tries int
		}{&mysql.MySQLError{Number: n}, 1}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, _, _ := spied(t, &spy{}) // one each: a transaction that cannot begin would count as a try
			assert.Equal(t, c.tries, tries(t, store, c.err))
		})
	}
}

// Between two tries it waits, at random and longer each time: 256 ms at most.
func TestThePauseBetweenTriesGrows(t *testing.T) {
	t.Parallel()
	store, _, _ := spied(t, &spy{})
	var at []time.Time
	err := store.Do(background, "act", func(context.Context, *work.Tx) error {
		at = append(at, time.Now())
		return driver.ErrBadConn
	})
	require.Error(t, err)
	require.Len(t, at, 8)
	took := at[7].Sub(at[0])
	assert.Greater(t, took, 20*time.Millisecond, "254 ms on average; once in 100,000 below 20")
	assert.Less(t, took, 5*time.Second, "510 ms at most, on an idle machine")
}

// The first try that succeeds ends it.
func TestATryThatSucceedsEndsIt(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		n := 0
		require.NoError(t, w.Store.Do(background, "act", func(ctx context.Context, tx *work.Tx) error {
			n++
			if err := tx.Counter.Create().SetID(tx.NewKey()).SetName("a").SetValue(int64(n)).Exec(ctx); err != nil {
				return err
			}
			if n < 3 {
				return &mysql.MySQLError{Number: 1213}
			}
			return nil
		}))
		value, err := w.Store.Counter(background, "a")
		require.NoError(t, err)
		assert.EqualValues(t, 3, value, "earlier tries left nothing")
	})
}

// A caller who gives up is not held by the pauses.
func TestACallerWhoGivesUpIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	store, _, _ := spied(t, &spy{})
	ctx, cancel := context.WithCancel(background)
	n := 0
	err := store.Do(ctx, "act", func(context.Context, *work.Tx) error {
		n++
		if n == 7 { // the last pause is 128 ms on average
			cancel()
		}
		return driver.ErrBadConn
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "act: ")
	assert.Equal(t, 7, n)
}

// Where the connection is lost at the commit nobody knows whether it happened: the act is not repeated, and its caller
// is told (I1).
func TestALostCommitIsAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"commit", "committed"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			s := &spy{}
			commits := s.count(step, func(string) error { return driver.ErrBadConn })
			store, plain, _ := spied(t, s)
			err := store.Do(background, "act", func(ctx context.Context, tx *work.Tx) error {
				return tx.Counter.Create().SetID(tx.NewKey()).SetName("a").SetValue(1).Exec(ctx)
			})
			require.ErrorIs(t, err, work.ErrUnknownOutcome)
			require.ErrorIs(t, err, driver.ErrBadConn)
			require.ErrorContains(t, err, "act: ")
			assert.EqualValues(t, 1, commits.Load())
			_, there, err := plain.FindCounter(background, "a")
			require.NoError(t, err)
			assert.Equal(t, step == "committed", there, "both are possible")
		})
	}
}

// A commit that the database refuses did not happen: it is done again after a deadlock, and told otherwise.
func TestARefusedCommitDidNotHappen(t *testing.T) {
	t.Parallel()
	s := &spy{}
	var refuse atomic.Pointer[mysql.MySQLError]
	commits := s.count("commit", func(string) error {
		if e := refuse.Swap(nil); e != nil {
			return e
		}
		return nil
	})
	store, _, _ := spied(t, s)
	refuse.Store(&mysql.MySQLError{Number: 1213})
	add := func(ctx context.Context, tx *work.Tx) error {
		return tx.Counter.Create().SetID(tx.NewKey()).SetName("a").SetValue(1).Exec(ctx)
	}
	require.NoError(t, store.Do(background, "act", add))
	assert.EqualValues(t, 2, commits.Load())

	refuse.Store(&mysql.MySQLError{Number: 1180})
	err := store.Do(background, "act", func(context.Context, *work.Tx) error { return nil })
	var refused *mysql.MySQLError
	require.ErrorAs(t, err, &refused)
	require.NotErrorIs(t, err, work.ErrUnknownOutcome)
	assert.EqualValues(t, 3, commits.Load())
}

// A transaction that cannot begin is no act at all.
func TestATransactionThatCannotBegin(t *testing.T) {
	t.Parallel()
	wrong, s := errors.New("wrong"), &spy{}
	begins := s.count("begin", func(string) error { return wrong })
	store, _, _ := spied(t, s)
	err := store.Do(background, "act", func(context.Context, *work.Tx) error { t.Error("it ran"); return nil })
	require.ErrorIs(t, err, wrong)
	assert.EqualValues(t, 1, begins.Load())
}

// The log sees both errors where the rollback fails too; an act that rolled back by itself is no such case.
func TestARollbackThatFailsIsTold(t *testing.T) {
	t.Parallel()
	wrong, worse := errors.New("wrong"), errors.New("worse")
	s := &spy{}
	s.count("rollback", func(string) error { return worse })
	store, _, _ := spied(t, s)
	err := store.Do(background, "act", func(context.Context, *work.Tx) error { return wrong })
	require.ErrorIs(t, err, wrong)
	require.ErrorIs(t, err, worse)

	store, _, _ = spied(t, &spy{})
	err = store.Do(background, "act", func(_ context.Context, tx *work.Tx) error {
		require.NoError(t, tx.Rollback())
		return wrong
	})
	require.EqualError(t, err, "act: wrong")
}

// SQLite says busy where MySQL would wait: the act is done again until the other has finished.
func TestABusySQLiteIsTriedAgain(t *testing.T) {
	t.Parallel()
	seen, plain, _ := spied(t, &spy{})
	held, release := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- plain.Do(background, "first", func(context.Context, *work.Tx) error { close(held); <-release; return nil })
	}()
	<-held
	err := seen.Do(background, "second", func(context.Context, *work.Tx) error { t.Error("two writers"); return nil })
	require.ErrorContains(t, err, "locked")
	assert.False(t, work.IsDuplicate(err))
	close(release)
	require.NoError(t, <-done)
	assert.Equal(t, 8, tries(t, plain, err), "busy")
	require.NoError(t, seen.Do(background, "second", func(context.Context, *work.Tx) error { return nil }))
	assert.Equal(t, 8, tries(t, plain, lockedError(t)), "locked")
	_, err = seen.Client.ExecContext(background, "no such statement")
	require.Error(t, err)
	assert.Equal(t, 1, tries(t, plain, err), "any other")
}

// lockedError makes SQLite say SQLITE_LOCKED: a table cannot go while somebody reads it.
func lockedError(t *testing.T) error {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	defer db.Close()
	conn, err := db.Conn(background)
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(background, "CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1), (2)")
	require.NoError(t, err)
	rows, err := conn.QueryContext(background, "SELECT id FROM a")
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.Next())
	require.NoError(t, rows.Err())
	_, err = conn.ExecContext(background, "DROP TABLE a")
	var locked *sqlite.Error
	require.ErrorAs(t, err, &locked)
	require.Equal(t, sqlite3.SQLITE_LOCKED, locked.Code()&0xff)
	return err
}

// A unique key is told from every other refusal, whether it is the primary one or another.
func TestADuplicateIsTold(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		add := func(id int64, name string) error {
			return w.Store.Client.Counter.Create().SetID(id).SetName(name).SetValue(1).Exec(background)
		}
		require.NoError(t, add(1, "a"))
		assert.True(t, work.IsDuplicate(add(2, "a")), "a unique key")
		assert.True(t, work.IsDuplicate(add(1, "b")), "the primary key")
		_, err := w.Store.Client.ExecContext(background, "INSERT INTO counters (id, name, value) VALUES (3, NULL, 1)")
		require.Error(t, err)
		assert.False(t, work.IsDuplicate(err), "a column that is missing")
		assert.False(t, work.IsDuplicate(nil))
		assert.False(t, work.IsDuplicate(errors.New("Error 1062: Duplicate entry")))
		n, err := w.Store.Client.Counter.Query().Where(counter.Name("a")).Count(background)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}
