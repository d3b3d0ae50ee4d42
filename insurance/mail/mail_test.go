package mail_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	entmail "baodan/ent/mail"
	"baodan/insurance/insurancetest"
	"baodan/insurance/mail"
	"baodan/insurance/work"
)

var ctx = context.Background()

// ending is what the owner of a mail was told.
type ending struct {
	mu       sync.Mutex
	problems []string
	err      error // that the owner answers
}

func (e *ending) ended(_ context.Context, _ *work.Tx, _ *ent.Mail, problem string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.problems = append(e.problems, problem)
	return e.err
}

func queue(t testing.TB, w *insurancetest.World) (id int64) {
	t.Helper()
	channel := w.Caller(insurancetest.Mall).Channel
	require.NoError(t, w.Store.Do(ctx, "queue", func(ctx context.Context, tx *work.Tx) (err error) {
		id, err = w.Mail.Queue(ctx, tx, &mail.Draft{
			ChannelID: channel.ID, RequestID: 7, RequestNumber: "S1", Template: "test", To: "li.si@example.com", Subject: "你好", Text: "正文", MadeBy: 1,
		})
		return err
	}))
	return id
}

// An act that fails leaves no mail; one that is stored is sealed, sent once, and its owner is told in the same transaction.
func TestQueueAndSend(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		failed := errors.New("the act fails")
		require.ErrorIs(t, w.Store.Do(ctx, "queue", func(ctx context.Context, tx *work.Tx) error {
			_, err := w.Mail.Queue(ctx, tx, &mail.Draft{ChannelID: 1, RequestID: 1, RequestNumber: "S0", Template: "test", To: "a@example.com"})
			require.NoError(t, err)
			return failed
		}), failed)
		assert.Zero(t, w.Store.Client.Mail.Query().CountX(ctx))

		id := queue(t, w)
		row := w.Store.Client.Mail.GetX(ctx, id)
		assert.NotContains(t, string(row.Personal), "li.si@example.com")
		owner := &ending{err: errors.New("the owner cannot store it")}
		n, err := w.Mail.Send(ctx, 10, owner.ended)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, entmail.StateQueued, w.Store.Client.Mail.GetX(ctx, id).State, "nothing of an ending that fails is stored")

		owner.err = nil
		w.Clock.Advance(4 * time.Minute) // the lease is over: it is sent again, under the same id
		_, err = w.Mail.Send(ctx, 10, owner.ended)
		require.NoError(t, err)
		row = w.Store.Client.Mail.GetX(ctx, id)
		assert.Equal(t, entmail.StateSent, row.State)
		assert.NotNil(t, row.SentAt)
		assert.Equal(t, []string{"", ""}, owner.problems)
		emails := w.Mailer.Emails()
		require.Len(t, emails, 2)
		assert.Equal(t, emails[0].MessageID, emails[1].MessageID)
		assert.Equal(t, "li.si@example.com", emails[1].To)
		n, err = w.Mail.Send(ctx, 10, owner.ended)
		require.NoError(t, err)
		assert.Zero(t, n, "what was sent is not due")
	})
}

// A mail whose personal data was erased goes nowhere, and its owner hears why. A refusal for good ends it at once.
func TestMailsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		id, owner := queue(t, w), &ending{}
		require.NoError(t, w.Store.Do(ctx, "forget", func(ctx context.Context, tx *work.Tx) error { return mail.Forget(ctx, tx, 7) }))
		_, err := w.Mail.Send(ctx, 10, owner.ended)
		require.NoError(t, err)
		assert.Empty(t, w.Mailer.Emails())
		assert.Equal(t, entmail.StateFailed, w.Store.Client.Mail.GetX(ctx, id).State)

		w.Mailer.Answer(func(email mail.Email) error {
			return errors.Join(mail.ErrRefused, errors.New("no such user "+email.To))
		})
		id = queue(t, w)
		_, err = w.Mail.Send(ctx, 10, owner.ended)
		require.NoError(t, err)
		row := w.Store.Client.Mail.GetX(ctx, id)
		assert.Equal(t, entmail.StateFailed, row.State)
		require.Len(t, owner.problems, 2)
		assert.Equal(t, "the recipient's data was erased", owner.problems[0])
		assert.Contains(t, owner.problems[1], "no such user ***", "the address is left out")
		listed, err := w.Mail.OfRequests(ctx, []*ent.ServiceRequest{{ID: 7}, {ID: 8}})
		require.NoError(t, err)
		assert.Len(t, listed[7], 2)
		assert.Empty(t, listed[8])
	})
}
