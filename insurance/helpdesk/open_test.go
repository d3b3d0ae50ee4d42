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

	"baodan/ent/auditrecord"
	"baodan/ent/servicerequest"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/work"
)

// Promises count working days: what is opened outside of working time counts from the next working day's start, so nothing is
// overdue before the first working hour; public holidays are no working days, and the days made up for them are.
func TestPromisesCountWorkingDays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		for i, c := range []struct{ opened, mailed, posted string }{
			{"2026-11-27 10:30", "2026-11-30 10:30", "2026-12-02 10:30"}, // a Friday
			{"2026-11-27 18:00", "2026-11-30 18:00", "2026-12-02 18:00"}, // its evening
			{"2026-11-29 06:10", "2026-11-30 18:00", "2026-12-02 18:00"}, // a Sunday
			{"2026-09-19 12:00", "2026-09-20 18:00", "2026-09-22 18:00"}, // a Saturday before a Sunday that people work
			{"2026-09-30 17:59", "2026-10-08 17:59", "2026-10-10 17:59"}, // before the holidays; Saturday 10 October is made up for
		} {
			d.Clock.Set(china(t, c.opened))
			letter := d.asked(fmt.Sprint("P-", i))
			letter.Delivery, letter.Recipient.Address, letter.Recipient.Phone = servicerequest.DeliveryPost, "浙江省杭州市西湖区文三路 100 号", "13800001234"
			mailed, posted := d.open(t, d.asked(fmt.Sprint("M-", i))), d.open(t, letter)
			assert.Equal(t, china(t, c.mailed), mailed.PromisedAt.UTC(), c.opened)
			assert.Equal(t, china(t, c.posted), posted.PromisedAt.UTC(), c.opened)
		}
	})
}

// Overdue is what was not sent by the time promised.
func TestOverdue(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		d.Clock.Set(china(t, "2026-11-29 06:10"))
		mailed := d.open(t, d.asked("R-1"))
		d.open(t, d.invoiced("R-2"))
		d.Clock.Set(china(t, "2026-11-30 18:00"))
		assert.False(t, d.Helpdesk.Overdue(mailed))
		d.Clock.Advance(time.Second)
		assert.True(t, d.Helpdesk.Overdue(mailed))
		list, _, err := d.Helpdesk.List(ctx, d.Person("uma"), helpdesk.Filter{Overdue: true}, work.Page{Most: 9})
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, mailed.ID, list[0].ID)
	})
}

// china is an instant by the clocks of China.
func china(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("Asia/Shanghai", 8*3600))
	require.NoError(t, err)
	return at.UTC()
}

// Opening twice is opening once, also at once on two servers; other content under the same number is refused.
func TestOpenedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		other, serge := d.AddServer(), d.Person("serge")
		ids, fresh := sync.Map{}, atomic.Int32{}
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				office := d.Helpdesk
				if i%2 == 0 {
					office = other.Helpdesk
				}
				done, err := office.Open(ctx, serge, d.asked("R-1"))
				if assert.NoError(t, err) {
					ids.Store(done.Request.ID, true)
					if !done.Replayed {
						fresh.Add(1)
					}
				}
			})
		}
		group.Wait()
		count := 0
		ids.Range(func(any, any) bool { count++; return true })
		assert.Equal(t, 1, count)
		assert.EqualValues(t, 1, fresh.Load())
		changed := d.asked("R-1")
		changed.Recipient.Email = "li.si@example.com"
		_, err := d.Helpdesk.Open(ctx, serge, changed)
		assert.Equal(t, fault.CodeRequestMismatch, code(t, err))
		n, err := d.Store.Client.AuditRecord.Query().Where(auditrecord.Action("service_request.open")).Count(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

func TestOpenRefusesBadInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		for name, c := range map[string]struct {
			change func(in *helpdesk.OpenInput)
			want   fault.Code
			path   string
		}{
			"no number":            {func(in *helpdesk.OpenInput) { in.RequestNo = "" }, fault.CodeInvalidValue, "requestNo"},
			"long number":          {func(in *helpdesk.OpenInput) { in.RequestNo = strings.Repeat("x", 65) }, fault.CodeInvalidValue, "requestNo"},
			"no such policy":       {func(in *helpdesk.OpenInput) { in.PolicyNumber = "P000000000099996" }, fault.CodeNotFound, "policyNumber"},
			"a claim's number":     {func(in *helpdesk.OpenInput) { in.PolicyNumber = "C000000000000420" }, fault.CodeNotFound, "policyNumber"},
			"no name":              {func(in *helpdesk.OpenInput) { in.Recipient.Name = "" }, fault.CodeInvalidValue, "recipient.name"},
			"blank name":           {func(in *helpdesk.OpenInput) { in.Recipient.Name = "  " }, fault.CodeInvalidValue, "recipient.name"},
			"header in the name":   {func(in *helpdesk.OpenInput) { in.Recipient.Name = "张三\r\nBcc: all@example.com" }, fault.CodeInvalidValue, "recipient.name"},
			"backwards name":       {func(in *helpdesk.OpenInput) { in.Recipient.Name = "张\u202e三" }, fault.CodeInvalidValue, "recipient.name"},
			"long name":            {func(in *helpdesk.OpenInput) { in.Recipient.Name = strings.Repeat("长", 101) }, fault.CodeInvalidValue, "recipient.name"},
			"no e-mail":            {func(in *helpdesk.OpenInput) { in.Recipient.Email = "" }, fault.CodeRequired, "recipient.email"},
			"header in the e-mail": {func(in *helpdesk.OpenInput) { in.Recipient.Email = "a@example.com\nBcc: b@example.com" }, fault.CodeInvalidValue, "recipient.email"},
			"two e-mails":          {func(in *helpdesk.OpenInput) { in.Recipient.Email = "a@example.com,b@example.com" }, fault.CodeInvalidValue, "recipient.email"},
			"named e-mail":         {func(in *helpdesk.OpenInput) { in.Recipient.Email = "Z <a@example.com>" }, fault.CodeInvalidValue, "recipient.email"},
			"quoted e-mail":        {func(in *helpdesk.OpenInput) { in.Recipient.Email = `"a b"@example.com` }, fault.CodeInvalidValue, "recipient.email"},
			"long e-mail":          {func(in *helpdesk.OpenInput) { in.Recipient.Email = "a@" + strings.Repeat("x.", 130) + "com" }, fault.CodeInvalidValue, "recipient.email"},
			"e-mail without a dot": {func(in *helpdesk.OpenInput) { in.Recipient.Email = "root@localhost" }, fault.CodeInvalidValue, "recipient.email"},
			"no address": {func(in *helpdesk.OpenInput) {
				in.Delivery, in.Recipient.Phone = servicerequest.DeliveryPost, "13800001234"
			}, fault.CodeRequired, "recipient.address"},
			"no phone":       {func(in *helpdesk.OpenInput) { in.Delivery, in.Recipient.Address = servicerequest.DeliveryPost, "x 1" }, fault.CodeRequired, "recipient.phone"},
			"long address":   {func(in *helpdesk.OpenInput) { in.Recipient.Address = strings.Repeat("长", 301) }, fault.CodeInvalidValue, "recipient.address"},
			"bad phone":      {func(in *helpdesk.OpenInput) { in.Recipient.Phone = "call me" }, fault.CodeInvalidValue, "recipient.phone"},
			"no title":       {func(in *helpdesk.OpenInput) { in.Kind = servicerequest.KindInvoice }, fault.CodeRequired, "recipient.invoiceTitle"},
			"bad tax number": {func(in *helpdesk.OpenInput) { in.Recipient.TaxNo = "12" }, fault.CodeInvalidValue, "recipient.taxNo"},
			"long note":      {func(in *helpdesk.OpenInput) { in.Note = strings.Repeat("长", 1001) }, fault.CodeInvalidValue, "note"},
			"broken note":    {func(in *helpdesk.OpenInput) { in.Note = "\xff" }, fault.CodeInvalidValue, "note"},
		} {
			in := d.asked("R-1")
			c.change(in)
			_, err := d.Helpdesk.Open(ctx, d.Person("serge"), in)
			assert.Equal(t, c.want, code(t, err), name)
			if err != nil {
				assert.Equal(t, c.path, strings.Join(fault.All(err)[0].Base().Path, "."), name)
			}
		}
		longest := d.asked("R-1")
		longest.RequestNo, longest.Note, longest.Recipient.Name = strings.Repeat("x", 64), strings.Repeat("长", 1000), strings.Repeat("长", 100)
		longest.Recipient.Address = strings.Repeat("长", 300)
		d.open(t, longest)
		for _, name := range []string{"uma", "fay", "ada", "sys"} {
			_, err := d.Helpdesk.Open(ctx, d.Person(name), d.asked("R-9"))
			assert.Equal(t, fault.CodeForbidden, code(t, err), name)
		}
		n, err := d.Store.Client.ServiceRequest.Query().Count(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}
