package work_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// What servers hold in memory is loaded when it is added, and again where a committed change moved it; in the order it
// was added (C6, C10).
func TestACacheLoadsWhatChanged(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		var loaded []string
		c := work.NewCache(w.Store)
		load := func(name string) func(context.Context) error {
			return func(context.Context) error { loaded = append(loaded, name); return nil }
		}
		refresh := func() []string {
			t.Helper()
			loaded = nil
			require.NoError(t, c.Refresh(background))
			return loaded
		}
		require.NoError(t, c.Keep(background, load("channels")))
		require.NoError(t, c.Keep(background, load("agreements")))
		assert.Equal(t, []string{"channels", "agreements"}, loaded)
		assert.Equal(t, []string{"channels", "agreements"}, refresh(), "it may have changed since it was loaded")
		assert.Empty(t, refresh())
		wrong := errors.New("wrong")
		err := w.Store.Do(background, "change", func(ctx context.Context, tx *work.Tx) error {
			require.NoError(t, tx.Changed(ctx))
			return wrong
		})
		require.ErrorIs(t, err, wrong)
		assert.Empty(t, refresh(), "nothing changed")
		require.NoError(t, w.Store.Do(background, "change", func(ctx context.Context, tx *work.Tx) error { return tx.Changed(ctx) }))
		assert.Equal(t, []string{"channels", "agreements"}, refresh())
		assert.Empty(t, refresh())
	})
}

// What could not be loaded is loaded the next time; what comes after it is not loaded on half of the changes.
func TestACacheLoadsAgainWhatFailed(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, _, _ := spied(t, s)
	wrong, loads := errors.New("wrong"), 0
	fails := true
	c := work.NewCache(store)
	require.ErrorIs(t, c.Keep(background, func(context.Context) error {
		loads++
		if fails {
			return wrong
		}
		return nil
	}), wrong)
	second := 0
	require.NoError(t, c.Keep(background, func(context.Context) error { second++; return nil }))
	require.ErrorIs(t, c.Refresh(background), wrong)
	require.ErrorIs(t, c.Refresh(background), wrong)
	assert.Equal(t, []int{3, 1}, []int{loads, second})
	fails = false
	require.NoError(t, c.Refresh(background))
	require.NoError(t, c.Refresh(background))
	assert.Equal(t, []int{4, 2}, []int{loads, second})
	s.error = func(string, string) error { return wrong }
	require.ErrorIs(t, c.Refresh(background), wrong)
	require.ErrorIs(t, store.Do(background, "change", func(ctx context.Context, tx *work.Tx) error { return tx.Changed(ctx) }), wrong)
	assert.Equal(t, []int{4, 2}, []int{loads, second})
}

// A server sees a change of another one within half a second, and looks until it ends, whatever fails meanwhile.
func TestACacheIsInStepWithinHalfASecond(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/test.db"
	synctest.Test(t, func(t *testing.T) {
		db, err := work.OpenSQLite(path)
		require.NoError(t, err)
		require.NoError(t, work.CreateTables(background, db))
		here, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		other, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		c, loads := work.NewCache(here), 0
		require.NoError(t, c.Keep(background, func(context.Context) error {
			loads++
			if loads == 3 {
				return fmt.Errorf("the third fails")
			}
			return nil
		}))
		ctx, cancel := context.WithCancel(background)
		ended := make(chan struct{})
		go func() { c.Run(ctx); close(ended) }()
		time.Sleep(600 * time.Millisecond)
		assert.Equal(t, 2, loads)
		require.NoError(t, other.Do(background, "change", func(ctx context.Context, tx *work.Tx) error { return tx.Changed(ctx) }))
		time.Sleep(500 * time.Millisecond)
		assert.Equal(t, 3, loads)
		time.Sleep(500 * time.Millisecond)
		assert.Equal(t, 4, loads)
		time.Sleep(time.Minute)
		assert.Equal(t, 4, loads)
		cancel()
		<-ended
		require.NoError(t, db.Close())
	})
}

// The server that changes a master knows of it at once; another one when it looks.
func TestAServerKnowsItsOwnChangesAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		require.NoError(t, other.Cache.Refresh(background))
		_, err := w.Distribution.AddChannel(background, insurancetest.Command, distribution.ChannelInput{Code: "new", Name: "New"})
		require.NoError(t, err)
		_, err = w.Distribution.ChannelByCode("new", true)
		require.NoError(t, err)
		_, err = other.Distribution.ChannelByCode("new", true)
		require.Error(t, err)
		require.NoError(t, other.Cache.Refresh(background))
		_, err = other.Distribution.ChannelByCode("new", true)
		require.NoError(t, err)
		failed := errors.New("no")
		require.ErrorIs(t, w.Store.Do(background, "test", func(ctx context.Context, tx *work.Tx) error {
			require.NoError(t, tx.Changed(ctx))
			return failed
		}), failed)
	})
}
