package work_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/calendarrun"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// take takes a run that must be there.
func take(t *testing.T, s *work.Store, job, period string) *work.Run {
	t.Helper()
	run, err := s.TakeRun(background, job, period)
	require.NoError(t, err)
	require.NotNil(t, run)
	return run
}

// A run begins at its beginning, and each step is stored with its time: another worker would go on from there.
func TestARunStoresHowFarItGot(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		start := w.Store.Now()
		run := take(t, w.Store, "statements", "2026-10")
		take(t, w.Store, "statements", "2026-11")
		take(t, w.Store, "others", "2026-10")
		assert.Zero(t, run.Position)
		stored := func() (position, done, failed int64, until time.Duration) {
			row, err := w.Store.Client.CalendarRun.Get(background, run.ID)
			require.NoError(t, err)
			assert.Equal(t, []string{"statements", "2026-10"}, []string{row.Job, row.Period})
			assert.Equal(t, start, row.StartedAt.UTC())
			return row.Position, row.Done, row.Failed, row.LeasedUntil.Sub(start)
		}
		position, done, failed, until := stored()
		assert.Equal(t, []any{int64(0), int64(0), int64(0), 2 * time.Minute}, []any{position, done, failed, until})
		w.Clock.Advance(time.Minute)
		require.NoError(t, run.Advance(background, 7, 5, 1, false))
		w.Clock.Advance(time.Minute)
		require.NoError(t, run.Advance(background, 9, 2, 1, false))
		position, done, failed, until = stored()
		assert.Equal(t, []any{int64(9), int64(7), int64(2), 4 * time.Minute}, []any{position, done, failed, until}, "the lease is prolonged")
		assert.Equal(t, []int64{9, 7, 2}, []int64{run.Position, run.Done, run.Failed})
		row, err := w.Store.Client.CalendarRun.Get(background, run.ID)
		require.NoError(t, err)
		assert.Nil(t, row.FinishedAt)
		require.NoError(t, run.Advance(background, 9, 0, 0, true))
		row, err = w.Store.Client.CalendarRun.Get(background, run.ID)
		require.NoError(t, err)
		assert.Equal(t, start.Add(2*time.Minute), row.FinishedAt.UTC())
	})
}

// A lease holds for two minutes from the last step; then another takes the run over where it stood, and the first one's
// steps count no more.
func TestALeaseHoldsForTwoMinutes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		first := take(t, w.Store, "job", "day")
		w.Clock.Advance(time.Minute)
		require.NoError(t, first.Advance(background, 3, 3, 0, false))
		w.Clock.Advance(2*time.Minute - time.Millisecond)
		other, err := w.AddServer().Store.TakeRun(background, "job", "day")
		require.NoError(t, err)
		assert.Nil(t, other, "a millisecond too early")
		w.Clock.Advance(time.Millisecond)
		second := take(t, w.Store, "job", "day")
		assert.Equal(t, first.ID, second.ID)
		assert.EqualValues(t, 3, second.Position)
		assert.Equal(t, first.Lease+1, second.Lease)
		require.ErrorIs(t, first.Advance(background, 4, 1, 0, false), work.ErrLeaseLost)
		assert.EqualValues(t, 3, first.Position)
		other, err = w.Store.TakeRun(background, "job", "day")
		require.NoError(t, err)
		assert.Nil(t, other, "the lease began anew")
		require.NoError(t, second.Advance(background, 4, 1, 0, false))
		w.Clock.Advance(2 * time.Minute)
		third := take(t, w.Store, "job", "day")
		assert.Equal(t, first.Lease+2, third.Lease)
		assert.EqualValues(t, 4, third.Done)
	})
}

// A step counts once: who did the same one again is told to stop.
func TestAStepOfARunCountsOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		run := take(t, w.Store, "job", "day")
		row := *run.CalendarRun
		twin := *run
		twin.CalendarRun = &row
		require.NoError(t, run.Advance(background, 3, 3, 0, false))
		require.ErrorIs(t, twin.Advance(background, 3, 3, 0, false), work.ErrLeaseLost)
		stored, err := w.Store.Client.CalendarRun.Get(background, run.ID)
		require.NoError(t, err)
		assert.EqualValues(t, 3, stored.Done)
	})
}

// Of workers that come at once one has the run: when it begins, and when it is taken over.
func TestOneWorkerHasARun(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		stores := []*work.Store{w.Store, w.AddServer().Store}
		for range 2 {
			var group sync.WaitGroup
			var had atomic.Int64
			for i := range 8 {
				group.Go(func() {
					run, err := stores[i%2].TakeRun(background, "job", "day")
					assert.NoError(t, err)
					if run != nil {
						had.Add(1)
					}
				})
			}
			group.Wait()
			assert.EqualValues(t, 1, had.Load())
			w.Clock.Advance(2 * time.Minute)
		}
	})
}

// A worker that sees a run whose lease is over, but is not the first to take it, has it not.
func TestATakeOverThatCameSecond(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, other, clock := spied(t, s)
	first := take(t, store, "job", "day")
	clock.Advance(2 * time.Minute)
	once := sync.Once{}
	s.count("exec", func(text string) error {
		if word(text, "UPDATE", calendarrun.Table) {
			once.Do(func() { take(t, other, "job", "day") })
		}
		return nil
	})
	second, err := store.TakeRun(background, "job", "day")
	require.NoError(t, err)
	assert.Nil(t, second)
	row, err := other.Client.CalendarRun.Get(background, first.ID)
	require.NoError(t, err)
	assert.Equal(t, first.Lease+1, row.Lease)
}

// Periods that nobody works on and that are not done: of one job, at most a hundred.
func TestUnfinishedPeriods(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		done := take(t, w.Store, "job", "done")
		take(t, w.Store, "other", "day")
		require.NoError(t, done.Advance(background, 1, 1, 0, true))
		take(t, w.Store, "job", "day")
		periods := func() []string {
			t.Helper()
			list, err := w.Store.Unfinished(background, "job")
			require.NoError(t, err)
			return list
		}
		assert.Empty(t, periods())
		w.Clock.Advance(2 * time.Minute)
		assert.Empty(t, periods(), "the lease ends in this millisecond")
		take(t, w.Store, "job", "new")
		w.Clock.Advance(time.Millisecond)
		assert.Equal(t, []string{"day"}, periods())
		insert := work.Insert{Table: calendarrun.Table, Columns: []string{"id", "job", "period", "lease", "position", "done", "failed", "leased_until", "started_at"}}
		for i := range 120 {
			insert.Rows = append(insert.Rows, []any{i + 1, "job", fmt.Sprint(i), 1, 0, 0, 0, w.Store.Now().Add(-time.Second), w.Store.Now()})
		}
		require.NoError(t, w.Store.InsertAll(background, "fill", insert))
		assert.Len(t, periods(), 100)
	})
}

// A database that fails gives no run and stores no step.
func TestARunTellsWhatFails(t *testing.T) {
	t.Parallel()
	_, err := closed(t).TakeRun(background, "job", "day")
	require.ErrorContains(t, err, "take job of day: ")
	_, err = closed(t).Unfinished(background, "job")
	require.Error(t, err)
	for _, verb := range []string{"SELECT", "UPDATE"} {
		s := &spy{}
		store, _, clock := spied(t, s)
		run := take(t, store, "job", "day")
		clock.Advance(time.Hour)
		wrong := fmt.Errorf("wrong")
		s.error = func(_, text string) error {
			if word(text, verb, calendarrun.Table) {
				return wrong
			}
			return nil
		}
		other, err := store.TakeRun(background, "job", "day")
		require.ErrorIs(t, err, wrong, verb)
		assert.Nil(t, other)
		if verb == "UPDATE" {
			err = run.Advance(background, 1, 1, 0, false)
			require.ErrorIs(t, err, wrong)
			require.NotErrorIs(t, err, work.ErrLeaseLost)
			require.ErrorContains(t, err, "advance job of day: ")
			assert.Zero(t, run.Position)
			continue
		}
		require.ErrorContains(t, err, "take job of day: ")
	}
}
