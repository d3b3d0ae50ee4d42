package helpdesk_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/mail"
	"baodan/ent/servicerequest"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/insurancetest"
	mails "baodan/insurance/mail"
	"baodan/insurance/work"
)

// A mail server that is away is asked again, later and later; one that refuses for good is not, and the request is back on
// its desk with what was said, without the address.
func TestMailsAreTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.mailed(t, "R-1")
		var ids sync.Map
		d.Mailer.Answer(func(l mails.Email) error {
			ids.Store(l.MessageID, true)
			return fmt.Errorf("421 busy, <%s> waits", l.To)
		})
		begin := d.Clock.Now()
		d.work(t)
		m := d.mail(t, row)
		assert.Equal(t, 1, m.Tries)
		assert.Equal(t, "421 busy, <***> waits", m.Problem)
		assert.Equal(t, begin.Add(30*time.Second), m.DueAt.UTC())
		d.work(t)
		assert.Equal(t, 1, d.mail(t, row).Tries, "not due yet")
		for range 11 {
			d.Clock.Advance(time.Hour)
			d.work(t)
		}
		m = d.mail(t, row)
		assert.Equal(t, mail.StateFailed, m.State)
		assert.Equal(t, 12, m.Tries)
		assert.Nil(t, m.DueAt)
		row = d.now(t, row)
		assert.Equal(t, servicerequest.StateInWork, row.State)
		n := 0
		ids.Range(func(any, any) bool { n++; return true })
		assert.Equal(t, 1, n, "one Message-ID")

		d.Mailer.Answer(func(l mails.Email) error {
			return fmt.Errorf("%w: 550 <%s>: no such user", mails.ErrRefused, l.To)
		})
		row, err := d.Helpdesk.Mail(ctx, d.Person("ulf"), &helpdesk.MailInput{Ref: seen(row)})
		require.NoError(t, err)
		d.work(t)
		assert.Equal(t, mail.StateFailed, d.mail(t, row).State)
		assert.NotContains(t, d.mail(t, row).Problem, "zhang")
		row = d.now(t, row)
		assert.Equal(t, servicerequest.StateInWork, row.State)

		d.Mailer.Answer(nil)
		row, err = d.Helpdesk.Mail(ctx, d.Person("uma"), &helpdesk.MailInput{Ref: seen(row)})
		require.NoError(t, err)
		d.work(t)
		assert.Equal(t, servicerequest.StateSent, d.now(t, row).State)
		list, err := insurancetest.Of(ctx, d.Mail.OfRequests, row, row.ID)
		require.NoError(t, err)
		assert.Len(t, list, 3)
	})
}

// What a worker that died held is sent by another, under the same Message-ID; what it says later does not count.
func TestADeadWorkersMailIsSentByAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.mailed(t, "R-1")
		other, inside, on := d.AddServer(), make(chan struct{}), make(chan struct{})
		var first atomic.Bool
		d.Mailer.Answer(func(mails.Email) error {
			if first.CompareAndSwap(false, true) {
				close(inside)
				<-on
			}
			return nil
		})
		var group sync.WaitGroup
		group.Go(func() { d.work(t) })
		<-inside
		d.Clock.Advance(4 * time.Minute)
		n, err := other.Helpdesk.Send(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, 1, n, "the lease is over")
		done := d.now(t, row)
		assert.Equal(t, servicerequest.StateSent, done.State)
		close(on)
		group.Wait()
		assert.Equal(t, done.Revision, d.now(t, row).Revision, "the late one changed nothing")
		sent := d.Mailer.Emails()
		require.Len(t, sent, 2)
		assert.Equal(t, sent[0].MessageID, sent[1].MessageID)

		second := d.mailed(t, "R-2")
		token, ids, err := d.Store.Take(ctx, work.Due{Table: "mails", Count: "tries"}, 10, 3*time.Minute) // and dies
		require.NoError(t, err)
		require.Len(t, ids, 1)
		require.NotZero(t, token)
		n, err = other.Helpdesk.Send(ctx, 10)
		require.NoError(t, err)
		assert.Zero(t, n, "it is held")
		d.Clock.Advance(3 * time.Minute)
		n, err = other.Helpdesk.Send(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, servicerequest.StateSent, d.now(t, second).State)
	})
}

func TestPreviewShowsTheMailMasked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.mailed(t, "R-1")
		p, err := d.Helpdesk.Preview(ctx, d.Person("serge"), row.ID, "祝好")
		require.NoError(t, err)
		d.work(t)
		sent := d.Mailer.Emails()[0]
		assert.Equal(t, sent.Subject, p.Subject)
		assert.Equal(t, strings.ReplaceAll(sent.Text, "张三", "*三"), p.Text)
		assert.Equal(t, "z********@example.com", p.Recipient)
		elsewhere := *d.Person("serge")
		elsewhere.Only = []int64{d.Caller(insurancetest.Mall).Channel.ID}
		none, err := d.Helpdesk.Preview(ctx, &elsewhere, row.ID, "祝好")
		require.NoError(t, err)
		assert.Nil(t, none, "of a channel that they do not see")
		_, err = d.Helpdesk.Preview(ctx, d.Person("serge"), row.ID, "\x00")
		assert.Equal(t, fault.CodeInvalidValue, code(t, err))
		p, err = d.Helpdesk.Preview(ctx, d.Person("serge"), d.open(t, d.invoiced("R-2")).ID, "")
		require.NoError(t, err)
		assert.Nil(t, p, "it goes by post")
	})
}
