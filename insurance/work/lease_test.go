package work_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// addJobs stores jobs of a kind that are due after so long each; a negative wait lies in the past.
func addJobs(t *testing.T, s *work.Store, kind string, waits ...time.Duration) (ids []int64) {
	t.Helper()
	for _, wait := range waits {
		row, err := s.Client.Job.Create().SetID(s.NewKey()).SetChannelID(7).SetKind(kind).SetState(job.StateQueued).
			SetInput("{}").SetCreatedAt(s.Now()).SetDueAt(s.Now().Add(wait)).Save(background)
		require.NoError(t, err)
		ids = append(ids, row.ID)
	}
	return ids
}

func jobOf(t *testing.T, s *work.Store, id int64) *ent.Job {
	t.Helper()
	row, err := s.Client.Job.Get(background, id)
	require.NoError(t, err)
	return row
}

// Who takes gets what is due, the oldest first, at most `most`, under a token of its own; what is not due stays.
func TestTakeGivesWhatIsDue(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		due := work.Due{Table: job.Table}
		token, ids, err := w.Store.Take(background, due, 10, time.Minute)
		require.NoError(t, err)
		assert.Zero(t, token, "nothing is due")
		assert.Empty(t, ids)

		jobs := addJobs(t, w.Store, "a", -time.Second, -3*time.Second, 0, -2*time.Second, time.Millisecond)
		never := addJobs(t, w.Store, "a", -time.Second)[0]
		require.NoError(t, w.Store.Client.Job.UpdateOneID(never).ClearDueAt().Exec(background))
		token, ids, err = w.Store.Take(background, due, 2, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, []int64{jobs[1], jobs[3]}, ids)
		for _, id := range ids {
			row := jobOf(t, w.Store, id)
			assert.Equal(t, token, row.Lease)
			assert.Equal(t, w.Store.Now().Add(time.Minute), row.DueAt.UTC())
			assert.Zero(t, row.Done, "nothing is counted")
		}
		second, ids, err := w.Store.Take(background, due, 10, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, []int64{jobs[0], jobs[2]}, ids)
		assert.NotEqual(t, token, second)
		assert.Zero(t, jobOf(t, w.Store, jobs[4]).Lease)
		assert.Zero(t, jobOf(t, w.Store, never).Lease)
	})
}

// What a dead worker held comes back by itself when its time is over, under another token (I7).
func TestADeadWorkersRowsComeBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		other := w.AddServer().Store
		id := addJobs(t, w.Store, "a", -time.Second)[0]
		dead, _, err := w.Store.Take(background, work.Due{Table: job.Table}, 1, time.Minute)
		require.NoError(t, err)
		w.Clock.Advance(time.Minute - time.Millisecond)
		_, ids, err := other.Take(background, work.Due{Table: job.Table}, 1, time.Minute)
		require.NoError(t, err)
		assert.Empty(t, ids, "the worker still has time")
		w.Clock.Advance(time.Millisecond)
		token, ids, err := other.Take(background, work.Due{Table: job.Table}, 1, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, []int64{id}, ids)
		n, err := w.Store.Client.Job.Update().Where(job.ID(id), job.Lease(dead)).SetDone(1).Save(background)
		require.NoError(t, err)
		assert.Zero(t, n, "what the dead worker says does not count any more")
		assert.Equal(t, token, jobOf(t, w.Store, id).Lease)
	})
}

// A condition narrows what is taken, and how often a row was taken is counted where one asks.
func TestTakeNarrowsAndCounts(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		a, b := addJobs(t, w.Store, "a", -time.Second, -time.Minute), addJobs(t, w.Store, "b", -time.Hour)
		due := work.Due{Table: job.Table, Condition: "kind = ? AND channel_id = ?", Values: []any{"a", 7}, Count: job.FieldFailed}
		for taken := int64(1); taken < 3; taken++ {
			_, ids, err := w.Store.Take(background, due, 10, time.Second)
			require.NoError(t, err)
			assert.ElementsMatch(t, a, ids)
			for _, id := range a {
				assert.Equal(t, taken, jobOf(t, w.Store, id).Failed)
			}
			w.Clock.Advance(time.Second)
		}
		assert.Equal(t, []any{"a", 7}, due.Values)
		assert.Zero(t, jobOf(t, w.Store, b[0]).Lease)
	})
}

// Workers that take at once share the rows: each row has one of them.
func TestWorkersShareWhatIsDue(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		stores := []*work.Store{w.Store, w.AddServer().Store}
		waits := make([]time.Duration, 60)
		all := addJobs(t, w.Store, "a", waits...)
		var group sync.WaitGroup
		var mu sync.Mutex
		var taken []int64
		for i := range 8 {
			group.Go(func() {
				for {
					token, ids, err := stores[i%2].Take(background, work.Due{Table: job.Table}, 5, time.Minute)
					if !assert.NoError(t, err) || len(ids) == 0 && token == 0 {
						return
					}
					for _, id := range ids {
						assert.Equal(t, token, jobOf(t, stores[i%2], id).Lease)
					}
					mu.Lock()
					taken = append(taken, ids...)
					mu.Unlock()
				}
			})
		}
		group.Wait()
		assert.ElementsMatch(t, all, taken)
	})
}

// A row that another worker takes between the look and the take is the other's.
func TestARowThatAnotherTookIsNotTaken(t *testing.T) {
	t.Parallel()
	s := &spy{}
	store, other, _ := spied(t, s)
	jobs := addJobs(t, store, "a", -3*time.Second, -2*time.Second, -time.Second)
	once := sync.Once{}
	s.count("exec", func(text string) (err error) {
		if word(text, "UPDATE", job.Table) {
			once.Do(func() { _, _, err = other.Take(background, work.Due{Table: job.Table}, 2, time.Minute) })
		}
		return err
	})
	token, ids, err := store.Take(background, work.Due{Table: job.Table}, 3, time.Minute)
	require.NoError(t, err)
	assert.Equal(t, jobs[2:], ids)
	assert.Equal(t, token, jobOf(t, store, jobs[2]).Lease)
	assert.NotEqual(t, token, jobOf(t, store, jobs[0]).Lease)
}

// A database that fails is told, and nothing is said to be taken.
func TestTakeTellsWhatFails(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	for i, at := range []struct{ step, verb, tells string }{
		{"query", "SELECT", "read keys: "}, {"exec", "UPDATE", "take jobs: "},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			s := &spy{}
			store, _, _ := spied(t, s)
			id := addJobs(t, store, "a", -time.Second)[0]
			s.count(at.step, func(text string) error {
				if word(text, at.verb, job.Table) {
					return wrong
				}
				return nil
			})
			_, ids, err := store.Take(background, work.Due{Table: job.Table}, 3, time.Minute)
			require.ErrorIs(t, err, wrong)
			require.ErrorContains(t, err, at.tells)
			assert.Empty(t, ids)
			s.error = nil
			assert.Zero(t, jobOf(t, store, id).Lease)
		})
	}
	_, err := closed(t).AnyDue(background, job.Table, "due_at")
	require.Error(t, err)
	_, err = closed(t).AnyUndone(background, work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{"a"}})
	require.Error(t, err)
	_, err = closed(t).AnyUnplaced(background)
	require.Error(t, err)
}

// AnyDue and AnyUndone tell of rows whose time has come, to the millisecond; of none that waits for nothing (I7).
func TestWhetherAnythingIsDue(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ofKind := func(kind string) work.Due {
			return work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{kind}}
		}
		check := func(any, ofA, ofB bool) {
			t.Helper()
			is, err := w.Store.AnyDue(background, job.Table, "due_at")
			require.NoError(t, err)
			assert.Equal(t, any, is)
			is, err = w.Store.AnyUndone(background, ofKind("a"))
			require.NoError(t, err)
			assert.Equal(t, ofA, is)
			is, err = w.Store.AnyUndone(background, ofKind("b"))
			require.NoError(t, err)
			assert.Equal(t, ofB, is)
			is, err = w.Store.AnyUndone(background, work.Due{Table: job.Table})
			require.NoError(t, err)
			assert.Equal(t, ofA || ofB, is, "no condition: all")
		}
		check(false, false, false)
		id := addJobs(t, w.Store, "a", time.Millisecond)[0]
		check(false, false, false)
		w.Clock.Advance(time.Millisecond)
		check(true, true, false)
		require.NoError(t, w.Store.Client.Job.UpdateOneID(id).ClearDueAt().Exec(background))
		check(false, false, false)

		waits, err := w.Store.AnyUnplaced(background)
		require.NoError(t, err)
		assert.False(t, waits)
		require.NoError(t, w.Store.Client.Outbox.Create().SetID(1).Exec(background))
		waits, err = w.Store.AnyUnplaced(background)
		require.NoError(t, err)
		assert.True(t, waits)
		id = addJobs(t, w.Store, "b", 0)[0]
		check(true, false, true)
		_, taken, err := w.Store.Take(background, ofKind("b"), 1, time.Hour)
		require.NoError(t, err)
		require.Equal(t, []int64{id}, taken)
		check(false, false, true) // a worker has it
		w.Clock.Advance(10 * time.Minute)
		check(true, false, true) // it died
		require.NoError(t, w.Store.Client.Job.UpdateOneID(id).SetLease(0).SetDueAt(w.Clock.Now().Add(time.Second)).Exec(background))
		check(false, false, false)
	})
}

// A clock that is advanced brings due times nearer, by exactly that, of the rows that a condition names, or of all.
func TestDueTimesMoveWithAClock(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		now := w.Store.Now()
		a, b := addJobs(t, w.Store, "a", time.Hour, 90*time.Minute+7*time.Millisecond), addJobs(t, w.Store, "b", time.Hour)
		never := addJobs(t, w.Store, "a", 0)[0]
		require.NoError(t, w.Store.Client.Job.UpdateOneID(never).ClearDueAt().Exec(background))
		move := func(rows work.Due, by time.Duration, columns ...string) {
			t.Helper()
			require.NoError(t, w.Store.Do(background, "move", func(ctx context.Context, tx *work.Tx) error {
				return tx.MoveDue(ctx, rows, by, columns...)
			}))
		}
		move(work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{"a"}}, time.Hour+5*time.Millisecond, "due_at", "created_at")
		assert.Equal(t, now.Add(-5*time.Millisecond), jobOf(t, w.Store, a[0]).DueAt.UTC())
		assert.Equal(t, now.Add(-time.Hour-5*time.Millisecond), jobOf(t, w.Store, a[0]).CreatedAt.UTC())
		assert.Equal(t, now.Add(30*time.Minute+2*time.Millisecond), jobOf(t, w.Store, a[1]).DueAt.UTC())
		assert.Equal(t, now.Add(time.Hour), jobOf(t, w.Store, b[0]).DueAt.UTC())
		assert.Nil(t, jobOf(t, w.Store, never).DueAt)
		due, err := w.Store.AnyDue(background, job.Table, "due_at")
		require.NoError(t, err)
		assert.True(t, due, "what was written can be compared")

		move(work.Due{Table: job.Table}, 24*time.Hour, "due_at")
		assert.Equal(t, now.Add(-23*time.Hour), jobOf(t, w.Store, b[0]).DueAt.UTC())
		assert.Nil(t, jobOf(t, w.Store, never).DueAt)
		err = w.Store.Do(background, "move", func(ctx context.Context, tx *work.Tx) error {
			return tx.MoveDue(ctx, work.Due{Table: job.Table}, time.Hour, "due_at", "nothing")
		})
		require.ErrorContains(t, err, "move what is due in jobs: ")
		assert.Equal(t, now.Add(-23*time.Hour), jobOf(t, w.Store, b[0]).DueAt.UTC())
	})
}

// Keys are read in the order of the query; what is no key is an error.
func TestKeysAreRead(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		jobs := addJobs(t, w.Store, "a", 0, 0, 0)
		slices.Reverse(jobs)
		ids, err := w.Store.Keys(background, "SELECT id FROM jobs WHERE kind = ? ORDER BY id DESC", "a")
		require.NoError(t, err)
		assert.Equal(t, jobs, ids)
		ids, err = w.Store.Keys(background, "SELECT id FROM jobs WHERE kind = ?", "b")
		require.NoError(t, err)
		assert.Empty(t, ids)
		_, err = w.Store.Keys(background, "SELECT kind FROM jobs")
		require.ErrorContains(t, err, "read keys: ")
		_, err = w.Store.Keys(background, "SELECT id FROM nothing")
		require.ErrorContains(t, err, "read keys: ")
	})
}

// The hint that names an index is for MySQL alone, and its table and index are there.
func TestAnIndexIsNamed(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *work.Database) {
		store, err := open(db, insurancetest.Epoch)
		require.NoError(t, err)
		from := store.ByIndex("jobs", "job_due_at")
		want := map[string]string{"mysql": "jobs FORCE INDEX (job_due_at)", "sqlite3": "jobs"}
		assert.Equal(t, want[db.Dialect], from)
		_, err = store.Keys(background, "SELECT id FROM "+from+" WHERE due_at < ?", store.Now())
		require.NoError(t, err)
	})
}
