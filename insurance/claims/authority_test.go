package claims_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	base "baodan/insurance/work"
)

// B8: nobody has more paid than the product computes without another person, and nobody more than was claimed.
func TestB8AboveTheComputedAmountTakesAnother(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, carl := w.Person("cleo"), w.Person("carl")
		in := robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "2500")
		in.Facts["recoveredAmount"] = "300"
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
		require.NoError(t, err)
		work(t, w)
		c := seen(t, w, a.Claim.Number())
		require.Equal(t, claim.StateInReview, c.State())
		_, err = w.Claims.Decide(ctx, cleo, approve(c, "9000"))
		assert.True(t, fault.Has(err, fault.CodeRuleRefused), "above what was claimed: %v", err)
		_, err = w.Claims.Decide(ctx, cleo, approve(c, "2500.01"))
		assert.True(t, fault.Has(err, fault.CodeRuleRefused), "one fen above: %v", err)
		d, err := w.Claims.Decide(ctx, cleo, approve(c, "2200.01"))
		require.NoError(t, err)
		require.NotNil(t, d.Approval, "one fen above what the product computes")
		assert.Equal(t, claim.StateInReview, d.Claim.State())
		assert.Contains(t, d.Approval.Content, `"computed":{"amount":"2200.00","currency":"CNY"},"amount":{"amount":"2200.01","currency":"CNY"}`)
		require.Error(t, decideApproval(w, cleo, d.Approval.ID), "not by the same person")
		require.NoError(t, decideApproval(w, carl, d.Approval.ID))
		work(t, w)
		assert.Equal(t, "2200.01", seen(t, w, c.Number()).Payable().Text())

		other := reviewed(t, w, "C-2", covered(t, w, "acct-2", "PLUS"), "2500")
		d, err = w.Claims.Decide(ctx, cleo, approve(other, "2500"))
		require.NoError(t, err)
		assert.Nil(t, d.Approval, "what the product computes, one person decides")
	})
}

func decideApproval(w *insurancetest.World, by *access.Caller, id int64) error {
	row := w.Store.Client.Approval.GetX(ctx, id)
	_, err := w.Approvals.Approve(ctx, by, approval.Decision{ID: base.ApprovalKey(id), ExpectedRevision: row.Revision})
	return err
}

func authority(person *access.Caller, amount string) *claims.AuthorityInput {
	in := &claims.AuthorityInput{ProductCode: "ASI-01", Reason: "new on the desk"}
	if person == nil {
		role := access.Claims
		in.Role = &role
	} else {
		in.PersonID = new(base.PersonKey(person.Person.ID))
	}
	if amount != "" {
		in.Amount = yuan(amount)
	}
	return in
}

// B8: authority (核赔权限) is set under four eyes, on record; above their own nobody decides alone, nor approves.
func TestB8AuthorityOfAPerson(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, carl, carol := w.Person("cleo"), w.Person("carl"), w.Person("cora")
		set := func(in *claims.AuthorityInput) {
			t.Helper()
			asked, err := w.Claims.RequestAuthority(ctx, w.Person("sec"), in)
			require.NoError(t, err)
			require.Error(t, decideApproval(w, w.Person("sec"), asked.ID), "the one who asked")
			require.NoError(t, decideApproval(w, w.Person("sly"), asked.ID))
		}
		decide := func(no string, by *access.Caller, loss string) *claims.Decided {
			t.Helper()
			d, err := w.Claims.Decide(ctx, by, approve(reviewed(t, w, no, covered(t, w, no, "PLUS"), loss), ""))
			require.NoError(t, err)
			return d
		}
		set(authority(cleo, "3000"))
		assert.Nil(t, decide("C-1", cleo, "3000").Approval, "up to their authority")
		d := decide("C-2", cleo, "3000.01")
		require.NotNil(t, d.Approval, "one fen above")
		set(authority(nil, "2500"))
		assert.Nil(t, decide("C-3", cleo, "3000").Approval, "a person's own goes before the role's")
		assert.NotNil(t, decide("C-4", carl, "2500.01").Approval)
		err := decideApproval(w, carl, d.Approval.ID)
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "above the authority of who would approve: %v", err)
		set(authority(carol, "5000"))
		require.NoError(t, decideApproval(w, carol, d.Approval.ID))
		set(authority(nil, "0"))
		assert.NotNil(t, decide("C-5", carl, "2000.01").Approval, "nothing alone")
		set(authority(nil, ""))
		assert.Nil(t, decide("C-6", carl, "2500.01").Approval, "without any the terms alone count")
		set(authority(carl, "1"))
		set(authority(carl, "4000"))
		assert.Nil(t, decide("C-7", carl, "4000").Approval)
		list, err := w.Claims.AuthoritiesFor(ctx, "ASI-01")
		require.NoError(t, err)
		require.Len(t, list, 3)
		assert.Equal(t, "4000.00", list[1].Amount().Text())
		all, err := w.Claims.AuthoritiesFor(ctx, "")
		require.NoError(t, err)
		assert.Len(t, all, 3, "of all products, of which one has any")
		records := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("claim_authority.set")).AllX(ctx)
		require.Len(t, records, 7)
		assert.Equal(t, `{"amount":{"amount":"1.00","currency":"CNY"}}`, *records[6].Before)
	})
}

func TestAuthoritiesThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, sec := w.Person("cleo"), w.Person("sec")
		sales := access.Sales
		for name, one := range map[string]struct {
			change func(in *claims.AuthorityInput)
			code   fault.Code
		}{
			"nobody's":          {func(in *claims.AuthorityInput) { in.PersonID = nil }, fault.CodeInvalidValue},
			"both":              {func(in *claims.AuthorityInput) { in.Role = &sales }, fault.CodeInvalidValue},
			"another role":      {func(in *claims.AuthorityInput) { in.PersonID, in.Role = nil, &sales }, fault.CodeInvalidValue},
			"no such person":    {func(in *claims.AuthorityInput) { in.PersonID = new(base.PersonKey(7)) }, fault.CodeInvalidValue},
			"not on the desk":   {func(in *claims.AuthorityInput) { in.PersonID = new(base.PersonKey(sec.Person.ID)) }, fault.CodeInvalidValue},
			"no such product":   {func(in *claims.AuthorityInput) { in.ProductCode = "NO-01" }, fault.CodeNotFound},
			"less than nothing": {func(in *claims.AuthorityInput) { in.Amount = yuan("-0.01") }, fault.CodeInvalidValue},
			"half a fen":        {func(in *claims.AuthorityInput) { in.Amount = yuan("0.005") }, fault.CodeInvalidValue},
			"another currency":  {func(in *claims.AuthorityInput) { in.Amount.Currency = "USD" }, fault.CodeInvalidValue},
			"no reason":         {func(in *claims.AuthorityInput) { in.Reason = "" }, fault.CodeInvalidValue},
		} {
			in := authority(cleo, "1000")
			one.change(in)
			_, err := w.Claims.RequestAuthority(ctx, sec, in)
			assert.True(t, fault.Has(err, one.code), "%s: %v", name, err)
		}
		_, err := w.Claims.RequestAuthority(ctx, cleo, authority(cleo, "1000"))
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "one's own: %v", err)
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))

		first, err := w.Claims.RequestAuthority(ctx, cleo, authority(nil, "1000"))
		require.NoError(t, err)
		_, err = w.Claims.RequestAuthority(ctx, cleo, authority(nil, "2000"))
		assert.True(t, fault.Has(err, fault.CodeConflict), "one at a time: %v", err)
		require.NoError(t, decideApproval(w, w.Person("sly"), first.ID))
	})
}
