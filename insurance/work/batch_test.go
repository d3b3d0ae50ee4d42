package work_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/work"
)

// echo answers each call with what it asked.
func echo(_ context.Context, ins []int) []work.Result[int] {
	out := make([]work.Result[int], len(ins))
	for i, in := range ins {
		out[i].Value = in
	}
	return out
}

// What waits while a flusher is busy goes together, in the order it came, at most the size of a batch; nobody waits for
// company.
func TestABatchTakesWhatWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var flushes [][]int
		b := work.NewBatch(1, 3, func(ctx context.Context, ins []int) []work.Result[int] {
			flushes = append(flushes, append([]int{}, ins...))
			<-release
			return echo(ctx, ins)
		})
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				value, err := b.Do(context.Background(), i)
				assert.NoError(t, err)
				assert.Equal(t, i, value)
			})
			synctest.Wait() // one after the other
		}
		assert.Equal(t, [][]int{{0}}, flushes, "the first one goes alone and at once")
		close(release)
		group.Wait()
		b.Close()
		assert.Equal(t, [][]int{{0}, {1, 2, 3}, {4, 5, 6}, {7}}, flushes)
	})
}

// As many flushes run side by side as there are flushers.
func TestFlushersWorkSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var busy atomic.Int64
		b := work.NewBatch(3, 1, func(ctx context.Context, ins []int) []work.Result[int] {
			busy.Add(1)
			<-release
			return echo(ctx, ins)
		})
		var group sync.WaitGroup
		for i := range 5 {
			group.Go(func() { _, _ = b.Do(context.Background(), i) })
		}
		synctest.Wait()
		assert.EqualValues(t, 3, busy.Load())
		close(release)
		group.Wait()
		b.Close()
		assert.EqualValues(t, 5, busy.Load())
	})
}

// The queue holds four batches; who comes then waits for a place, and may give up.
func TestAFullQueueMakesCallersWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var flushed atomic.Int64
		b := work.NewBatch(1, 2, func(ctx context.Context, ins []int) []work.Result[int] {
			<-release
			flushed.Add(int64(len(ins)))
			return echo(ctx, ins)
		})
		var group sync.WaitGroup
		for i := range 1 + 4*2 { // one is being flushed
			group.Go(func() { _, _ = b.Do(context.Background(), i) })
			synctest.Wait()
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := b.Do(ctx, 9)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		close(release)
		group.Wait()
		b.Close()
		assert.EqualValues(t, 9, flushed.Load(), "who gave up before he had a place was not served")
	})
}

// A caller who gave up while the call was queued gets the error of the context; the call takes effect all the same.
func TestACallThatWasGivenUpTakesEffect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var seen []int
		b := work.NewBatch(1, 5, func(ctx context.Context, ins []int) []work.Result[int] {
			<-release
			seen = append(seen, ins...)
			_, ends := ctx.Deadline()
			assert.False(t, ends, "no caller bounds the others")
			assert.NoError(t, ctx.Err())
			return echo(ctx, ins)
		})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		value, err := b.Do(ctx, 7)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Zero(t, value)
		close(release)
		b.Close()
		assert.Equal(t, []int{7}, seen)
	})
}

// Close answers what waits and returns after the last answer; who comes later is refused, and closing again is no error.
func TestACloseAnswersWhatWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		b := work.NewBatch(2, 2, func(ctx context.Context, ins []int) []work.Result[int] { <-release; return echo(ctx, ins) })
		var group sync.WaitGroup
		var answered atomic.Int64
		for i := range 7 {
			group.Go(func() {
				value, err := b.Do(context.Background(), i)
				assert.NoError(t, err)
				assert.Equal(t, i, value)
				answered.Add(1)
			})
		}
		synctest.Wait()
		var closed atomic.Int64
		for range 2 {
			group.Go(func() { b.Close(); closed.Add(1) })
		}
		synctest.Wait()
		assert.Zero(t, closed.Load(), "it waits for the flushers")
		_, err := b.Do(context.Background(), 8)
		require.ErrorIs(t, err, context.Canceled)
		close(release)
		group.Wait()
		assert.EqualValues(t, 7, answered.Load())
		assert.EqualValues(t, 2, closed.Load())
		b.Close()
	})
}

// An error of one call is that of its caller alone, beside the value that was answered.
func TestAnErrorOfOneCallIsItsOwn(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	b := work.NewBatch(1, 10, func(_ context.Context, ins []int) []work.Result[int] {
		out := make([]work.Result[int], len(ins))
		for i, in := range ins {
			out[i].Value = in
			if in == 3 {
				out[i].Err = wrong
			}
		}
		return out
	})
	defer b.Close()
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			value, err := b.Do(context.Background(), i)
			assert.Equal(t, i, value)
			if i == 3 {
				assert.ErrorIs(t, err, wrong)
				return
			}
			assert.NoError(t, err)
		})
	}
	group.Wait()
}

// A panic of a flush ends the process: nobody waits for an answer that never comes, and what was under way is rolled back
// by the database.
func TestAPanicOfAFlushEndsTheProcess(t *testing.T) {
	t.Parallel()
	if os.Getenv("BAODAN_TEST_PANIC") != "" {
		b := work.NewBatch(1, 1, func(context.Context, []int) []work.Result[int] { panic("flush") })
		_, _ = b.Do(context.Background(), 1)
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestAPanicOfAFlushEndsTheProcess$", "-test.timeout=20s")
	child.Env = append(os.Environ(), "BAODAN_TEST_PANIC=1")
	out, err := child.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "panic: flush")
}

// An idle flusher keeps nothing of the last batch, which may hold persons.
func TestAnIdleBatchKeepsNothing(t *testing.T) {
	type person struct{ Name [64]byte }
	b := work.NewBatch(1, 4, func(_ context.Context, ins []*person) []work.Result[int] { return make([]work.Result[int], len(ins)) })
	defer b.Close()
	kept := func() weak.Pointer[person] {
		p := &person{}
		_, err := b.Do(context.Background(), p)
		require.NoError(t, err)
		return weak.Make(p)
	}()
	require.Eventually(t, func() bool { runtime.GC(); return kept.Value() == nil }, 5*time.Second, time.Millisecond)
}

// Something is done at each tick, and once more after the end with time left for it.
func TestEveryEndsWithALastRound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, "kept"))
		start := time.Now()
		var rounds []time.Duration
		var group sync.WaitGroup
		group.Go(func() {
			work.Every(ctx, time.Minute, func(ctx context.Context) {
				rounds = append(rounds, time.Since(start))
				assert.NoError(t, ctx.Err())
				assert.Equal(t, "kept", ctx.Value(key{}))
				deadline, bounded := ctx.Deadline()
				assert.Equal(t, len(rounds) == 4, bounded, "the last round is bounded")
				if bounded {
					assert.Equal(t, 5*time.Second, time.Until(deadline))
				}
			})
		})
		time.Sleep(3*time.Minute + time.Second)
		cancel()
		group.Wait()
		assert.Equal(t, []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute, 3*time.Minute + time.Second}, rounds)
	})
}

// Each thing is worked on once, at most n at a time, and all are done when it returns.
func TestSideBySideIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most, sum atomic.Int64
		work.ForEach([]int{1, 2, 3, 4, 5, 6, 7}, 3, func(i int) {
			n := now.Add(1)
			for before := most.Load(); n > before && !most.CompareAndSwap(before, n); before = most.Load() {
			}
			time.Sleep(time.Second)
			sum.Add(int64(i))
			now.Add(-1)
		})
		assert.EqualValues(t, 3, most.Load())
		assert.EqualValues(t, 28, sum.Load())
		assert.Zero(t, now.Load())
		work.ForEach(nil, 1, func(int) { t.Error("of nothing") })
	})
}
