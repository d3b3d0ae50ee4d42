package work_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/node"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// nodeOf is the number of the process that made a key.
func nodeOf(key int64) int64 { return key >> 12 & 1023 }

// A key is time, node and count: it orders by time, and the count begins anew each millisecond.
func TestAKeyIsTimeNodeAndCount(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.Clock.Advance(time.Millisecond) // no key was made in this one
		first := w.Store.NewKey()
		node := nodeOf(first)
		assert.Equal(t, work.KeyAt(w.Clock.Now())|node<<12, first)
		assert.Equal(t, first+1, w.Store.NewKey())
		assert.Equal(t, first+2, w.Store.NewKey())
		w.Clock.Advance(time.Millisecond)
		assert.Equal(t, work.KeyAt(w.Clock.Now())|node<<12, w.Store.NewKey())
		exists, err := w.Store.Client.Node.Get(background, node)
		require.NoError(t, err)
		assert.Equal(t, insurancetest.Epoch, exists.SeenAt.UTC())
	})
}

// Times and keys lead to each other; before the epoch of keys there is none.
func TestTimesAndKeysLeadToEachOther(t *testing.T) {
	t.Parallel()
	assert.EqualValues(t, 0, work.KeyAt(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)))
	assert.EqualValues(t, 1<<22, work.KeyAt(time.Date(2020, 1, 1, 0, 0, 0, 1e6, time.UTC)))
	assert.EqualValues(t, 0, work.KeyAt(time.Date(2019, 12, 31, 0, 0, 0, 0, time.UTC)))
	at := time.Date(2026, 11, 23, 2, 0, 0, 5e6, time.UTC)
	assert.Equal(t, at, work.TimeOf(work.KeyAt(at)))
	assert.Equal(t, at, work.TimeOf(work.KeyAt(at.Add(time.Millisecond))-1), "the last key of a millisecond")
	assert.Equal(t, time.UTC, work.TimeOf(1).Location())
}

// A clock that goes back, and a millisecond that is full, make keys of a later time, never one twice (F3).
func TestKeysGoOnlyForward(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "sqlite3")
	w.Clock.Advance(time.Millisecond)
	at := w.Clock.Now()
	first := w.Store.NewKey()
	w.Clock.Advance(-time.Hour)
	assert.Equal(t, first+1, w.Store.NewKey(), "it stays where it was")
	w.Clock.Set(at)
	for want := first + 2; want < first+4096; want++ {
		require.Equal(t, want, w.Store.NewKey())
	}
	next := w.Store.NewKey() // the 4097th
	assert.Equal(t, work.KeyAt(at.Add(time.Millisecond))|nodeOf(first)<<12, next)
	assert.Equal(t, next+1, w.Store.NewKey())
	w.Clock.Set(at.Add(2 * time.Millisecond))
	assert.Equal(t, work.KeyAt(at.Add(2*time.Millisecond))|nodeOf(first)<<12, w.Store.NewKey())
}

// Many callers of one process get different keys.
func TestKeysOfOneProcessDiffer(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "sqlite3")
	keys := make([][]int64, 8)
	var group sync.WaitGroup
	for i := range keys {
		group.Go(func() {
			for range 2000 {
				keys[i] = append(keys[i], w.Store.NewKey())
			}
		})
	}
	group.Wait()
	all := slices.Concat(keys...)
	slices.Sort(all)
	assert.Len(t, slices.Compact(all), 16_000)
}

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

// A process that was not seen for more than a day lost its number; without one nobody starts.
func TestNodeNumbersAreTakenOverAfterADay(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		now := insurancetest.Epoch
		first := fillNodes(t, db, now.Add(-24*time.Hour))
		_, err := open(db, now)
		require.EqualError(t, err, "all node numbers are in use")

		require.NoError(t, first.Client.Node.UpdateOneID(700).SetSeenAt(now.Add(-24*time.Hour-time.Millisecond)).Exec(background))
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
		store, err = open(db, now)
		require.NoError(t, err)
		assert.EqualValues(t, 5, nodeOf(store.NewKey()))
	})
}

// Two processes that take over at once do not get the same number.
func TestOneProcessTakesANodeNumberOver(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		first := fillNodes(t, db, insurancetest.Epoch)
		require.NoError(t, first.Client.Node.Update().Where(node.IDLT(6)).SetSeenAt(insurancetest.Epoch.Add(-25*time.Hour)).Exec(background))
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
	fillNodes(t, db, insurancetest.Epoch)
	var path string
	require.NoError(t, db.QueryRow("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path))
	wrong := errors.New("wrong")
	s := &spy{error: func(step, text string) error {
		if step == "exec" && word(text, "UPDATE", "nodes") {
			return wrong
		}
		return nil
	}}
	_, err = open(spiedDatabase(t, path, s), insurancetest.Epoch)
	require.ErrorIs(t, err, wrong)
	require.ErrorContains(t, err, "take over a node number: ")
}

// A process says every ten minutes that it lives, until it ends.
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
		var ended atomic.Bool
		go func() { store.KeepNode(ctx); ended.Store(true) }()
		time.Sleep(9 * time.Minute)
		assert.Zero(t, seen(store))
		time.Sleep(12 * time.Minute)
		assert.Equal(t, 20*time.Minute, seen(store))
		assert.Zero(t, seen(other), "only its own")
		cancel()
		synctest.Wait()
		assert.True(t, ended.Load())
		require.NoError(t, db.Close())
		synctest.Wait()
	})
}
