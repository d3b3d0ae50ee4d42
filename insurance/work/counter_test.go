package work_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/number"
	"baodan/ent/counter"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// value reads a counter.
func value(t *testing.T, s *work.Store, name string) int64 {
	t.Helper()
	v, err := s.Counter(background, name)
	require.NoError(t, err)
	return v
}

// A counter that is not there is told from one that is 0, and opening one that is there changes nothing.
func TestACounterIsOpenedOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		assert.Zero(t, value(t, w.Store, "a"))
		v, there, err := w.Store.FindCounter(background, "a")
		require.NoError(t, err)
		assert.False(t, there)
		assert.Zero(t, v)
		require.NoError(t, w.Store.OpenCounter(background, "a", 5))
		require.NoError(t, w.Store.OpenCounter(background, "a", 9))
		require.NoError(t, w.Store.OpenCounter(background, "zero", 0))
		found, there, err := w.Store.FindCounter(background, "a")
		require.NoError(t, err)
		assert.True(t, there)
		assert.EqualValues(t, 5, found)
		_, there, err = w.Store.FindCounter(background, "zero")
		require.NoError(t, err)
		assert.True(t, there)
		before, err := w.Store.Advance(background, "a", 3)
		require.NoError(t, err)
		assert.EqualValues(t, 5, before)
		assert.EqualValues(t, 8, value(t, w.Store, "a"))
		before, err = w.Store.Advance(background, "new", 4)
		require.NoError(t, err)
		assert.Zero(t, before)
		assert.EqualValues(t, 4, value(t, w.Store, "new"))
	})
}

// A counter moves up to its bound and not beyond, with many at once: quotas and limits hold (C5).
func TestACounterStaysWithinItsBound(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		advance := func(name string, by, most int64) (fits bool) {
			t.Helper()
			assert.NoError(t, w.Store.Do(background, "advance", func(ctx context.Context, tx *work.Tx) (err error) {
				fits, err = tx.AdvanceWithin(ctx, name, by, most)
				return err
			}))
			return fits
		}
		require.NoError(t, w.Store.OpenCounter(background, "a", 0))
		require.NoError(t, w.Store.OpenCounter(background, "b", 7))
		assert.True(t, advance("a", 3, 5))
		assert.False(t, advance("a", 3, 5))
		assert.True(t, advance("a", 2, 5), "exactly to the bound")
		assert.False(t, advance("a", 1, 5))
		assert.True(t, advance("a", 1, 6))
		assert.False(t, advance("none", 1, 5), "one that is not there does not move")
		assert.EqualValues(t, 6, value(t, w.Store, "a"))
		assert.EqualValues(t, 7, value(t, w.Store, "b"))
		var group sync.WaitGroup
		var fitted atomic.Int64
		for range 10 {
			group.Go(func() {
				if advance("a", 1, 10) {
					fitted.Add(1)
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 4, fitted.Load())
		assert.EqualValues(t, 10, value(t, w.Store, "a"))
	})
}

// Who locks a counter reads what nobody changes until the transaction ends.
func TestALockedCounterIsReadAlone(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		require.NoError(t, w.Store.OpenCounter(background, "a", 1))
		require.NoError(t, w.Store.OpenCounter(background, "b", 50))
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				assert.NoError(t, w.Store.Do(background, "lock", func(ctx context.Context, tx *work.Tx) error {
					v, err := tx.LockCounter(ctx, "a")
					if err != nil {
						return err
					}
					time.Sleep(5 * time.Millisecond)
					return tx.Counter.Update().Where(counter.Name("a")).SetValue(v + 1).Exec(ctx)
				}))
			})
		}
		group.Wait()
		assert.EqualValues(t, 9, value(t, w.Store, "a"))
		assert.EqualValues(t, 50, value(t, w.Store, "b"))
		err := w.Store.Do(background, "lock", func(ctx context.Context, tx *work.Tx) error {
			_, err := tx.LockCounter(ctx, "none")
			return err
		})
		require.ErrorContains(t, err, "read counter none: ")
	})
}

// What a database says against a counter is told with the counter's name.
func TestACounterTellsWhatFails(t *testing.T) {
	t.Parallel()
	store := closed(t)
	_, _, err := store.FindCounter(background, "a")
	require.ErrorContains(t, err, "read counter a: ")
	_, err = store.Counter(background, "a")
	require.ErrorContains(t, err, "read counter a: ")
	_, err = store.Advance(background, "a", 1)
	require.ErrorContains(t, err, "advance counter a: ")
	require.ErrorContains(t, store.OpenCounter(background, "a", 1), "open counter a: ")

	s := &spy{}
	store, _, _ = spied(t, s)
	require.NoError(t, store.OpenCounter(background, "a", 1))
	wrong := errors.New("wrong")
	s.error = func(_, text string) error {
		if word(text, "UPDATE", counter.Table) || word(text, "INSERT", counter.Table) {
			return wrong
		}
		return nil
	}
	for name, act := range map[string]func(context.Context, *work.Tx) error{
		"advance counter a: ": func(ctx context.Context, tx *work.Tx) error { _, err := tx.AdvanceWithin(ctx, "a", 1, 9); return err },
		"lock counter a: ":    func(ctx context.Context, tx *work.Tx) error { _, err := tx.LockCounter(ctx, "a"); return err },
	} {
		err := store.Do(background, "act", act)
		require.ErrorIs(t, err, wrong)
		require.ErrorContains(t, err, name)
	}
	for _, name := range []string{"a", "new"} {
		_, err = store.Advance(background, name, 1)
		require.ErrorIs(t, err, wrong)
		require.ErrorContains(t, err, "advance counter "+name+": ")
	}
}

// A counter that another moves in between, or makes in between, is tried again: nothing is lost (F3).
func TestAnAdvanceThatLosesTriesAgain(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, other, _ := spied(t, s)
	var inserts, updates sync.Once
	s.count("exec", func(text string) (err error) {
		if word(text, "INSERT", counter.Table) {
			inserts.Do(func() { _, err = other.Advance(background, "a", 10) })
		}
		if word(text, "UPDATE", counter.Table) {
			updates.Do(func() { _, err = other.Advance(background, "a", 100) })
		}
		return err
	})
	before, err := store.Advance(background, "a", 1)
	require.NoError(t, err)
	assert.EqualValues(t, 110, before)
	assert.EqualValues(t, 111, value(t, other, "a"))
}

// A counter that is always moved by others is given up after a thousand tries.
func TestAnAdvanceGivesUp(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, _, _ := spied(t, s)
	require.NoError(t, store.OpenCounter(background, "a", 1))
	updates := 0
	s.result = func(text string) driver.Result {
		if !word(text, "UPDATE", counter.Table) {
			return nil
		}
		updates++
		return driver.RowsAffected(0)
	}
	_, err := store.Advance(background, "a", 1)
	require.ErrorContains(t, err, "counter a is too busy")
	assert.Equal(t, 1000, updates)
}

// numbersOf makes a sequence of policy numbers whose highest stored serial is given.
func numbersOf(store *work.Store, highest func(context.Context) (string, error)) *work.Numbers {
	return work.NewNumbers(store, number.Policy, "numbers", highest)
}

func serialOf(t *testing.T, n *work.Numbers) uint64 {
	t.Helper()
	text, err := n.Next(background)
	require.NoError(t, err)
	kind, serial, err := number.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, number.Policy, kind)
	return serial
}

// Each server hands out the numbers of its own blocks of ten thousand, in order and without gaps (F3).
func TestNumbersComeFromBlocks(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		require.NoError(t, w.Store.OpenCounter(background, "numbers", 500))
		a, b := numbersOf(w.Store, nil), numbersOf(w.AddServer().Store, nil)
		assert.EqualValues(t, 501, serialOf(t, a))
		assert.EqualValues(t, 10_501, serialOf(t, b))
		for want := uint64(502); want <= 10_500; want++ {
			require.Equal(t, want, serialOf(t, a))
		}
		assert.EqualValues(t, 20_501, serialOf(t, a), "a block of its own again")
		assert.EqualValues(t, 10_502, serialOf(t, b))
		assert.EqualValues(t, 30_500, value(t, w.Store, "numbers"))
	})
}

// No number is handed out twice, however many ask at once.
func TestNumbersAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "sqlite3")
	servers := []*work.Numbers{numbersOf(w.Store, nil), numbersOf(w.Store, nil)}
	var group sync.WaitGroup
	got := make([][]string, 8)
	for i := range got {
		group.Go(func() {
			for range 200 {
				text, err := servers[i%2].Next(background)
				assert.NoError(t, err)
				got[i] = append(got[i], text)
			}
		})
	}
	group.Wait()
	all := slices.Concat(got...)
	slices.Sort(all)
	assert.Len(t, slices.Compact(all), 1600)
}

// A counter that fell behind the highest stored number is moved past it; the rest of the block is given up either way.
func TestNumbersCatchUp(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		var highest uint64
		n := numbersOf(w.Store, func(context.Context) (string, error) { return number.Format(number.Policy, highest) })
		assert.EqualValues(t, 1, serialOf(t, n))
		highest = 10_000
		require.NoError(t, n.CatchUp(background))
		assert.EqualValues(t, 10_000, value(t, w.Store, "numbers"), "it is not behind")
		assert.EqualValues(t, 10_001, serialOf(t, n))
		highest = 70_003
		require.NoError(t, n.CatchUp(background))
		assert.EqualValues(t, 70_003, value(t, w.Store, "numbers"))
		assert.EqualValues(t, 70_004, serialOf(t, n))
		highest = 1
		require.NoError(t, n.CatchUp(background))
		assert.EqualValues(t, 80_003, value(t, w.Store, "numbers"), "it never goes back")
		assert.EqualValues(t, 80_004, serialOf(t, n))
	})
}

// Numbers tell what fails and hand nothing out by that; beyond the last serial there is none.
func TestNumbersTellWhatFails(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	for _, highest := range []struct {
		text string
		err  error
	}{{"", wrong}, {"P1", nil}} {
		w := insurancetest.New(t, "sqlite3")
		n := numbersOf(w.Store, func(context.Context) (string, error) { return highest.text, highest.err })
		assert.EqualValues(t, 1, serialOf(t, n))
		err := n.CatchUp(background)
		require.ErrorContains(t, err, "highest numbers: ")
		if highest.err != nil {
			require.ErrorIs(t, err, wrong)
		} else {
			require.ErrorIs(t, err, number.ErrForm)
		}
		assert.EqualValues(t, 2, serialOf(t, n), "the block is kept")
	}
	n := numbersOf(closed(t), func(context.Context) (string, error) { return number.Format(number.Policy, 5) })
	_, err := n.Next(background)
	require.Error(t, err)
	require.ErrorContains(t, n.CatchUp(background), "read counter numbers: ")

	s := &spy{}
	store, _, _ := spied(t, s)
	require.NoError(t, store.OpenCounter(background, "numbers", 0))
	s.error = func(_, text string) error {
		if word(text, "UPDATE", counter.Table) {
			return wrong
		}
		return nil
	}
	n = numbersOf(store, func(context.Context) (string, error) { return number.Format(number.Policy, 5) })
	require.ErrorIs(t, n.CatchUp(background), wrong)
	_, err = n.Next(background)
	require.ErrorIs(t, err, wrong)

	s.error = nil
	require.NoError(t, store.OpenCounter(background, "last", int64(number.MaxSerial)-1))
	n = work.NewNumbers(store, number.Claim, "last", nil)
	text, err := n.Next(background)
	require.NoError(t, err)
	assert.Equal(t, "C99999999999999", text[:15])
	for range 2 {
		text, err = n.Next(background)
		require.ErrorIs(t, err, number.ErrSerial)
		assert.Empty(t, text)
	}
}

// A row that an update finds counts, also where nothing changes of it: locks are taken so.
func TestFoundRowsCount(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		require.NoError(t, w.Store.OpenCounter(background, "a", 5))
		n, err := w.Store.Client.Counter.Update().Where(counter.Name("a")).SetValue(5).Save(background)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}
