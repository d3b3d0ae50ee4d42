package work_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
