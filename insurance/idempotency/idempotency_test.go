package idempotency_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/claimvelocity"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// act makes a row and shows a secret.
type act struct {
	*insurancetest.World
	done atomic.Int64
}

func (a *act) do(ctx context.Context) (made *ent.ClaimVelocity, secret string, err error) {
	err = a.Store.Do(ctx, "make", func(ctx context.Context, tx *work.Tx) error {
		made, err = tx.ClaimVelocity.Create().SetID(tx.NewKey()).SetScope(1).SetCode("test").SetValue(make([]byte, 32)).SetClaimID(1).SetAt(tx.Now).Save(ctx)
		if err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, made.ID, "shown once")
	})
	if err == nil {
		a.done.Add(1)
	}
	return made, "shown once", err
}

func (a *act) again(ctx context.Context, key int64) (*ent.ClaimVelocity, error) {
	return a.Store.Client.ClaimVelocity.Get(ctx, key)
}

func (a *act) send(s *idempotency.Service, who *access.Caller, no, name string, asked any) (idempotency.Answer[*ent.ClaimVelocity], error) {
	return idempotency.Do(ctx, s, idempotency.Request{Caller: who, No: no, Act: name, Asked: asked}, a.do, a.again)
}

func (a *act) rows() int {
	return a.Store.Client.ClaimVelocity.Query().Where(claimvelocity.Code("test")).CountX(ctx)
}

// TestP7SentAgainItAnswersTheSame: one effect, one answer, however often it is sent; for others it is another request.
func TestP7SentAgainItAnswersTheSame(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		a := &act{World: w}
		first, err := a.send(w.Idempotency, w.Person("sam"), "N-1", "make", map[string]any{"x": 1})
		require.NoError(t, err)
		assert.False(t, first.Replayed)
		again, err := a.send(w.AddServer().Idempotency, w.Person("sam"), "N-1", "make", map[string]any{"x": 1})
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, first.Made.ID, again.Made.ID)
		assert.Equal(t, "shown once", again.Secret)
		assert.Equal(t, 1, a.rows())

		for _, other := range []struct {
			act   string
			asked any
		}{{"make", map[string]any{"x": 2}}, {"makeOther", map[string]any{"x": 1}}} {
			_, err = a.send(w.Idempotency, w.Person("sam"), "N-1", other.act, other.asked)
			assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)
		}
		for _, who := range []*access.Caller{w.Person("sue"), w.Caller(insurancetest.Mall)} {
			answer, err := a.send(w.Idempotency, who, "N-1", "make", map[string]any{"x": 1})
			require.NoError(t, err)
			assert.False(t, answer.Replayed)
		}
		assert.Equal(t, 3, a.rows())
	})
}

// TestP7TwoAtOnce: the same number from many callers at once has one effect, and all have its answer.
func TestP7TwoAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		a, other := &act{World: w}, w.AddServer()
		var group sync.WaitGroup
		var replayed atomic.Int64
		sam := w.Person("sam")
		for i := range 8 {
			group.Go(func() {
				answer, err := a.send([]*idempotency.Service{w.Idempotency, other.Idempotency}[i%2], sam, "N-1", "make", "x")
				assert.NoError(t, err)
				if answer.Replayed {
					replayed.Add(1)
				}
			})
		}
		group.Wait()
		assert.Equal(t, 1, a.rows())
		assert.EqualValues(t, 7, replayed.Load())
	})
}

// A commit whose outcome is unknown is looked up: what was done is answered, what was not is an error and may be sent again.
func TestP7ALostCommit(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		a := &act{World: w}
		lost := errors.New("the answer of the database was lost")
		send := func(do func(context.Context) (*ent.ClaimVelocity, string, error)) (idempotency.Answer[*ent.ClaimVelocity], error) {
			return idempotency.Do(ctx, w.Idempotency, idempotency.Request{Caller: w.Person("sam"), No: "N-1", Act: "make"}, do, a.again)
		}
		_, err := send(func(context.Context) (*ent.ClaimVelocity, string, error) { return nil, "", lost })
		require.ErrorIs(t, err, lost)
		answer, err := send(func(ctx context.Context) (*ent.ClaimVelocity, string, error) {
			_, _, err := a.do(ctx)
			require.NoError(t, err)
			return nil, "", lost
		})
		require.NoError(t, err)
		assert.True(t, answer.Replayed)
		assert.Equal(t, 1, a.rows())
	})
}

// A secret is answered again for a day, and no longer: it is no longer there either.
func TestP7SecretsAreForgotten(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		a := &act{World: w}
		send := func() string {
			answer, err := a.send(w.Idempotency, w.Person("sam"), "N-1", "make", "x")
			require.NoError(t, err)
			return answer.Secret
		}
		send()
		w.Clock.Advance(24*time.Hour - time.Second)
		assert.Equal(t, "shown once", send())
		n, err := w.Idempotency.Purge(ctx, 10)
		require.NoError(t, err)
		assert.Zero(t, n)
		w.Clock.Advance(time.Second)
		assert.Empty(t, send())
		n, err = w.Idempotency.Purge(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		row := w.Store.Client.IdempotencyRecord.Query().OnlyX(ctx)
		assert.Nil(t, row.Secret)
		assert.Nil(t, row.SecretKey)
		assert.Empty(t, send(), "the number still counts")
		assert.Equal(t, 1, a.rows())
	})
}

// Each number at its edge and one past it.
func TestP7Numbers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		a := &act{World: w}
		for _, no := range []string{"a", strings.Repeat("A", 64), "A-b_9"} {
			_, err := a.send(w.Idempotency, w.Person("sam"), no, "make", "x")
			assert.NoError(t, err, no)
		}
		for _, no := range []string{"", strings.Repeat("A", 65), "a b", "a/b", "号"} {
			_, err := a.send(w.Idempotency, w.Person("sam"), no, "make", "x")
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%q: %v", no, err)
		}
		assert.Equal(t, 3, a.rows())
	})
}
