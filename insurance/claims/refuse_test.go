package claims_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// What cannot be decided says why, and leaves nothing behind.
func TestDecisionsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "BASIC")
		c := reviewed(t, w, "C-1", policy, "5000")
		asked := reviewed(t, w, "C-3", policy, "25000")
		number := c.Number()
		before := w.Store.Client.AuditRecord.Query().CountX(ctx)
		cases := map[string]struct {
			change func(*claims.DecideInput)
			code   fault.Code
			path   string
		}{
			"no note":             {func(in *claims.DecideInput) { in.Note = "" }, fault.CodeInvalidValue, "note"},
			"a long note":         {func(in *claims.DecideInput) { in.Note = strings.Repeat("注", 501) }, fault.CodeInvalidValue, "note"},
			"a control character": {func(in *claims.DecideInput) { in.Note = "a\x00" }, fault.CodeInvalidValue, "note"},
			"no such claim":       {func(in *claims.DecideInput) { in.ClaimNumber = "C000000000000019" }, fault.CodeNotFound, "claimNumber"},
			"no claim number":     {func(in *claims.DecideInput) { in.ClaimNumber = "" }, fault.CodeNotFound, "claimNumber"},
			"another version":     {func(in *claims.DecideInput) { in.ExpectedRevision = 1 }, fault.CodeConflict, "expectedRevision"},
			"no such reason":      {func(in *claims.DecideInput) { in.Reason = "BECAUSE" }, fault.CodeInvalidValue, "reason"},
			"a reason to decline": {func(in *claims.DecideInput) { in.Reason = claims.NotCovered }, fault.CodeInvalidValue, "reason"},
			"a reason to approve": {func(in *claims.DecideInput) { in.Outcome = catalog.Decline }, fault.CodeInvalidValue, "reason"},
			"nothing":             {func(in *claims.DecideInput) { in.Amount = yuan("0") }, fault.CodeInvalidValue, "amount.amount"},
			"less than nothing":   {func(in *claims.DecideInput) { in.Amount = yuan("-1") }, fault.CodeInvalidValue, "amount.amount"},
			"half a fen":          {func(in *claims.DecideInput) { in.Amount = yuan("0.005") }, fault.CodeInvalidValue, "amount.amount"},
			"too many digits":     {func(in *claims.DecideInput) { in.Amount = yuan("999999999999999999") }, fault.CodeInvalidValue, "amount.amount"},
			"another currency":    {func(in *claims.DecideInput) { in.Amount = yuan("1"); in.Amount.Currency = "USD" }, fault.CodeInvalidValue, "amount.currency"},
			"above the event's":   {func(in *claims.DecideInput) { in.Amount = yuan("20000.01") }, fault.CodeRuleRefused, "amount"},
			"a declined one's money": {func(in *claims.DecideInput) {
				in.Outcome, in.Reason, in.Amount = catalog.Decline, claims.Other, yuan("1")
			}, fault.CodeInvalidValue, "amount"},
		}
		for name, bad := range cases {
			in := approve(c, "")
			if name == "above the event's" {
				in = approve(asked, "")
			}
			bad.change(in)
			_, err := w.Claims.Decide(ctx, w.Person("cleo"), in)
			require.True(t, fault.Has(err, bad.code), "%s: %v", name, err)
			assert.Equal(t, bad.path, strings.Join(fault.All(err)[0].Base().Path, "."), name)
		}
		assert.Equal(t, claim.StateInReview, seen(t, w, number).State())
		assert.Equal(t, 2, seen(t, w, number).Revision())
		assert.Equal(t, before, w.Store.Client.AuditRecord.Query().CountX(ctx))
		assert.Zero(t, w.Store.Client.ClaimNote.Query().CountX(ctx))
		_, err := w.Claims.Withdraw(ctx, w.Caller(insurancetest.Pay), &claims.WithdrawInput{RequestNo: "W", ClaimNumber: number})
		require.NoError(t, err)
		c = seen(t, w, number)
		_, err = w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		_, err = w.Claims.Take(ctx, w.Person("cleo"), &claims.TakeInput{ClaimNumber: number, ExpectedRevision: c.Revision()})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		for _, text := range []string{"", strings.Repeat("x", 2001), "\x1b[0m", string([]byte{0xff})} {
			_, err = w.Claims.Note(ctx, w.Person("cleo"), &claims.NoteInput{ClaimNumber: number, Text: text})
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%q: %v", text, err)
		}
		for _, text := range []string{"", strings.Repeat("x", 1001)} {
			_, err = w.Claims.RequestEvidence(ctx, w.Person("cleo"), &claims.EvidenceInput{ClaimNumber: number, ExpectedRevision: c.Revision(), Text: text})
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%q: %v", text, err)
		}
	})
}

// Limits leave exactly what they leave: a person who names nothing pays what is left, one who names more is told.
func TestDecisionsKeepTheLimits(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "BASIC")
		var waiting []*claims.Claim
		for i := range 7 {
			waiting = append(waiting, reviewed(t, w, fmt.Sprintf("C-%d", i), policy, "18000"))
		}
		total := int64(0)
		for i, c := range waiting {
			in := approve(c, "")
			d, err := w.Claims.Decide(ctx, w.Person("cleo"), in)
			if i == 6 {
				require.True(t, fault.Has(err, fault.CodeRuleRefused), "%v", err)
				assert.Equal(t, catalog.LimitReached, fault.All(err)[0].(fault.RuleRefused).Rule)
				break
			}
			require.NoError(t, err)
			total += d.Claim.Payable().Minor
			if i == 5 {
				assert.Equal(t, "10000.00", d.Claim.Payable().Text())
			}
		}
		assert.Equal(t, int64(100_000_00), total)
	})
}
