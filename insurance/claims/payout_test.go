package claims_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// disputed is a claim of 5,000 of which the bank says that it paid one fen; pays tells whether it paid anything.
func disputed(t *testing.T, w *insurancetest.World, requestNo, policy string, pays bool) *claims.Claim {
	t.Helper()
	w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
		return pays, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "B-1", Paid: &money.Amount{Minor: 1, Currency: money.CNY}}
	}
	c := reviewed(t, w, requestNo, policy, "5000")
	_, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
	require.NoError(t, err)
	work(t, w)
	w.Bank.Answer = nil
	return seen(t, w, c.Number())
}

// A disputed payout ends by what a person of finance finds: with what was really paid, or paid anew where the bank too says
// that it paid nothing.
func TestDisputedPayoutIsSettled(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		fay := w.Person("fay")
		policy := covered(t, w, "acct-1", "BASIC")
		c := disputed(t, w, "C-1", policy, true)
		settle := &claims.ResolveDisputeInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "by the statement of the bank"}
		_, err := w.Claims.ResolveDispute(ctx, fay, settle)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "the bank says PAID: %v", err)
		settle.Paid = yuan("0.01")
		_, err = w.Claims.ResolveDispute(ctx, w.Person("cleo"), settle)
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "%v", err)
		_, err = w.Claims.RetryPayout(ctx, fay, &claims.RetryInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "x"})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		for path, bad := range map[string]func(*claims.ResolveDisputeInput){
			"reason":           func(in *claims.ResolveDisputeInput) { in.Reason = "" },
			"paid.amount":      func(in *claims.ResolveDisputeInput) { in.Paid = yuan("0") },
			"paid.currency":    func(in *claims.ResolveDisputeInput) { in.Paid = yuan("1"); in.Paid.Currency = "USD" },
			"claimNumber":      func(in *claims.ResolveDisputeInput) { in.ClaimNumber = "C1" },
			"expectedRevision": func(in *claims.ResolveDisputeInput) { in.ExpectedRevision++ },
		} {
			in := *settle
			bad(&in)
			_, err := w.Claims.ResolveDispute(ctx, fay, &in)
			require.Error(t, err, path)
			assert.Equal(t, path, strings.Join(fault.All(err)[0].Base().Path, "."))
		}
		more := *settle
		more.Paid = yuan("9999.99")
		_, err = w.Claims.ResolveDispute(ctx, fay, &more)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "nobody makes up an amount: %v", err)
		lost := one(t, together(
			func() error { _, err := w.Claims.ResolveDispute(ctx, fay, settle); return err },
			func() error { _, err := w.Claims.ResolveDispute(ctx, fay, settle); return err },
		))
		assert.True(t, fault.Has(lost, fault.CodeConflict), "%v", lost)
		c = seen(t, w, c.Number())
		assert.Equal(t, claim.StatePaid, c.State())
		assert.Equal(t, "0.01", c.Payable().Text())

		c = disputed(t, w, "C-2", policy, false)
		_, err = w.Claims.ResolveDispute(ctx, fay, &claims.ResolveDisputeInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "nothing arrived"})
		require.NoError(t, err)
		work(t, w)
		c = seen(t, w, c.Number())
		assert.Equal(t, claim.StatePaid, c.State())
		assert.Equal(t, "5000.00", w.Bank.Paid()[c.Number()+"-2"].Amount.Text())
		attempts, err := insurancetest.Of(ctx, w.Claims.PayoutsOf, c, c.Key())
		require.NoError(t, err)
		assert.Equal(t, []payout.State{payout.StateDeclined, payout.StatePaid}, []payout.State{attempts[0].State, attempts[1].State})
		assert.Equal(t, []string{"claim.submitted", "claim.in_review", "claim.approved", "claim.payout_failed", "claim.approved", "claim.paid"}, types(t, w, c.Number()))
		row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
		assert.Equal(t, []int{2, 0, 2}, []int{row.Claims, row.OpenClaims, row.PaidClaims})
	})
}

// Who approved a payout settles no dispute about it, whatever their roles.
func TestWhoApprovedSettlesNoDispute(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, map[string]any{"claim.singleReviewLimit": "15000"})
		w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
			return true, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "B-1", Paid: &money.Amount{Minor: 1, Currency: money.CNY}}
		}
		c, request := asked(t, w, "C-1", covered(t, w, "acct-1", "BASIC"), "16000")
		_, err := w.Approvals.Approve(ctx, w.Person("carl"), request)
		require.NoError(t, err)
		work(t, w)
		c = seen(t, w, c.Number())
		settle := &claims.ResolveDisputeInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "by the statement of the bank", Paid: yuan("0.01")}
		for _, name := range []string{"cleo", "carl"} {
			_, err = w.Claims.ResolveDispute(ctx, w.Person(name), settle)
			assert.True(t, fault.Has(err, fault.CodeFourEyes), "%s: %v", name, err)
		}
		_, err = w.Claims.ResolveDispute(ctx, w.Person("fay"), settle)
		require.NoError(t, err)
	})
}

// A payout that failed for good is tried again by a person, under a new key; one that hangs is asked about at once, under
// its own, and never paid twice.
func TestPayoutIsRetried(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		fay := w.Person("fay")
		policy := covered(t, w, "acct-1", "BASIC")
		w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
			return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "CLOSED"}
		}
		c := reviewed(t, w, "C-1", policy, "5000")
		_, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
		require.NoError(t, err)
		work(t, w)
		c = seen(t, w, c.Number())
		require.Equal(t, claim.StatePayoutFailed, c.State())
		w.Bank.Answer = nil
		retry := &claims.RetryInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "the account is open again"}
		again := func() error { _, err := w.Claims.RetryPayout(ctx, fay, retry); return err }
		lost := one(t, together(again, again))
		assert.True(t, fault.Has(lost, fault.CodeConflict), "%v", lost)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, c.Number()).State())
		assert.Len(t, w.Bank.Paid(), 1)
		assert.Contains(t, w.Bank.Paid(), c.Number()+"-2")

		w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
			return true, claims.PayoutOutcome{Status: claims.PayoutUnknown}
		}
		c = reviewed(t, w, "C-2", policy, "6000")
		_, err = w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
		require.NoError(t, err)
		work(t, w)
		c = seen(t, w, c.Number())
		require.Equal(t, claim.StateApproved, c.State())
		_, err = w.Claims.RetryPayout(ctx, fay, &claims.RetryInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "ask now"})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, c.Number()).State())
		assert.Len(t, w.Bank.Paid(), 2)
		for _, bad := range []claims.RetryInput{{ClaimNumber: c.Number(), ExpectedRevision: 4, Reason: "paid"}, {ClaimNumber: "C9", Reason: "x"}, {ClaimNumber: c.Number(), Reason: strings.Repeat("x", 501)}} {
			_, err := w.Claims.RetryPayout(ctx, fay, &bad)
			assert.NotNil(t, fault.All(err), "%+v: %v", bad, err)
		}
	})
}

// What comes back is written down once for each number, and never more than was paid.
func TestRecoveries(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		fay := w.Person("fay")
		policy := covered(t, w, "acct-1", "BASIC")
		c := reviewed(t, w, "C-1", policy, "5000")
		back := func(no, amount string) *claims.RecoveryInput {
			return &claims.RecoveryInput{RequestNo: no, ClaimNumber: c.Number(), Amount: *yuan(amount), Source: "警方", ReceivedAt: w.Clock.Now()}
		}
		_, err := w.Claims.Recover(ctx, fay, back("R-1", "1"))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		_, err = w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
		require.NoError(t, err)
		work(t, w)
		first := back("R-1", "3000")
		var answers [6]*claims.Answer
		var acts []func() error
		for i := range answers {
			acts = append(acts, func() (err error) { answers[i], err = w.Claims.Recover(ctx, fay, first); return err })
		}
		replayed := 0
		for i, err := range together(acts...) {
			require.NoError(t, err)
			if answers[i].Replayed {
				replayed++
			}
			assert.Equal(t, "3000.00", answers[i].Claim.Recovered().Text())
		}
		assert.Equal(t, 5, replayed)
		lost := one(t, together( // 1,500 more twice would be 6,000 of 5,000
			func() error { _, err := w.Claims.Recover(ctx, fay, back("R-2", "1500")); return err },
			func() error { _, err := w.Claims.Recover(ctx, fay, back("R-3", "1500")); return err },
		))
		assert.True(t, fault.Has(lost, fault.CodeInvalidValue), "%v", lost)
		_, err = w.Claims.Recover(ctx, fay, back("R-4", "500.01"))
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		_, err = w.Claims.Recover(ctx, fay, back("R-4", "500"))
		require.NoError(t, err)
		changed := *first
		changed.Source = "银行"
		_, err = w.Claims.Recover(ctx, fay, &changed)
		assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)
		for path, bad := range map[string]func(*claims.RecoveryInput){
			"requestNo":       func(in *claims.RecoveryInput) { in.RequestNo = "" },
			"source":          func(in *claims.RecoveryInput) { in.Source = strings.Repeat("x", 129) },
			"claimNumber":     func(in *claims.RecoveryInput) { in.ClaimNumber = "C7" },
			"amount.amount":   func(in *claims.RecoveryInput) { in.Amount = *yuan("0.001") },
			"amount.currency": func(in *claims.RecoveryInput) { in.Amount.Currency = "usd" },
			"receivedAt":      func(in *claims.RecoveryInput) { in.ReceivedAt = w.Clock.Now().Add(time.Hour) },
		} {
			in := back("R-9", "1")
			bad(in)
			_, err := w.Claims.Recover(ctx, fay, in)
			require.NotNil(t, fault.All(err), "%s: %v", path, err)
			assert.Equal(t, path, strings.Join(fault.All(err)[0].Base().Path, "."))
		}
		c = seen(t, w, c.Number())
		assert.Equal(t, "5000.00", c.Recovered().Text())
		list, err := insurancetest.Of(ctx, w.Claims.RecoveriesOf, c, c.Key())
		require.NoError(t, err)
		assert.Len(t, list, 3)
		assert.Equal(t, []string{"claim.submitted", "claim.in_review", "claim.approved", "claim.paid", "claim.recovered", "claim.recovered", "claim.recovered"}, types(t, w, c.Number()))
		assert.Len(t, recorded(w, c.Number()), 4, fmt.Sprint(recorded(w, c.Number())))
	})
}

// What one person wrote down is paid by no machine alone where it says whom to pay: they could have written down themselves.
func TestPayeeByHandIsSeenByAnother(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		channel, err := w.Distribution.ChannelByCode(insurancetest.Pay, true)
		require.NoError(t, err)
		serge, pay := w.Person("serge").ActingFor(channel), w.Caller(insurancetest.Pay)
		for i, c := range []struct {
			name    string
			by      *access.Caller
			payee   string
			changed bool // by serge, before anybody looks
			state   claim.State
		}{
			{"by phone, to an account", serge, "6222-serge", false, claim.StateInReview},
			{"by phone, to the insured", serge, "", false, claim.StateApproved},
			{"by the channel, to an account", pay, "6222-owner", false, claim.StateApproved},
			{"by the channel, changed by phone", pay, "6222-owner", true, claim.StateInReview},
		} {
			in := robbed(w, fmt.Sprint("C-", i), account(t, w, fmt.Sprint("acct-", i)), "100")
			if c.payee != "" {
				in.Facts["payeeAccount"] = c.payee
			}
			if c.by == serge {
				delete(in.Facts, "platformVerdict")
			}
			submitted, err := w.Claims.Submit(ctx, c.by, in)
			require.NoError(t, err, c.name)
			if c.by == serge { // the platform states its verdict itself
				_, err = w.Claims.Update(ctx, pay, &claims.UpdateInput{RequestNo: fmt.Sprint("V-", i), ClaimNumber: submitted.Claim.Number(), Facts: map[string]any{"platformVerdict": "stolen"}})
				require.NoError(t, err)
			}
			if c.changed {
				_, err = w.Claims.Update(ctx, serge, &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: submitted.Claim.Number(), Facts: map[string]any{"payeeAccount": "6222-serge"}})
				require.NoError(t, err)
			}
			_, err = w.Claims.Adjudicate(ctx, 50)
			require.NoError(t, err)
			decided := seen(t, w, submitted.Claim.Number())
			assert.Equal(t, c.state, decided.State(), c.name)
			if c.state == claim.StateInReview {
				assert.Equal(t, catalog.PayeeByHand, w.Store.Client.Claim.GetX(ctx, decided.Key()).Reason, c.name)
			}
		}
	})
}
