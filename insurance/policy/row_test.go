package policy_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

var ctx = context.Background()

// issue takes out a freight policy and answers its row.
func issue(w *insurancetest.World, order string) *ent.InsurancePolicy {
	w.T.Helper()
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: order, Risk: insurancetest.Freight(order)})
	require.NoError(w.T, err)
	return row(w, issued.Policy.Key())
}

func row(w *insurancetest.World, id int64) *ent.InsurancePolicy {
	w.T.Helper()
	r, err := w.Store.Client.InsurancePolicy.Get(ctx, id)
	require.NoError(w.T, err)
	return r
}

func do(w *insurancetest.World, act func(ctx context.Context, tx *work.Tx) error) error {
	return w.Store.Do(ctx, "test", act)
}

// A policy moves to its next version once for each version, however many ask at the same time (B3, I3).
func TestNextVersionIsTakenOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		read := issue(w.WithSamples(), "1")
		var done, refused atomic.Int64
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				err := do(w, func(ctx context.Context, tx *work.Tx) error { return policy.Next(ctx, tx, read, policy.Move{}) })
				switch {
				case err == nil:
					done.Add(1)
				case assert.ErrorIs(t, err, policy.ErrMoved):
					refused.Add(1)
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 1, done.Load())
		assert.EqualValues(t, 3, refused.Load())
		assert.Equal(t, 2, row(w, read.ID).Version)
	})
}

// What a move changes is in the row afterwards, and a move that does not hold changes nothing.
func TestMoves(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		next := func(read *ent.InsurancePolicy, m policy.Move) error {
			return do(w, func(ctx context.Context, tx *work.Tx) error { return policy.Next(ctx, tx, read, m) })
		}
		renewed := issue(w, "1")
		require.NoError(t, next(renewed, policy.Move{RenewedBy: 77}))
		after := row(w, renewed.ID)
		require.NotNil(t, after.RenewedBy)
		assert.EqualValues(t, 77, *after.RenewedBy)
		assert.Equal(t, insurancepolicy.StateACTIVE, after.State)
		require.ErrorIs(t, next(after, policy.Move{RenewedBy: 78}), policy.ErrMoved, "it is renewed once")
		assert.EqualValues(t, 77, *row(w, renewed.ID).RenewedBy)
		other, first := int64(76), int64(77)
		require.ErrorIs(t, next(after, policy.Move{RenewedBy: 78, Instead: &other}), policy.ErrMoved, "that was not its renewal")
		require.NoError(t, next(after, policy.Move{RenewedBy: 78, Instead: &first}))
		assert.EqualValues(t, 78, *row(w, renewed.ID).RenewedBy)

		cancelled := issue(w, "2")
		require.NoError(t, next(cancelled, policy.Move{Cancel: true}))
		after = row(w, cancelled.ID)
		assert.Equal(t, insurancepolicy.StateCANCELLED, after.State)
		assert.Nil(t, after.RenewedBy)
		require.ErrorIs(t, next(after, policy.Move{}), policy.ErrMoved, "nothing changes a cancelled policy")
		assert.Equal(t, 2, row(w, cancelled.ID).Version)

		claimed := issue(w, "3")
		for name, count := range map[string]func(ctx context.Context, tx *work.Tx) error{
			"a claim was opened": func(ctx context.Context, tx *work.Tx) error {
				_, err := policy.OpenClaim(ctx, tx, claimed.ID, 0)
				return err
			},
			"a claim was paid": func(ctx context.Context, tx *work.Tx) error {
				_, err := policy.CountClaims(ctx, tx, -1, 1, claimed.ID)
				return err
			},
		} {
			before := row(w, claimed.ID)
			require.NoError(t, do(w, count))
			require.ErrorIs(t, next(before, policy.Move{Cancel: true}), policy.ErrMoved, name)
			require.NoError(t, next(row(w, claimed.ID), policy.Move{}), "other changes do not look at claims")
		}
	})
}

// Claims of a policy are counted by the statement that asks whether there may be another one (A7).
func TestClaimsAreCountedUpToTheMost(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		one, other := issue(w.WithSamples(), "1"), issue(w, "2")
		open := func(most int64) (counted bool) {
			require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) (err error) {
				counted, err = policy.OpenClaim(ctx, tx, one.ID, most)
				return err
			}))
			return counted
		}
		count := func(open, paid int, ids ...int64) (n int) {
			require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) (err error) {
				n, err = policy.CountClaims(ctx, tx, open, paid, ids...)
				return err
			}))
			return n
		}
		assert.True(t, open(2))
		assert.True(t, open(2))
		assert.False(t, open(2), "two are open")
		assert.Equal(t, 1, count(-1, 1, one.ID))
		assert.False(t, open(2), "one is open, one is paid")
		assert.True(t, open(0), "any number")
		assert.Equal(t, 1, count(-1, 0, one.ID))
		assert.Equal(t, 1, count(-1, 0, one.ID))
		assert.True(t, open(2), "closed ones do not count")
		got := row(w, one.ID)
		assert.Equal(t, []int{4, 1, 1}, []int{got.Claims, got.OpenClaims, got.PaidClaims})
		assert.Equal(t, 2, count(1, 0, other.ID, one.ID))
		assert.Equal(t, 0, count(1, 0, 1), "there is no such policy")
		got = row(w, other.ID)
		assert.Equal(t, []int{0, 1, 0}, []int{got.Claims, got.OpenClaims, got.PaidClaims})
		assert.Equal(t, 1, got.Version, "counts move no version")
	})
}

// A lock holds where the policy is as it was read, and makes others wait until the transaction ends.
func TestLocks(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		read := issue(w.WithSamples(), "1")
		for _, lock := range []func(context.Context, *work.Tx, *ent.InsurancePolicy) error{policy.LockAt, policy.LockUnclaimed} {
			require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error { return lock(ctx, tx, read) }))
		}
		require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error {
			_, err := policy.OpenClaim(ctx, tx, read.ID, 0)
			return err
		}))
		require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error { return policy.LockAt(ctx, tx, read) }))
		require.ErrorIs(t, do(w, func(ctx context.Context, tx *work.Tx) error { return policy.LockUnclaimed(ctx, tx, read) }), policy.ErrMoved)
		require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error { return policy.Next(ctx, tx, read, policy.Move{}) }))
		require.ErrorIs(t, do(w, func(ctx context.Context, tx *work.Tx) error { return policy.LockAt(ctx, tx, read) }), policy.ErrMoved)

		locked, waited := make(chan struct{}), make(chan error, 1)
		go func() {
			<-locked
			waited <- do(w, func(ctx context.Context, tx *work.Tx) error {
				r, err := policy.LockRow(ctx, tx, read.ID)
				if err == nil {
					assert.Equal(t, 3, r.Version, "it reads what the other wrote")
				}
				return err
			})
		}()
		require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error {
			r, err := policy.LockRow(ctx, tx, read.ID)
			if err != nil {
				return err
			}
			close(locked)
			time.Sleep(100 * time.Millisecond) // the other gets as far as its lock
			return policy.Next(ctx, tx, r, policy.Move{})
		}))
		require.NoError(t, <-waited)
		require.Error(t, do(w, func(ctx context.Context, tx *work.Tx) error {
			_, err := policy.LockRow(ctx, tx, 1)
			return err
		}), "there is no such policy")
	})
}

// Announcing a policy belongs to the worker that took it (B4).
func TestAnnouncingTakesTheLease(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		read := issue(w.WithSamples(), "1")
		require.NoError(t, w.Store.Client.InsurancePolicy.UpdateOneID(read.ID).SetLease(5).SetDueAt(w.Clock.Now()).Exec(ctx))
		announce := func(read *ent.InsurancePolicy, lease int64, next *time.Time, told bool) error {
			return do(w, func(ctx context.Context, tx *work.Tx) error {
				return policy.Announce(ctx, tx, lease, []policy.Announcement{{Read: read, Next: next, Told: told}})
			})
		}
		later := w.Clock.Now().Add(time.Hour)
		require.ErrorIs(t, announce(read, 6, &later, true), policy.ErrMoved, "another worker took it")
		require.NoError(t, announce(read, 5, &later, true))
		got := row(w, read.ID)
		assert.Equal(t, 2, got.Version)
		assert.Equal(t, later, got.DueAt.UTC())
		require.ErrorIs(t, announce(read, 5, nil, false), policy.ErrMoved, "it was changed meanwhile")
		require.ErrorIs(t, announce(got, 5, nil, false), policy.ErrMoved, "the lease was given back")
		taken := func() {
			t.Helper()
			require.NoError(t, w.Store.Client.InsurancePolicy.UpdateOneID(read.ID).SetLease(5).Exec(ctx))
		}
		taken()
		require.NoError(t, announce(got, 5, nil, false))
		got = row(w, read.ID)
		assert.Equal(t, 2, got.Version, "nothing was told")
		assert.Nil(t, got.DueAt)
		taken()
		require.NoError(t, w.Policies.Delay(ctx, read.ID, 6, later))
		assert.Nil(t, row(w, read.ID).DueAt, "another worker's")
		require.NoError(t, w.Policies.Delay(ctx, read.ID, 5, later))
		assert.Equal(t, later, row(w, read.ID).DueAt.UTC())
	})
}
