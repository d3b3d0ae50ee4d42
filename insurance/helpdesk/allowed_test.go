package helpdesk_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/helpdesk"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// standings make requests in all the ways that they stand.
func (d *desk) standings(t *testing.T) map[string]func(no string) *ent.ServiceRequest {
	uma, fay := d.Person("uma"), d.Person("fay")
	must := func(row *ent.ServiceRequest, err error) *ent.ServiceRequest { require.NoError(t, err); return row }
	mail := func(no string) *ent.ServiceRequest { return d.open(t, d.asked(no)) }
	taken := func(no string) *ent.ServiceRequest { return must(d.Helpdesk.Take(ctx, uma, seen(mail(no)))) }
	with := func(no string, files int) *ent.ServiceRequest {
		var ids []int64
		for i := range files {
			ids = append(ids, d.send(t, uma, fmt.Sprint(no, i)))
		}
		return must(d.Helpdesk.Attach(ctx, uma, attached(taken(no), ids...)))
	}
	sent := func(no string) *ent.ServiceRequest {
		row := d.mailed(t, no)
		d.work(t)
		return d.now(t, row)
	}
	invoice := func(no string) *ent.ServiceRequest {
		return must(d.Helpdesk.Take(ctx, fay, seen(d.open(t, d.invoiced(no)))))
	}
	return map[string]func(no string) *ent.ServiceRequest{
		"open": mail, "taken": taken, "sending": func(no string) *ent.ServiceRequest { return d.mailed(t, no) }, "sent": sent,
		"with a file": func(no string) *ent.ServiceRequest { return with(no, 1) },
		"full":        func(no string) *ent.ServiceRequest { return with(no, 10) },
		"without a recipient": func(no string) *ent.ServiceRequest {
			row := with(no, 1)
			d.Store.Client.ServiceRequest.UpdateOneID(row.ID).SetPersonalKey([]byte{}).ExecX(ctx)
			return d.now(t, row)
		},
		"closed": func(no string) *ent.ServiceRequest {
			return must(d.Helpdesk.Close(ctx, uma, &helpdesk.CloseInput{Ref: seen(sent(no))}))
		},
		"cancelled": func(no string) *ent.ServiceRequest {
			return must(d.Helpdesk.Cancel(ctx, uma, &helpdesk.CancelInput{Ref: seen(mail(no)), Reason: "r"}))
		},
		"an invoice": invoice,
		"an invoice of what was given back": func(no string) *ent.ServiceRequest {
			row := invoice(no)
			number := d.Store.Client.InsurancePolicy.GetX(ctx, row.PolicyID).Number
			_, err := d.Servicing.Cancel(ctx, d.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: "X-" + no, PolicyNumber: number, Reason: "ORDER_CLOSED_UNSHIPPED"})
			require.NoError(t, err)
			return row
		},
	}
}

// tries are the acts on a request with inputs that nothing is wrong with.
func (d *desk) tries(t *testing.T, who *access.Caller, row *ent.ServiceRequest, no string) map[string]func() error {
	only := func(_ any, err error) error { return err }
	return map[string]func() error{
		"attachToServiceRequest": func() error { return only(d.Helpdesk.Attach(ctx, who, attached(row, d.send(t, who, no+"x")))) },
		"cancelServiceRequest": func() error {
			return only(d.Helpdesk.Cancel(ctx, who, &helpdesk.CancelInput{Ref: seen(row), Reason: "r"}))
		},
		"closeServiceRequest": func() error { return only(d.Helpdesk.Close(ctx, who, &helpdesk.CloseInput{Ref: seen(row)})) },
		"mailServiceRequest":  func() error { return only(d.Helpdesk.Mail(ctx, who, &helpdesk.MailInput{Ref: seen(row)})) },
		"markServiceRequestPosted": func() error {
			return only(d.Helpdesk.MarkPosted(ctx, who, &helpdesk.PostedInput{Ref: seen(row), Carrier: "顺丰", TrackingNo: "SF1234567890"}))
		},
		"takeServiceRequest": func() error { return only(d.Helpdesk.Take(ctx, who, seen(row))) },
	}
}

// P3: an act on a service request that is said to be possible succeeds, and one that is not is refused as it was said; in every way that a
// request stands, for both desks and for customer service.
func TestP3ActsOnServiceRequestsAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		n := 0
		for standing, make := range d.standings(t) {
			for _, who := range []*access.Caller{d.Person("uma"), d.Person("fay"), d.Person("serge")} {
				for _, name := range []string{
					"attachToServiceRequest", "cancelServiceRequest", "closeServiceRequest", "mailServiceRequest", "markServiceRequestPosted", "takeServiceRequest",
				} {
					n++
					no := fmt.Sprint("N-", n)
					row := make(no)
					said, err := d.Helpdesk.Allowed(ctx, who, []*ent.ServiceRequest{row})
					require.NoError(t, err)
					all := d.tries(t, who, row, no)
					require.Len(t, said[row.ID], len(all))
					insurancetest.HoldsTo(t, said[row.ID], name, all[name], standing, who.Person.Name)
				}
			}
		}
	})
}

// P3: customer service may always ask for a policy document.
func TestP3ARequestForAPolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		p, err := d.Policies.ByNumber(ctx, d.Person("serge"), d.policy, policy.PointInTime{})
		require.NoError(t, err)
		said, err := d.Helpdesk.AllowedFor([]*policy.Policy{p})
		require.NoError(t, err)
		insurancetest.HoldsTo(t, said[p.Key()], "openServiceRequest", func() error {
			_, err := d.Helpdesk.Open(ctx, d.Person("serge"), d.asked("R-1"))
			return err
		})
	})
}
