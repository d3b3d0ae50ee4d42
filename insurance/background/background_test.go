package background_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

const (
	kind   = "test"
	closed = "test.closed" // one whose jobs are closed
	hold   = time.Minute
)

func started(w *insurancetest.World, kind string, channelID int64) *ent.Job {
	w.T.Helper()
	var row *ent.Job
	sam := w.Person("sam")
	require.NoError(w.T, w.Store.Do(context.Background(), "test", func(ctx context.Context, tx *work.Tx) (err error) {
		row, err = w.Background.Start(ctx, tx, sam, kind, channelID, map[string]int{"parts": 3}, nil)
		return err
	}))
	return row.Unwrap()
}

func now(w *insurancetest.World, id int64) *ent.Job {
	w.T.Helper()
	row, err := w.Background.ByID(context.Background(), w.Person("sam"), id)
	require.NoError(w.T, err)
	return row
}

// step is a part of a job of n parts.
func step(parts int64) background.Part {
	return func(_ context.Context, row *ent.Job) (*background.Progress, error) {
		at := row.Position + 1
		return &background.Progress{Position: at, Done: at, Total: &parts, Finished: at == parts}, nil
	}
}

func TestJobsAreWorkedPartByPart(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		first, second := started(w, kind, 0), started(w, kind, 0)
		other := started(w, "another", 0)
		n, err := w.Background.Work(ctx, kind, 5, hold, step(3))
		require.NoError(t, err)
		assert.Equal(t, 2, n)
		for _, id := range []int64{first.ID, second.ID} {
			row := now(w, id)
			assert.Equal(t, job.StateSucceeded, row.State)
			assert.EqualValues(t, 3, row.Done)
			assert.NotNil(t, row.FinishedAt)
			assert.Nil(t, row.DueAt)
		}
		assert.Equal(t, job.StateQueued, now(w, other.ID).State)
	})
}

// A worker that dies is missed after its hold; one that lives keeps its job however long a part takes.
func TestAWorkerThatDiesIsReplaced(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		row := started(w, kind, 0)
		token, ids, err := w.Store.Take(ctx, work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{kind}}, 1, hold)
		require.NoError(t, err)
		require.Equal(t, []int64{row.ID}, ids)
		n, err := w.Background.Work(ctx, kind, 1, hold, step(3))
		require.NoError(t, err)
		assert.Zero(t, n, "another has it")
		w.Clock.Advance(hold)
		n, err = w.Background.Work(ctx, kind, 1, hold, step(3))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, job.StateSucceeded, now(w, row.ID).State)
		assert.NotEqual(t, token, now(w, row.ID).Lease)

		long := started(w, kind, 0)
		_, err = w.Background.Work(ctx, kind, 1, 30*time.Millisecond, func(_ context.Context, row *ent.Job) (*background.Progress, error) {
			w.Clock.Advance(time.Hour)
			assert.Eventually(t, func() bool { return now(w, row.ID).DueAt.After(w.Clock.Now()) }, 10*time.Second, time.Millisecond)
			return &background.Progress{Position: 1, Finished: true}, nil
		})
		require.NoError(t, err)
		assert.Equal(t, job.StateSucceeded, now(w, long.ID).State)
	})
}

// Workers that end give their jobs back at once.
func TestAWorkerThatEndsGivesItsJobBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx, end := context.WithCancel(context.Background())
		row := started(w, kind, 0)
		_, err := w.Background.Work(ctx, kind, 1, hold, func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
			end()
			<-ctx.Done()
			return nil, ctx.Err()
		})
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, w.Clock.Now(), now(w, row.ID).DueAt.UTC())
		n, err := w.Background.Work(context.Background(), kind, 1, hold, step(1))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

// A job that is stopped is left within seconds, though its part would go on for ever; what it did since counts for nothing.
func TestStopInTheMiddleOfAPart(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx, sam := context.Background(), w.Person("sam")
		for _, kind := range []string{kind, closed} {
			w.Background.Declare(kind, background.Kind{Closing: kind == closed, Askers: []access.Role{access.Sales}})
			row := started(w, kind, 0)
			var closings atomic.Int64
			part := func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
				if row.Position == 1 {
					_, err := w.Background.Stop(context.WithoutCancel(ctx), sam, background.Which{ID: work.JobKey(row.ID)})
					if assert.NoError(t, err) {
						<-ctx.Done()
					}
				}
				return step(3)(ctx, row)
			}
			closing := func(context.Context, *ent.Job) (*background.Progress, error) {
				closings.Add(1)
				return &background.Progress{Done: 77, FailuresSHA256: "f"}, nil
			}
			for range 3 {
				_, err := w.Background.WorkAndClose(ctx, kind, 1, hold, part, closing)
				require.NoError(t, err)
			}
			stopped := now(w, row.ID)
			assert.Equal(t, job.StateStopped, stopped.State)
			assert.Nil(t, stopped.DueAt)
			assert.EqualValues(t, 1, stopped.Done)
			if kind == closed {
				assert.EqualValues(t, 1, closings.Load())
				assert.Equal(t, "f", stopped.FailuresSha256)
			}
			_, err := w.Background.Resume(ctx, sam, background.Which{ID: work.JobKey(row.ID)})
			require.NoError(t, err)
			_, err = w.Background.WorkAndClose(ctx, kind, 1, hold, step(3), closing)
			require.NoError(t, err)
			assert.Equal(t, job.StateSucceeded, now(w, row.ID).State)
		}
	})
}

// What cannot be mended breaks the job off and says why; what cannot be closed is not tried for ever.
func TestBreakOff(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		w.Background.Declare(closed, background.Kind{Closing: true})
		wrong := errors.New("wrong in the middle")
		fails := func(context.Context, *ent.Job) (*background.Progress, error) { return nil, wrong }
		row := started(w, closed, 0)
		_, err := w.Background.WorkAndClose(ctx, closed, 1, hold, fails, fails)
		require.ErrorIs(t, err, wrong)
		_, err = w.Background.WorkAndClose(ctx, closed, 1, hold, fails, fails)
		require.ErrorIs(t, err, wrong)
		n, err := w.Background.WorkAndClose(ctx, closed, 1, hold, fails, fails)
		require.NoError(t, err)
		assert.Zero(t, n)
		failed := now(w, row.ID)
		assert.Equal(t, job.StateFailed, failed.State)
		assert.Contains(t, failed.Problem, "wrong in the middle")
	})
}

// Progress and what belongs to it are there together, and only for who holds the job.
func TestProgressAndWhatIsBesideIt(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		row := started(w, kind, 0)
		beside := func(ctx context.Context, tx *work.Tx) error {
			return tx.JobFailure.Create().SetID(tx.NewKey()).SetJobID(row.ID).SetRow(1).SetCode("X").SetMessage("x").Exec(ctx)
		}
		_, err := w.Background.Work(ctx, kind, 1, hold, func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
			// Somebody else takes it over meanwhile.
			require.NoError(t, w.Store.Client.Job.UpdateOneID(row.ID).SetLease(row.Lease+1).Exec(ctx))
			return &background.Progress{Position: 1, Done: 1, Failed: 1, Finished: true, Beside: beside}, nil
		})
		require.NoError(t, err)
		assert.Zero(t, w.Store.Client.JobFailure.Query().CountX(ctx))
		assert.EqualValues(t, 0, now(w, row.ID).Done)
		w.Clock.Advance(hold)
		_, err = w.Background.Work(ctx, kind, 1, hold, func(context.Context, *ent.Job) (*background.Progress, error) {
			return &background.Progress{Position: 1, Done: 1, Failed: 1, Finished: true, Beside: beside}, nil
		})
		require.NoError(t, err)
		assert.Equal(t, 1, w.Store.Client.JobFailure.Query().CountX(ctx))
		assert.EqualValues(t, 1, now(w, row.ID).Done)
	})
}

// Of two who stop, or go on, at once, one does.
func TestStopAndResumeAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		row := started(w, kind, 0)
		w.Background.Declare(kind, background.Kind{Askers: []access.Role{access.Sales}})
		people := []*access.Caller{w.Person("sam"), w.Person("sue"), w.Person("sys")}
		for _, act := range []func(context.Context, *access.Caller, background.Which) (*ent.Job, error){w.Background.Stop, w.Background.Resume} {
			_, err := act(ctx, w.Person("uma"), background.Which{ID: work.JobKey(row.ID)})
			assert.True(t, fault.Has(err, fault.CodeForbidden), "none of her business: %v", err)
		}
		for _, both := range []struct {
			action string
			act    func(context.Context, *access.Caller, background.Which) (*ent.Job, error)
		}{{"job.stop", w.Background.Stop}, {"job.resume", w.Background.Resume}} {
			action, act := both.action, both.act
			var done atomic.Int64
			var group sync.WaitGroup
			for _, who := range people {
				group.Go(func() {
					_, err := act(ctx, who, background.Which{ID: work.JobKey(row.ID)})
					if err == nil {
						done.Add(1)
						return
					}
					assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
				})
			}
			group.Wait()
			assert.EqualValues(t, 1, done.Load())
			assert.Equal(t, 1, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action(action)).CountX(ctx))
		}
		for _, id := range []int64{0, row.ID + 1} {
			_, err := w.Background.Stop(ctx, people[0], background.Which{ID: work.JobKey(id)})
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
			_, err = w.Background.Resume(ctx, people[0], background.Which{ID: work.JobKey(id)})
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		}
	})
}

// A channel sees its own jobs, people all; files are for who asked, and for who has the role.
func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		mall, pay := w.Caller(insurancetest.Mall), w.Caller(insurancetest.Pay)
		row, own := started(w, kind, mall.Channel.ID), started(w, closed, 0)
		for name, c := range map[string]struct {
			caller *access.Caller
			sees   bool
		}{"its channel": {mall, true}, "another": {pay, false}, "a person": {w.Person("ada"), true}, "nobody": {&access.Caller{Audience: access.Public}, false}} {
			seen, err := w.Background.ByID(ctx, c.caller, row.ID)
			require.NoError(t, err)
			assert.Equal(t, c.sees, seen != nil, name)
		}
		w.Background.Declare(kind, background.Kind{Askers: []access.Role{access.Sales}})
		w.Background.Declare(closed, background.Kind{Readers: []access.Role{access.Finance}})
		assert.True(t, w.Background.MayRead(w.Person("sam"), row))
		assert.False(t, w.Background.MayRead(w.Person("fay"), row))
		moved := *w.Person("sam")
		moved.Roles = []access.Role{access.Finance}
		assert.False(t, w.Background.MayRead(&moved, row), "they asked for it, and might not any more")
		assert.True(t, w.Background.MayRead(w.Person("fay"), own))
		assert.False(t, w.Background.MayRead(w.Person("sue"), own))
		assert.False(t, w.Background.MayRead(mall, row))

		ids := func(filter background.Filter, page work.Page) (list []int64, more bool) {
			rows, more, err := w.Background.List(ctx, w.Person("ada"), filter, page)
			require.NoError(t, err)
			for _, r := range rows {
				list = append(list, r.ID)
			}
			return list, more
		}
		list, more := ids(background.Filter{}, work.Page{Most: 1})
		assert.Equal(t, []int64{own.ID}, list)
		assert.True(t, more)
		list, more = ids(background.Filter{}, work.Page{Most: 1, After: work.Place{Key: own.ID}})
		assert.Equal(t, []int64{row.ID}, list)
		assert.False(t, more)
		list, _ = ids(background.Filter{Kinds: []string{kind}, States: []job.State{job.StateQueued}}, work.Page{Most: 5})
		assert.Equal(t, []int64{row.ID}, list)
		list, _ = ids(background.Filter{States: []job.State{job.StateFailed}}, work.Page{Most: 5})
		assert.Empty(t, list)
		for name, c := range map[string]struct {
			filter background.Filter
			want   int
		}{
			"all": {background.Filter{}, 2}, "kind and state": {background.Filter{Kinds: []string{kind, kind}, States: []job.State{job.StateQueued, job.StateFailed}}, 1},
			"mine": {background.Filter{Mine: true}, 0}, "live": {background.Filter{Mode: new(work.Live)}, 2}, "sandboxes": {background.Filter{Mode: new(work.Sandbox)}, 0},
		} {
			list, _ := ids(c.filter, work.Page{Most: 5})
			assert.Len(t, list, c.want, name)
			for _, most := range []int{1, c.want + 1} {
				n, err := w.Background.Count(ctx, w.Person("ada"), c.filter, most)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(c.want, most), n, "%s counted to %d", name, most)
			}
		}
		_, _, err := w.Background.List(ctx, w.Person("ada"), background.Filter{Kinds: make([]string, 21)}, work.Page{Most: 5})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
	})
}
