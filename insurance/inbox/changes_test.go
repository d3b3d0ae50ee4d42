package inbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/inbox"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// polling asks what changed, and tells which of claims did.
func (h *house) polling(who *access.Caller, token string, lists ...inbox.List) (ids []string, next string, reload bool) {
	h.T.Helper()
	told, err := h.Inbox.ChangesSince(ctx, who, lists, &token)
	require.NoError(h.T, err)
	require.Equal(h.T, inbox.ClaimList, told.Lists[0].List)
	for _, row := range told.Lists[0].Changed {
		ids = append(ids, row.ID)
	}
	return ids, told.Token, told.Lists[0].Reload
}

// Section 4, changed-since: what is made or changed is told of whatever filter it fits, also what was written before an answer and committed
// after it.
func TestSection4ChangesAreToldAndNoneIsMissed(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		h := open(w)
		cleo := h.Person("cleo")
		promised := h.Clock.Now().Add(time.Hour)
		old, other := h.claim(h.live, 0, claim.StateInReview, promised), h.claim(h.live, 0, claim.StateInReview, promised)
		age := time.Now().UTC().Add(-2 * time.Minute)
		require.NoError(t, h.Store.Client.Claim.Update().SetChangedAt(age).Exec(ctx))
		first, err := h.Inbox.ChangesSince(ctx, cleo, nil, nil)
		require.NoError(t, err)
		assert.Len(t, first.Lists, 3, "a claims handler sees no service requests")
		assert.Empty(t, first.Lists[0].Changed)
		ids, token, reload := h.polling(cleo, first.Token)
		assert.Empty(t, ids)
		assert.False(t, reload)

		// It leaves the queue: it is told of, the other is not.
		require.NoError(t, h.Store.Client.Claim.UpdateOneID(old).SetState(claim.StatePaid).Exec(ctx))
		made := h.claim(h.live, 0, claim.StateInReview, promised)
		ids, token, _ = h.polling(cleo, token, inbox.ClaimList)
		assert.ElementsMatch(t, []string{work.ClaimID.Of(old), work.ClaimID.Of(made)}, ids)
		_ = other

		// A transaction that began before an answer and ends after it.
		began, answered := make(chan struct{}), make(chan struct{})
		done := make(chan error)
		go func() {
			done <- h.Store.Do(ctx, "late", func(ctx context.Context, tx *work.Tx) error {
				if err := tx.Claim.UpdateOneID(other).SetScore(7).Exec(ctx); err != nil {
					return err
				}
				select {
				case <-began:
				default:
					close(began)
				}
				<-answered
				return nil
			})
		}()
		<-began
		told := make(chan string, 1)
		go func() {
			_, next, _ := h.polling(cleo, token, inbox.ClaimList)
			told <- next
		}()
		select { // an embedded database reads beside its writer, too
		case token = <-told:
		case <-time.After(3 * time.Second):
			require.NoError(t, errors.New("a poll waits for a writer"))
		}
		close(answered)
		require.NoError(t, <-done)
		ids, _, _ = h.polling(cleo, token, inbox.ClaimList)
		assert.Contains(t, ids, work.ClaimID.Of(other), "committed late")
	})
}

// A token is ours and not too old; a list is told of to those who may see it, and read again where too much changed.
func TestSection4PollingHasItsBounds(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		h := open(w)
		h.request(1, 0, servicerequest.DeskFinance, servicerequest.StateOpen, h.Clock.Now())
		for _, bad := range []string{"", "c", "x0", "c!", "czzzzzzzzzzzzzzzzz", "cZ", "c-1zz"} {
			_, err := h.Inbox.ChangesSince(ctx, h.Person("cleo"), nil, &bad)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%q: %v", bad, err)
		}
		_, err := h.Inbox.ChangesSince(ctx, h.Person("cleo"), []inbox.List{inbox.RequestList}, nil)
		assert.True(t, fault.Has(err, fault.CodeForbidden), "%v", err)
		_, err = h.Inbox.ChangesSince(ctx, w.Caller(insurancetest.Pay), []inbox.List{inbox.ClaimList}, nil)
		assert.True(t, fault.Has(err, fault.CodeForbidden), "a channel: %v", err)
		now, err := h.Inbox.ChangesSince(ctx, h.Person("fay"), nil, nil)
		require.NoError(t, err)
		told, err := h.Inbox.ChangesSince(ctx, h.Person("fay"), []inbox.List{inbox.RequestList}, &now.Token)
		require.NoError(t, err)
		assert.Len(t, told.Lists[0].Changed, 1)

		long := "c" + "0"
		_, _, reload := h.polling(h.Person("cleo"), long)
		assert.True(t, reload, "of 1970")
		for range 501 {
			h.claim(h.live, 0, claim.StateInReview, h.Clock.Now())
		}
		ids, _, reload := h.polling(h.Person("cleo"), now.Token)
		assert.Len(t, ids, 500)
		assert.True(t, reload)
	})
}
