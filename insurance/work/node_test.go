package work_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/counter"
	"baodan/ent/node"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// fillNodes gives all node numbers to processes that were seen at a time.
func fillNodes(t *testing.T, db *work.Database, seen time.Time) *work.Store {
	t.Helper()
	store, err := open(db, insurancetest.Epoch)
	require.NoError(t, err)
	run(t, store, "DELETE FROM nodes")
	insert := work.Insert{Table: node.Table, Columns: node.Columns}
	for id := range int64(1024) {
		insert.Rows = append(insert.Rows, []any{id, "somebody", seen})
	}
	require.NoError(t, store.InsertAll(background, "fill", insert))
	return store
}

// 1,100 processes that start one after another all start, though each makes keys in the same millisecond; a process that
// takes the number of one before it repeats none of its keys (F3).
func TestElevenHundredStarts(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		seen := map[int64]bool{}
		for n := range 1100 {
			store, err := open(db, insurancetest.Epoch)
			require.NoError(t, err, "start %d", n+1)
			for range 3 {
				key := store.NewKey()
				require.False(t, seen[key], "start %d made a key again", n+1)
				seen[key] = true
			}
			require.NoError(t, store.Close(background))
		}
	})
}

// A process that was not seen for more than half an hour lost its number; without one nobody starts, and is told why.
func TestNodeNumbersAreTakenOverAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		now := insurancetest.Epoch
		first := fillNodes(t, db, now.Add(-30*time.Minute))
		_, err := open(db, now)
		require.EqualError(t, err, "all 1024 node numbers are in use: each running process holds one, and one that was killed "+
			"for another 30m0s; the next is free at 2026-11-23T02:00:00Z at the latest, unless its process lives")

		require.NoError(t, first.Client.Node.UpdateOneID(700).SetSeenAt(now.Add(-30*time.Minute-time.Millisecond)).Exec(background))
		store, err := open(db, now)
		require.NoError(t, err)
		assert.EqualValues(t, 700, nodeOf(store.NewKey()))
		row, err := store.Client.Node.Get(background, 700)
		require.NoError(t, err)
		assert.NotEqual(t, "somebody", row.Owner)
		assert.Equal(t, now, row.SeenAt.UTC())
		_, err = open(db, now)
		require.Error(t, err, "it is taken once")

		require.NoError(t, first.Client.Node.DeleteOneID(5).Exec(background))
		require.NoError(t, store.Close(background))
		for _, want := range []int64{5, 700} { // one that nobody had comes before one that was given back
			store, err = open(db, now)
			require.NoError(t, err)
			assert.Equal(t, want, nodeOf(store.NewKey()))
		}
	})
}

// What was given back comes before what was lost, and what was given back first comes first: clocks may differ.
func TestNumbersGivenBackComeFirst(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		now := insurancetest.Epoch
		first := fillNodes(t, db, now.Add(-31*time.Minute))
		for id, ago := range map[int64]time.Duration{7: time.Second, 8: time.Minute, 9: time.Millisecond} {
			require.NoError(t, first.Client.Node.UpdateOneID(id).SetOwner("").SetSeenAt(now.Add(-ago)).Exec(background))
		}
		require.NoError(t, first.Client.Node.UpdateOneID(3).SetSeenAt(now.Add(-32*time.Minute)).Exec(background))
		for _, want := range []int64{8, 7, 9, 3} {
			store, err := open(db, now)
			require.NoError(t, err)
			assert.Equal(t, want, nodeOf(store.NewKey()))
		}
		// The clock of the process before was ahead by a minute: keys go on after its own.
		require.NoError(t, first.Client.Node.UpdateOneID(100).SetOwner("").SetSeenAt(now.Add(time.Minute)).Exec(background))
		store, err := open(db, now)
		require.NoError(t, err)
		assert.Equal(t, now.Add(time.Minute+time.Millisecond), work.TimeOf(store.NewKey()))
	})
}

// Two processes that take over at once do not get the same number.
func TestOneProcessTakesANodeNumberOver(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		first := fillNodes(t, db, insurancetest.Epoch)
		require.NoError(t, first.Client.Node.Update().Where(node.IDLT(3)).SetSeenAt(insurancetest.Epoch.Add(-31*time.Minute)).Exec(background))
		require.NoError(t, first.Client.Node.Update().Where(node.IDGTE(3), node.IDLT(6)).SetOwner("").Exec(background))
		var group sync.WaitGroup
		numbers := make([]int64, 6)
		for i := range numbers {
			group.Go(func() {
				store, err := open(db, insurancetest.Epoch)
				if assert.NoError(t, err) {
					numbers[i] = nodeOf(store.NewKey())
				}
			})
		}
		group.Wait()
		slices.Sort(numbers)
		assert.Equal(t, []int64{0, 1, 2, 3, 4, 5}, numbers)
	})
}

// A process whose number another one has makes no more changes, and is told so when it next says that it lives.
func TestAProcessThatLostItsNumberWritesNothing(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		first := fillNodes(t, db, insurancetest.Epoch)
		run(t, first, "DELETE FROM nodes WHERE id = 17")
		frozen, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		require.NoError(t, frozen.Renew(background))
		successor, err := open(db, insurancetest.Epoch.Add(31*time.Minute))
		require.NoError(t, err)
		run(t, first, "UPDATE nodes SET owner = 'another' WHERE id = 17")

		require.ErrorIs(t, frozen.Renew(background), work.ErrNodeLost)
		require.ErrorIs(t, frozen.Renew(background), work.ErrNodeLost)
		require.ErrorIs(t, frozen.KeepNode(background), work.ErrNodeLost)
		did := false
		require.ErrorIs(t, frozen.Do(background, "act", func(context.Context, *work.Tx) error { did = true; return nil }), work.ErrNodeLost)
		assert.False(t, did)
		require.ErrorIs(t, frozen.InsertAll(background, "store", outboxRows(1)), work.ErrNodeLost)
		require.ErrorIs(t, frozen.OpenCounter(background, "test", 1), work.ErrNodeLost)
		_, err = frozen.Advance(background, "test", 1)
		require.ErrorIs(t, err, work.ErrNodeLost)
		require.NoError(t, frozen.Close(background))
		row, err := first.Client.Node.Get(background, 17)
		require.NoError(t, err)
		assert.Equal(t, "another", row.Owner, "it gives back what is its own")
		require.NoError(t, successor.OpenCounter(background, "test", 1))
	})
}

// A process that is frozen for longer than its lease looks whether its number is still its own before it writes anything:
// where another has it, it stops; where none has, it goes on.
func TestAFrozenProcessLooksFirst(t *testing.T) {
	t.Parallel()
	for name, taken := range map[string]bool{"taken": true, "free": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "test.db")
			synctest.Test(t, func(t *testing.T) {
				db, err := work.OpenSQLite(path)
				require.NoError(t, err)
				require.NoError(t, work.CreateTables(background, db))
				frozen, err := work.Open(background, db, time.Now)
				require.NoError(t, err)
				number := nodeOf(frozen.NewKey())
				time.Sleep(25*time.Minute - time.Millisecond)
				require.NoError(t, frozen.OpenCounter(background, "in time", 1))
				seen := func() time.Duration {
					row, err := frozen.Client.Node.Get(background, number)
					require.NoError(t, err)
					return time.Since(row.SeenAt)
				}
				assert.Greater(t, seen(), 24*time.Minute)
				time.Sleep(5*time.Minute + 2*time.Millisecond)
				if taken {
					full := work.Insert{Table: node.Table, Columns: node.Columns}
					for id := range int64(1024) {
						if id != number {
							full.Rows = append(full.Rows, []any{id, "somebody", time.Now()})
						}
					}
					for part := range slices.Chunk(full.Rows, 200) {
						insertRows(t, db, full.Table, full.Columns, part)
					}
					successor, err := work.Open(background, db, time.Now)
					require.NoError(t, err)
					require.Equal(t, number, nodeOf(successor.NewKey()))
				}
				err = frozen.OpenCounter(background, "late", 1)
				if taken {
					require.ErrorIs(t, err, work.ErrNodeLost)
					require.ErrorIs(t, frozen.KeepNode(background), work.ErrNodeLost)
				} else {
					require.NoError(t, err)
					assert.Zero(t, seen().Truncate(time.Second), "it said that it lives")
				}
				late, err := frozen.Client.Counter.Query().Where(counter.Name("late")).Exist(background)
				require.NoError(t, err)
				assert.Equal(t, !taken, late)
				require.NoError(t, db.Close())
			})
		})
	}
}

func insertRows(t *testing.T, db *work.Database, table string, columns []string, rows [][]any) {
	t.Helper()
	for _, row := range rows {
		_, err := db.Exec("INSERT INTO "+table+" ("+columns[0]+", "+columns[1]+", "+columns[2]+") VALUES (?, ?, ?)", row...)
		require.NoError(t, err)
	}
}

// A process that gave its number back writes nothing more; what was never given cannot be given back.
func TestGivingANumberBack(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		store, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		number := nodeOf(store.NewKey())
		require.NoError(t, store.Close(background))
		require.NoError(t, store.Close(background))
		row, err := store.Client.Node.Get(background, number)
		require.NoError(t, err)
		assert.Empty(t, row.Owner)
		require.ErrorIs(t, store.OpenCounter(background, "test", 1), work.ErrNodeLost)

		reader := work.OpenToRead(db, time.Now)
		_, _, err = reader.FindCounter(background, "test")
		require.NoError(t, err)
		require.ErrorContains(t, reader.OpenCounter(background, "test", 1), "this process only reads: it has no node number")
		require.NoError(t, reader.Close(background))
		n, err := reader.Client.Node.Query().Count(background)
		require.NoError(t, err)
		assert.Equal(t, 1, n, "who only reads takes no number")
	})
}

// Numbers are chosen at random over all of them, so that processes that start together seldom meet.
func TestNodeNumbersAreChosenAtRandom(t *testing.T) {
	t.Parallel()
	db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	require.NoError(t, work.CreateTables(background, db))
	var store *work.Store
	quarters, odd := map[int64]bool{}, 0
	for range 50 { // a quarter stays empty once in 400,000 times
		store, err = open(db, insurancetest.Epoch)
		require.NoError(t, err)
		quarters[nodeOf(store.NewKey())/256] = true
		odd += int(nodeOf(store.NewKey()) % 2)
	}
	assert.Len(t, quarters, 4)
	assert.NotContains(t, []int{0, 50}, odd)
	owners, err := store.Client.Node.Query().GroupBy(node.FieldOwner).Strings(background)
	require.NoError(t, err)
	assert.Len(t, owners, 50, "each has an owner of its own")
}

// A store does not open on a database that fails.
func TestAStoreNeedsItsDatabase(t *testing.T) {
	t.Parallel()
	db, err := work.OpenSQLite(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	defer db.Close()
	_, err = open(db, insurancetest.Epoch) // without tables
	require.ErrorContains(t, err, "claim a node number: ")

	require.NoError(t, work.CreateTables(background, db))
	first := fillNodes(t, db, insurancetest.Epoch.Add(-time.Hour))
	var path string
	require.NoError(t, db.QueryRow("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path))
	wrong := errors.New("wrong")
	s := &spy{error: func(step, text string) error {
		if step == "exec" && (word(text, "UPDATE", "nodes") || word(text, "INSERT", "nodes")) {
			return wrong
		}
		return nil
	}}
	_, err = open(spiedDatabase(t, path, s), insurancetest.Epoch)
	require.ErrorIs(t, err, wrong)
	require.ErrorContains(t, err, "take over a node number: ")
	run(t, first, "DELETE FROM nodes WHERE id = 4")
	_, err = open(spiedDatabase(t, path, s), insurancetest.Epoch)
	require.ErrorIs(t, err, wrong)
	require.ErrorContains(t, err, "claim a node number: ")
}

// A process says every ten minutes that it lives, and a minute after it could not, until it ends.
func TestAProcessKeepsItsNode(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := work.OpenSQLite(path)
		require.NoError(t, err)
		require.NoError(t, work.CreateTables(background, db))
		store, err := work.Open(background, db, time.Now)
		require.NoError(t, err)
		other, err := work.Open(background, db, time.Now)
		require.NoError(t, err)
		start := store.Now()
		seen := func(s *work.Store) time.Duration {
			row, err := s.Client.Node.Get(background, nodeOf(s.NewKey()))
			require.NoError(t, err)
			return row.SeenAt.Sub(start)
		}
		ctx, cancel := context.WithCancel(background)
		ended := make(chan error, 1)
		go func() { ended <- store.KeepNode(ctx) }()
		time.Sleep(9 * time.Minute)
		assert.Zero(t, seen(store))
		time.Sleep(12 * time.Minute)
		assert.Equal(t, 20*time.Minute, seen(store))
		assert.Zero(t, seen(other), "only its own")
		run(t, other, "ALTER TABLE nodes RENAME TO away")
		time.Sleep(10*time.Minute + time.Second) // it fails after 30 minutes and after 31
		run(t, other, "ALTER TABLE away RENAME TO nodes")
		time.Sleep(time.Minute)
		assert.Equal(t, 32*time.Minute, seen(store).Round(time.Minute))
		cancel()
		require.NoError(t, <-ended)
		require.NoError(t, db.Close())
		synctest.Wait()
	})
}
