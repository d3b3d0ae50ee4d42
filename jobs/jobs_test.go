package jobs_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/calendarrun"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/jobs"
)

// A day that was left half done by a dead worker is finished by the next, and a finished day is not done twice (F2).
func TestRerateFinishesADayOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		for _, no := range []string{"O-1", "O-2", "O-3"} {
			_, err := w.Office.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
			require.NoError(t, err)
		}
		w.Clock.Advance(24 * time.Hour)
		deps := &jobs.Deps{Store: w.Store, Office: w.Office}
		require.NoError(t, jobs.RerateYesterday(ctx, deps, nil))
		require.NoError(t, jobs.RerateYesterday(ctx, deps, nil))
		run := w.Store.Client.CalendarRun.Query().Where(calendarrun.Job("rerate")).OnlyX(ctx)
		assert.EqualValues(t, 3, run.Done)
		assert.EqualValues(t, 0, run.Failed)
		assert.NotNil(t, run.FinishedAt)

		// Another day: its worker dies after taking it.
		w.Clock.Advance(24 * time.Hour)
		lost, err := w.Store.TakeRun(ctx, "rerate", "2026-11-24")
		require.NoError(t, err)
		require.NotNil(t, lost)
		w.Clock.Advance(5 * time.Minute)
		require.NoError(t, jobs.RerateResume(ctx, deps, nil))
		unfinished, err := w.Store.Client.CalendarRun.Query().Where(calendarrun.FinishedAtIsNil()).Count(ctx)
		require.NoError(t, err)
		assert.Zero(t, unfinished)
	})
}

// Workers start and stop on the embedded Redis and on a real one.
func TestWorkersStartAndStop(t *testing.T) {
	t.Parallel()
	addresses := map[string]string{"embedded": miniredis.RunT(t).Addr()}
	if real := os.Getenv("REDIS_ADDR"); real != "" {
		addresses["real"] = real
	}
	for name, address := range addresses {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- jobs.Run(ctx, jobs.Redis{Addr: address}, &jobs.Deps{}) }()
		time.Sleep(200 * time.Millisecond)
		cancel()
		select {
		case err := <-done:
			assert.NoError(t, err, name)
		case <-time.After(30 * time.Second):
			t.Fatal(name + ": workers do not stop")
		}
	}
}
