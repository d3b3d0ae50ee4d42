package work_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"baodan/ent/counter"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

func TestKeysAreUniqueAndOrderedOnSeveralServers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		other := w.AddServer()
		seen := map[int64]bool{}
		for _, s := range []*work.Store{w.Store, other.Store} {
			last := int64(0)
			for range 10_000 {
				k := s.NewKey()
				require.Greater(t, k, last)
				require.False(t, seen[k])
				last, seen[k] = k, true
			}
		}
		w.Clock.Advance(-time.Hour) // a clock that jumps back makes no key twice
		require.False(t, seen[w.Store.NewKey()])
	})
}

func TestKeyRangesAreTimeRanges(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		before := work.KeyAt(w.Clock.Now())
		k := w.Store.NewKey()
		assert.GreaterOrEqual(t, k, before)
		assert.Less(t, k, work.KeyAt(w.Clock.Now().Add(time.Millisecond)))
	})
}

func TestCountersGiveEachBlockOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		stores := []*work.Store{w.Store, w.AddServer().Store}
		var group sync.WaitGroup
		var mu sync.Mutex
		starts := map[int64]bool{}
		for i := range 40 {
			group.Go(func() {
				start, err := stores[i%2].Advance(context.Background(), "test", 100)
				assert.NoError(t, err)
				mu.Lock()
				defer mu.Unlock()
				assert.False(t, starts[start], "block %d twice", start)
				starts[start] = true
			})
		}
		group.Wait()
		assert.Len(t, starts, 40)
		value, err := w.Store.Counter(context.Background(), "test")
		require.NoError(t, err)
		assert.EqualValues(t, 4000, value)
	})
}

func TestAFailedTransactionLeavesNothing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		wrong := errors.New("wrong")
		err := w.Store.Do(context.Background(), "test", func(ctx context.Context, tx *work.Tx) error {
			require.NoError(t, tx.Counter.Create().SetID(tx.NewKey()).SetName("half").SetValue(1).Exec(ctx))
			return wrong
		})
		require.ErrorIs(t, err, wrong)
		n, err := w.Store.Client.Counter.Query().Where(counter.Name("half")).Count(context.Background())
		require.NoError(t, err)
		assert.Zero(t, n)
	})
}

// Deadlocks are rolled back whole and done again: transactions that lock two rows in opposite order all succeed.
func TestDeadlocksAreRetried(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		for _, name := range []string{"a", "b"} {
			_, err := w.Store.Advance(ctx, name, 1)
			require.NoError(t, err)
		}
		var group sync.WaitGroup
		for i := range 20 {
			order := [][]string{{"a", "b"}, {"b", "a"}}[i%2]
			group.Go(func() {
				assert.NoError(t, w.Store.Do(ctx, "swap", func(ctx context.Context, tx *work.Tx) error {
					for _, name := range order {
						if err := tx.Counter.Update().Where(counter.Name(name)).AddValue(1).Exec(ctx); err != nil {
							return err
						}
					}
					return nil
				}))
			})
		}
		group.Wait()
		for _, name := range []string{"a", "b"} {
			value, err := w.Store.Counter(ctx, name)
			require.NoError(t, err)
			assert.EqualValues(t, 21, value)
		}
	})
}

func TestMastersTravelToOtherServers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx, other := context.Background(), w.AddServer()
		_, err := w.Distribution.AddChannel(ctx, insurancetest.Command, distribution.ChannelInput{Code: "shop", Name: "Shop"})
		require.NoError(t, err)
		_, err = other.Distribution.ChannelByCode("shop", true)
		require.Error(t, err)
		require.NoError(t, other.Cache.Refresh(ctx))
		_, err = other.Distribution.ChannelByCode("shop", true)
		require.NoError(t, err)
	})
}

// Every call of a batch gets its own answer, however calls come together.
func TestBatchAnswersEveryCall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 20).Draw(t, "size")
		calls := rapid.IntRange(1, 200).Draw(t, "calls")
		var flushed atomic.Int64
		b := work.NewBatch(rapid.IntRange(1, 3).Draw(t, "flushers"), size, func(_ context.Context, ins []int) []work.Result[string] {
			flushed.Add(int64(len(ins)))
			out := make([]work.Result[string], len(ins))
			for i, in := range ins {
				out[i].Value = fmt.Sprint(in)
				if in%7 == 0 {
					out[i] = work.Result[string]{Err: fmt.Errorf("%d", in)}
				}
			}
			if len(ins) > size {
				panic("larger than its size")
			}
			return out
		})
		var group sync.WaitGroup
		for i := range calls {
			group.Go(func() {
				value, err := b.Do(context.Background(), i)
				if i%7 == 0 {
					assert.EqualError(t, err, fmt.Sprint(i))
					return
				}
				assert.NoError(t, err)
				assert.Equal(t, fmt.Sprint(i), value)
			})
		}
		group.Wait()
		b.Close()
		assert.EqualValues(t, calls, flushed.Load())
		_, err := b.Do(context.Background(), 1)
		assert.Error(t, err)
	})
}

func TestBatchLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	b := work.NewBatch(2, 10, func(_ context.Context, ins []int) []work.Result[int] { return make([]work.Result[int], len(ins)) })
	_, err := b.Do(context.Background(), 1)
	require.NoError(t, err)
	b.Close()
}

// A caller who gives up gets their context's error at once; others are not held up.
func TestBatchCallerMayGiveUp(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	b := work.NewBatch(1, 1, func(_ context.Context, ins []int) []work.Result[int] {
		<-release
		return make([]work.Result[int], len(ins))
	})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := b.Do(ctx, 1)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	close(release)
	b.Close()
}
