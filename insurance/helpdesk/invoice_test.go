package helpdesk_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// bought is a policy of return freight that a payer pays for.
func (d *desk) bought(order string, payer policy.Payer) string {
	d.T.Helper()
	risk := insurancetest.Freight(order)
	risk.Payer = payer
	issued, err := d.Issuing.Issue(ctx, d.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: order, Risk: risk})
	require.NoError(d.T, err)
	return issued.Policy.Number()
}

// invoiceOf is an invoice for a policy.
func (d *desk) invoiceOf(no, number string, payer policy.Payer) *helpdesk.OpenInput {
	in := d.invoiced(no)
	in.PolicyNumber, in.Payer = number, nil
	if payer != "" {
		in.Payer = &payer
	}
	return in
}

// A6: a payer gets one invoice for a policy. A second request is refused and names the first, until that is cancelled.
func TestA6OneInvoiceForAPolicyAndPayer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		serge, number := d.Person("serge"), d.bought("O-2", policy.Customer)
		first := d.open(t, d.invoiceOf("R-1", number, ""))
		assert.Equal(t, "CUSTOMER", first.Payer, "who paid")
		for _, payer := range []policy.Payer{"", policy.Customer} {
			_, err := d.Helpdesk.Open(ctx, serge, d.invoiceOf("R-2", number, payer))
			var exists fault.InvoiceExists
			require.ErrorAs(t, err, &exists)
			assert.Equal(t, fault.InvoiceExists{
				Fault:         fault.Newf(fault.CodeInvoiceExists, "see service request %s", first.Number).At("policyNumber"),
				RequestNumber: first.Number,
			}, exists)
		}
		again, err := d.Helpdesk.Open(ctx, serge, d.invoiceOf("R-1", number, ""))
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		d.open(t, func() *helpdesk.OpenInput { in := d.asked("R-3"); in.PolicyNumber = number; return in }())
		d.open(t, d.invoiceOf("R-4", d.bought("O-3", policy.Customer), ""))

		_, err = d.Helpdesk.Cancel(ctx, serge, &helpdesk.CancelInput{Ref: seen(first), Reason: "抬头有误"})
		require.NoError(t, err)
		second := d.open(t, d.invoiceOf("R-2", number, ""))
		fay := d.Person("fay")
		second, err = d.Helpdesk.Take(ctx, fay, seen(second))
		require.NoError(t, err)
		second, err = d.Helpdesk.MarkPosted(ctx, fay, &helpdesk.PostedInput{Ref: seen(second), Carrier: "顺丰", TrackingNo: "SF1234567890"})
		require.NoError(t, err)
		_, err = d.Helpdesk.Close(ctx, fay, &helpdesk.CloseInput{Ref: seen(second)})
		require.NoError(t, err)
		_, err = d.Helpdesk.Open(ctx, serge, d.invoiceOf("R-5", number, ""))
		assert.Equal(t, fault.CodeInvoiceExists, code(t, err), "it has its invoice")
	})
}

// A6: an invoice is for what the payer paid.
func TestA6NoInvoiceForWhatWasNotPaid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		void := d.bought("O-2", policy.Customer)
		_, err := d.Servicing.Cancel(ctx, d.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: void, Reason: "ORDER_CLOSED_UNSHIPPED"})
		require.NoError(t, err)
		bySeller := d.bought("O-4", policy.Seller)
		for name, c := range map[string]struct {
			number string
			payer  policy.Payer
			path   string
		}{
			"void":                          {void, "", "policyNumber"},
			"void, payer named":             {void, policy.Customer, "payer"},
			"a gift":                        {d.policy, "", "policyNumber"},
			"a gift, asked by the customer": {d.policy, policy.Customer, "payer"},
			"a gift, asked by the platform": {d.policy, policy.Platform, "payer"},
			"the seller paid":               {bySeller, policy.Customer, "payer"},
		} {
			_, err := d.Helpdesk.Open(ctx, d.Person("serge"), d.invoiceOf("R-1", c.number, c.payer))
			if assert.Error(t, err, name) {
				assert.Equal(t, fault.CodeInvalidState, code(t, err), name)
				assert.Equal(t, []string{c.path}, fault.All(err)[0].Base().Path, name)
			}
		}
		n, err := d.Store.Client.ServiceRequest.Query().Count(ctx)
		require.NoError(t, err)
		assert.Zero(t, n)
		assert.Equal(t, "SELLER", d.open(t, d.invoiceOf("R-1", bySeller, "")).Payer)
		document := d.asked("R-2")
		document.Payer = new(policy.Customer)
		_, err = d.Helpdesk.Open(ctx, d.Person("serge"), document)
		assert.Equal(t, fault.CodeInvalidValue, code(t, err), "a policy document is nobody's payment")
	})
}

// A6: a policy that became void after the request was opened gets no invoice, either.
func TestA6NoInvoiceIsSentForAVoidPolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		number, fay := d.bought("O-2", policy.Customer), d.Person("fay")
		row, err := d.Helpdesk.Take(ctx, fay, seen(d.open(t, d.invoiceOf("R-1", number, ""))))
		require.NoError(t, err)
		_, err = d.Servicing.Cancel(ctx, d.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: number, Reason: "ORDER_CLOSED_UNSHIPPED"})
		require.NoError(t, err)
		_, err = d.Helpdesk.MarkPosted(ctx, fay, &helpdesk.PostedInput{Ref: seen(row), Carrier: "顺丰", TrackingNo: "SF1234567890"})
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		again, err := d.Helpdesk.Open(ctx, d.Person("serge"), d.invoiceOf("R-1", number, ""))
		require.NoError(t, err)
		assert.True(t, again.Replayed, "what was answered once is answered again")
	})
}

// A6: of requests at once on two servers one is opened; the others name it.
func TestA6InvoicesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		other, serge, number := d.AddServer(), d.Person("serge"), d.bought("O-2", policy.Customer)
		var group sync.WaitGroup
		var opened atomic.Int32
		named := sync.Map{}
		for i := range 12 {
			group.Go(func() {
				office := d.Helpdesk
				if i%2 == 0 {
					office = other.Helpdesk
				}
				done, err := office.Open(ctx, serge, d.invoiceOf(fmt.Sprintf("R-%d", i), number, ""))
				if err == nil {
					opened.Add(1)
					named.Store(done.Request.Number, true)
					return
				}
				var exists fault.InvoiceExists
				if assert.ErrorAs(t, err, &exists) {
					named.Store(exists.RequestNumber, true)
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 1, opened.Load())
		count := 0
		named.Range(func(any, any) bool { count++; return true })
		assert.Equal(t, 1, count, "all name the same")
	})
}
