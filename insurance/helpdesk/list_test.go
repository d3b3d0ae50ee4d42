package helpdesk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/mail"
	"baodan/ent/servicerequest"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

func TestListOfRequests(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		var rows []*ent.ServiceRequest
		for i := range 6 { // promised for: 3 days, 1 day, 3 days and an hour, ...
			d.Clock.Advance(time.Hour)
			in := d.asked(fmt.Sprint("R-", i))
			if i%2 == 0 {
				in = d.invoiced(in.RequestNo)
			}
			rows = append(rows, d.open(t, in))
		}
		uma := d.Person("uma")
		_, err := d.Helpdesk.Take(ctx, uma, seen(rows[3]))
		require.NoError(t, err)
		d.Clock.Advance(30 * time.Hour)
		for name, c := range map[string]struct {
			filter helpdesk.Filter
			want   []int
		}{
			"all":        {helpdesk.Filter{}, []int{1, 3, 5, 0, 2, 4}},
			"desk":       {helpdesk.Filter{Desks: []servicerequest.Desk{servicerequest.DeskFinance}}, []int{0, 2, 4}},
			"both desks": {helpdesk.Filter{Desks: []servicerequest.Desk{servicerequest.DeskFinance, servicerequest.DeskUnderwriting}}, []int{1, 3, 5, 0, 2, 4}},
			"state":      {helpdesk.Filter{States: []servicerequest.State{servicerequest.StateOpen}}, []int{1, 5, 0, 2, 4}},
			"kind":       {helpdesk.Filter{Kinds: []servicerequest.Kind{servicerequest.KindInvoice}}, []int{0, 2, 4}},
			"policy":     {helpdesk.Filter{PolicyNumber: d.policy}, []int{1, 3, 5}},
			"no policy":  {helpdesk.Filter{PolicyNumber: "P000000000099996"}, nil},
			"assignee":   {helpdesk.Filter{AssigneeID: new(work.PersonKey(uma.Person.ID))}, []int{3}},
			"mine":       {helpdesk.Filter{Mine: true}, []int{3}},
			"nobody's":   {helpdesk.Filter{Unassigned: true}, []int{1, 5, 0, 2, 4}},
			"number":     {helpdesk.Filter{Number: rows[2].Number}, []int{2}},
			"no number":  {helpdesk.Filter{Number: "S000000000099996"}, nil},
			"live":       {helpdesk.Filter{Mode: new(work.Live)}, []int{1, 3, 5, 0, 2, 4}},
			"sandboxes":  {helpdesk.Filter{Mode: new(work.Sandbox)}, nil},
			"overdue":    {helpdesk.Filter{Overdue: true}, []int{1, 3, 5}},
			"both":       {helpdesk.Filter{Overdue: true, States: []servicerequest.State{servicerequest.StateInWork, servicerequest.StateClosed}}, []int{3}},
		} {
			for _, backward := range []bool{false, true} {
				assert.Equal(t, c.want, d.walk(t, rows, c.filter, work.Page{Most: 2, Backward: backward}), "%s %v", name, backward)
			}
			for _, most := range []int{max(len(c.want)-1, 1), len(c.want) + 1} {
				n, err := d.Helpdesk.Count(ctx, uma, c.filter, most)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(len(c.want), most), n, "%s counted to %d", name, most)
			}
		}
	})
}

// What a person opened leaves their list once it is sent, closed or cancelled.
func TestListOfWhatIOpened(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		stays, goes := d.open(t, d.asked("R-stays")), d.open(t, d.asked("R-goes"))
		serge := d.Person("serge")
		opened := func(f helpdesk.Filter) (numbers []string) {
			list, _, err := d.Helpdesk.List(ctx, serge, f, work.Page{Most: 9})
			require.NoError(t, err)
			for _, row := range list {
				numbers = append(numbers, row.Number)
			}
			return numbers
		}
		mine := helpdesk.Filter{Opened: true}
		assert.Equal(t, []string{stays.Number, goes.Number}, opened(mine))
		_, err := d.Helpdesk.Cancel(ctx, serge, &helpdesk.CancelInput{Ref: seen(goes), Reason: "not wanted"})
		require.NoError(t, err)
		assert.Equal(t, []string{stays.Number}, opened(mine))
		ofPolicy := helpdesk.Filter{Opened: true, PolicyNumber: d.policy}
		assert.Equal(t, []string{stays.Number}, opened(ofPolicy), "also where another index is read")
		n, err := d.Helpdesk.Count(ctx, serge, mine, 9)
		require.NoError(t, err)
		assert.Equal(t, work.CountOf(1, 9), n)
	})
}

// walk reads a list page by page and answers which of the rows it held.
func (d *desk) walk(t *testing.T, rows []*ent.ServiceRequest, f helpdesk.Filter, page work.Page) (all []int) {
	t.Helper()
	for {
		list, more, err := d.Helpdesk.List(ctx, d.Person("uma"), f, page)
		require.NoError(t, err)
		var part []int
		for _, row := range list {
			for i := range rows {
				if rows[i].ID == row.ID {
					part = append(part, i)
				}
			}
		}
		if page.Backward {
			all = append(part, all...)
		} else {
			all = append(all, part...)
		}
		if !more {
			return all
		}
		if page.Backward {
			page.Before.Key = list[0].ID
		} else {
			page.After.Key = list[len(list)-1].ID
		}
	}
}

// What requests and mails say of a person is opened by its holder, and destroyed; a mail that waits then goes nowhere.
func TestPersonalDataIsForgotten(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row, other := d.mailed(t, "R-1"), d.open(t, d.invoiced("R-2"))
		held, err := d.Helpdesk.Personal(ctx, row.ID)
		require.NoError(t, err)
		assert.Equal(t, row.Number, held.Object)
		assert.Contains(t, held.Values, privacy.Value{Class: privacy.Email, Path: "recipient.email", Text: "zhang.san@example.com"})
		mark := privacy.NewBlindIndex(d.Ring).Of(privacy.Email, "zhang.san@example.com")
		require.NoError(t, d.Store.Do(ctx, "forget", func(ctx context.Context, tx *work.Tx) error {
			return errors.Join(
				d.Helpdesk.Forget(ctx, tx, row.PolicyID, privacy.SubjectOf(d.Ring, mark)),
				d.Helpdesk.Forget(ctx, tx, row.PolicyID, privacy.SubjectOf(d.Ring, mark)),
			)
		}))
		to, err := d.Helpdesk.Recipient(d.now(t, row))
		require.NoError(t, err)
		assert.Nil(t, to)
		to, err = d.Helpdesk.Recipient(d.now(t, other))
		require.NoError(t, err)
		assert.Equal(t, "李四", to.Name, "another person's stays")
		d.work(t)
		assert.Empty(t, d.Mailer.Emails())
		assert.Equal(t, mail.StateFailed, d.mail(t, row).State)
		assert.Equal(t, servicerequest.StateInWork, d.now(t, row).State)
		_, err = d.Helpdesk.Mail(ctx, d.Person("uma"), &helpdesk.MailInput{Ref: seen(d.now(t, row))})
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
	})
}
