package work_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/counter"
	"baodan/ent/migrate"
	"baodan/ent/node"
	"baodan/ent/outbox"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// counterRows are new rows of counters.
func counterRows(rows ...[]any) work.Insert {
	return work.Insert{Table: counter.Table, Columns: []string{"id", "name", "value"}, Rows: rows}
}

func outboxRows(ids ...int64) work.Insert {
	i := work.Insert{Table: outbox.Table, Columns: []string{"id"}}
	for _, id := range ids {
		i.Rows = append(i.Rows, []any{id})
	}
	return i
}

func counters(t *testing.T, s *work.Store) int64 {
	return readNumber(t, s, "SELECT COUNT(*) FROM counters")
}

func outboxes(t *testing.T, s *work.Store) int64 {
	return readNumber(t, s, "SELECT COUNT(*) FROM outbox")
}

// Rows of several tables are stored together, each value in its column; tables without rows are left out.
func TestRowsOfSeveralTablesAreStored(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		rows := []work.Insert{counterRows([]any{1, "a; COMMIT", 7}, []any{2, "b'?", 8}), {Table: node.Table, Columns: node.Columns}, outboxRows(4, 5, 6)}
		require.NoError(t, w.Store.InsertAll(background, "store", rows...))
		assert.EqualValues(t, 7, value(t, w.Store, "a; COMMIT"))
		assert.EqualValues(t, 8, value(t, w.Store, "b'?"))
		ids, err := w.Store.Keys(background, "SELECT id FROM outbox ORDER BY id")
		require.NoError(t, err)
		assert.Equal(t, []int64{4, 5, 6}, ids)
		require.NoError(t, w.Store.InsertAll(background, "nothing"))
		require.NoError(t, w.Store.InsertAll(background, "nothing", counterRows()))
		assert.EqualValues(t, 2, counters(t, w.Store))
	})
}

// A unique key that says no undoes everything of every table, and leaves nothing of it open for the next writer (I8).
func TestADuplicateUndoesAllRows(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		require.NoError(t, w.Store.InsertAll(background, "store", outboxRows(5)))
		for range 10 { // each connection comes by
			err := w.Store.InsertAll(background, "store", counterRows([]any{1, "a", 7}), outboxRows(4, 5), outboxRows(6))
			require.True(t, work.IsDuplicate(err), err)
			require.ErrorContains(t, err, "store: ")
			require.NotErrorIs(t, err, work.ErrUnknownOutcome)
		}
		assert.EqualValues(t, 0, counters(t, w.Store))
		for i := range int64(10) {
			require.NoError(t, w.Store.InsertAll(background, "store", outboxRows(100+i)))
		}
		assert.EqualValues(t, 0, counters(t, w.Store))
		assert.EqualValues(t, 11, outboxes(t, w.Store))
	})
}

// Inside of a transaction rows come and go with it.
func TestRowsOfATransactionGoWithIt(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		wrong := errors.New("wrong")
		store := func(last error, rows ...work.Insert) error {
			return w.Store.Do(background, "act", func(ctx context.Context, tx *work.Tx) error {
				if err := tx.Insert(ctx, rows...); err != nil {
					return err
				}
				return last
			})
		}
		require.ErrorIs(t, store(wrong, outboxRows(1)), wrong)
		assert.Zero(t, outboxes(t, w.Store))
		require.NoError(t, store(nil, counterRows(), outboxRows(1, 2), counterRows([]any{1, "a", 3})))
		assert.EqualValues(t, 2, outboxes(t, w.Store))
		assert.EqualValues(t, 3, value(t, w.Store, "a"))
		assert.True(t, work.IsDuplicate(store(nil, outboxRows(3), outboxRows(1))))
		assert.EqualValues(t, 2, outboxes(t, w.Store))
	})
}

// A deadlock is tried again, whole; any other error is told and leaves nothing.
func TestRowsAreStoredAgainAfterADeadlock(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, plain, _ := spied(t, s)
	fails, wrong := 2, error(&mysql.MySQLError{Number: 1213})
	inserts := s.count("exec", func(text string) error {
		if word(text, "INSERT", outbox.Table) && fails > 0 {
			fails--
			return wrong
		}
		return nil
	})
	require.NoError(t, store.InsertAll(background, "store", counterRows([]any{1, "a", 7}), outboxRows(4)))
	assert.EqualValues(t, 6, inserts.Load())
	assert.EqualValues(t, 1, counters(t, plain))
	fails, wrong = 1, errors.New("wrong")
	require.ErrorIs(t, store.InsertAll(background, "store", counterRows([]any{2, "b", 7}), outboxRows(5)), wrong)
	assert.EqualValues(t, 1, counters(t, plain))
	s.error = func(step, _ string) error {
		if step == "begin" || step == "commit" {
			return wrong
		}
		return nil
	}
	require.ErrorIs(t, store.InsertAll(background, "store", outboxRows(5)), wrong)
	s.error = nil
	require.NoError(t, store.InsertAll(background, "store", outboxRows(5)), "nothing is locked")
	assert.EqualValues(t, 2, outboxes(t, plain))
}

// behindACutter opens a MySQL database through a line that can be cut, and directly.
func behindACutter(t *testing.T, c *cutter) (through, direct *work.Store) {
	t.Helper()
	dsn := insurancetest.MySQL(t)
	stores := make([]*work.Store, 2)
	for i, dsn := range []string{dsn, c.through(t, dsn)} {
		db, err := work.OpenMySQL(dsn, 4, work.StatementTimeout)
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		if i == 0 {
			_, err = migrate.Apply(background, db.DB)
			require.NoError(t, err)
		}
		stores[i], err = open(db, insurancetest.Epoch)
		require.NoError(t, err)
	}
	return stores[1], stores[0]
}

// Where the line is cut nobody knows what became of the rows: it is told, nothing is repeated, and the next ones are
// stored (I1, I8).
func TestALineThatIsCutLeavesAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, heard := range map[string]bool{"before the server heard": false, "before its answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &cutter{heard: heard}
			through, direct := behindACutter(t, c)
			require.NoError(t, through.InsertAll(background, "store", outboxRows(1)))
			c.cutAt("'cut'")
			err := through.InsertAll(background, "store", counterRows([]any{1, "cut", 7}), outboxRows(4))
			require.ErrorIs(t, err, work.ErrUnknownOutcome)
			assert.EqualValues(t, 1, c.cut.Load(), "it is sent once")
			c.cutAt("nothing")
			for i := range int64(6) {
				require.NoError(t, through.InsertAll(background, "store", outboxRows(10+i)))
			}
			want := int64(7)
			if heard {
				want = 8
				assert.Eventually(t, func() bool { n, err := direct.Counter(background, "cut"); return err == nil && n == 7 }, 10*time.Second, 5*time.Millisecond)
			} else {
				assert.EqualValues(t, 0, counters(t, direct))
			}
			assert.EqualValues(t, want, outboxes(t, direct))
		})
	}
}

// The same holds of a commit.
func TestALineThatIsCutAtACommit(t *testing.T) {
	t.Parallel()
	c := &cutter{heard: true}
	through, direct := behindACutter(t, c)
	c.cutAt("COMMIT")
	err := through.Do(background, "act", func(ctx context.Context, tx *work.Tx) error {
		return tx.Counter.Create().SetID(1).SetName("a").SetValue(3).Exec(ctx)
	})
	require.ErrorIs(t, err, work.ErrUnknownOutcome)
	assert.EqualValues(t, 1, c.cut.Load())
	stored := func(value int64) func() bool { // the server commits when it gets to it: nobody hears when
		return func() bool { n, err := direct.Counter(background, "a"); return err == nil && n == value }
	}
	assert.Eventually(t, stored(3), 10*time.Second, 5*time.Millisecond)
}

// A caller who gives up while rows are being stored knows nothing of the outcome either, and leaves no lock.
func TestACallerWhoGivesUpWhileRowsAreStored(t *testing.T) {
	t.Parallel()
	c := &cutter{}
	through, direct := behindACutter(t, c)
	locked, release := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- direct.Do(background, "hold", func(ctx context.Context, tx *work.Tx) error {
			err := tx.Insert(ctx, outboxRows(5))
			close(locked)
			<-release
			return err
		})
	}()
	<-locked
	ctx, cancel := context.WithTimeout(background, 300*time.Millisecond)
	defer cancel()
	err := through.InsertAll(ctx, "store", counterRows([]any{1, "a", 7}), outboxRows(5))
	require.ErrorIs(t, err, work.ErrUnknownOutcome)
	close(release)
	require.NoError(t, <-done)
	for i := range int64(6) {
		require.NoError(t, through.InsertAll(background, "store", outboxRows(10+i)))
	}
	assert.EqualValues(t, 0, counters(t, direct))
	assert.EqualValues(t, 7, outboxes(t, direct))
}

// A server that cannot be reached at all stored nothing: that outcome is known.
func TestAServerThatCannotBeReachedStoredNothing(t *testing.T) {
	t.Parallel()
	c := &cutter{}
	through, _ := behindACutter(t, c)
	ctx, cancel := context.WithCancel(background)
	cancel()
	err := through.InsertAll(ctx, "store", outboxRows(1))
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, work.ErrUnknownOutcome)
	require.NotErrorIs(t, err, driver.ErrBadConn)
}
