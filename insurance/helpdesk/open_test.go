package helpdesk_test

import (
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

// Promises count working days.
func TestPromisesCountWorkingDays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		d.Clock.Set(time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)) // a Friday evening
		mailed, posted := d.open(t, d.asked("R-1")), d.open(t, d.invoiced("R-2"))
		assert.Equal(t, time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC), mailed.PromisedAt.UTC())
		assert.Equal(t, time.Date(2026, 12, 2, 10, 0, 0, 0, time.UTC), posted.PromisedAt.UTC())
		assert.False(t, d.Helpdesk.Overdue(mailed))
		d.Clock.Set(time.Date(2026, 11, 30, 10, 0, 1, 0, time.UTC))
		assert.True(t, d.Helpdesk.Overdue(mailed))
		list, _, err := d.Helpdesk.List(ctx, helpdesk.Filter{Overdue: true}, work.Page{Most: 9})
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, mailed.ID, list[0].ID)
	})
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
