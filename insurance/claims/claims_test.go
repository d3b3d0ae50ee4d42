package claims_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/ent/event"
	"baodan/ent/payout"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

var ctx = context.Background()

// sell takes out a freight policy and lets time pass until its return.
func sell(t *testing.T, w *insurancetest.World, no string) string {
	t.Helper()
	w.Clock.Set(insurancetest.Epoch)
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
	require.NoError(t, err)
	w.Clock.Set(insurancetest.ReturnTime)
	return issued.Policy.Number()
}

func submit(w *insurancetest.World, requestNo, policy, trackingNo string) (*claims.Answer, error) {
	return w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
		RequestNo: requestNo, PolicyNumber: policy, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3),
		Facts: insurancetest.ReturnFacts(trackingNo),
	})
}

// work lets workers decide and pay until nothing is due.
func work(t *testing.T, w *insurancetest.World) {
	t.Helper()
	for range 50 {
		decided, err := w.Claims.Adjudicate(ctx, 50)
		require.NoError(t, err)
		paid, err := w.Claims.Pay(ctx, 50)
		require.NoError(t, err)
		if decided+paid == 0 {
			return
		}
	}
	t.Fatal("work never ends")
}

func now(t *testing.T, w *insurancetest.World, number string) *claims.Claim {
	t.Helper()
	c, err := w.Claims.ByNumber(ctx, w.Caller(insurancetest.Mall), number)
	require.NoError(t, err)
	require.NotNil(t, c)
	return c
}

// types are the events of a subject in order, and checks that none is missing.
func types(t *testing.T, w *insurancetest.World, subject string) []string {
	t.Helper()
	var list []string
	for i, e := range w.Store.Client.Event.Query().Where(event.Subject(subject)).Order(event.BySeq()).AllX(ctx) {
		assert.Equal(t, i+1, e.Seq)
		list = append(list, e.Type)
	}
	return list
}

// A7: a freight claim is decided and paid by itself, and each step is told.
func TestA7FreightClaimIsPaidByItself(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		assert.Equal(t, claim.StateSubmitted, a.Claim.State())
		work(t, w)
		c := now(t, w, a.Claim.Number())
		d, err := c.Decision()
		require.NoError(t, err)
		assert.Equal(t, claim.StatePaid, c.State(), "%+v", d)
		assert.Equal(t, "13.00", c.Payable().Text())
		assert.Equal(t, "APPROVED", d.Reason)
		assert.NotEmpty(t, d.Rating.Steps)
		assert.Equal(t, []string{"claim.submitted", "claim.approved", "claim.paid"}, types(t, w, a.Claim.Number()))
		paid := w.Bank.Paid()
		require.Len(t, paid, 1)
		assert.Equal(t, "13.00", paid[a.Claim.Number()+"-1"].Amount.Text())
		row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
		assert.Equal(t, []int{1, 0, 1}, []int{row.Claims, row.OpenClaims, row.PaidClaims})
	})
}

// A7: the same request is the same claim, also fifty at once; other content is told apart.
func TestA7SameRequestIsTheSameClaim(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := sell(t, w, "O-1")
		numbers := make([]string, 50)
		var group sync.WaitGroup
		for i := range numbers {
			group.Go(func() {
				a, err := submit(w, "C-1", policy, "YT1000000001")
				if assert.NoError(t, err) {
					numbers[i] = a.Claim.Number()
					assert.Equal(t, claim.StateSubmitted, a.Claim.State())
				}
			})
		}
		group.Wait()
		for _, n := range numbers {
			assert.Equal(t, numbers[0], n)
		}
		work(t, w)
		again, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, claim.StateSubmitted, again.Claim.State(), "a replay answers what was answered")
		_, err = submit(w, "C-1", policy, "YT1000000002")
		assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)
		assert.Equal(t, 1, w.Store.Client.Claim.Query().CountX(ctx))
	})
}

// Fifty claims of one policy at once: one is stored and paid, forty-nine are told why not.
func TestFiftyClaimsOfOnePolicyMakeOne(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := sell(t, w, "O-1")
		var group sync.WaitGroup
		errs := make([]error, 50)
		for i := range errs {
			group.Go(func() { _, errs[i] = submit(w, fmt.Sprintf("C-%d", i), policy, fmt.Sprintf("YT10000000%02d", i)) })
		}
		group.Wait()
		stored := 0
		for _, err := range errs {
			if err == nil {
				stored++
				continue
			}
			assert.True(t, fault.Has(err, fault.CodeRuleRefused), "%v", err)
		}
		assert.Equal(t, 1, stored)
		work(t, w)
		assert.Len(t, w.Bank.Paid(), 1)
	})
}

// A tracking number pays once in the whole company: of two policies that claim by it at once, one is paid, the other
// may correct its own.
func TestTrackingNumberPaysOnceInTheCompany(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		first, second := sell(t, w, "O-1"), sell(t, w, "O-2")
		a, err := submit(w, "C-1", first, "YT1000000001")
		require.NoError(t, err)
		b, err := submit(w, "C-2", second, "yt-1000000001")
		require.NoError(t, err)
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() { _, err := w.Claims.Adjudicate(ctx, 1); assert.NoError(t, err) })
		}
		group.Wait()
		work(t, w)
		states := map[claim.State]int{}
		for _, number := range []string{a.Claim.Number(), b.Claim.Number()} {
			c := now(t, w, number)
			states[c.State()]++
			if c.State() == claim.StateCorrectionNeeded {
				d, err := c.Decision()
				require.NoError(t, err)
				assert.Equal(t, "TRACKING_NO_USED", d.Reason)
				_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Mall), &claims.UpdateInput{
					RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"returnTrackingNo": "YT2000000002"},
				})
				require.NoError(t, err)
			}
		}
		assert.Equal(t, map[claim.State]int{claim.StatePaid: 1, claim.StateCorrectionNeeded: 1}, states)
		work(t, w)
		assert.Len(t, w.Bank.Paid(), 2)
	})
}

// A8: a tracking number that the carrier does not know is corrected, and the claim is paid.
func TestA8WrongTrackingNumberIsCorrected(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000009": {Found: false}}
		caller := w.Caller(insurancetest.Mall)
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000009")
		require.NoError(t, err)
		number := a.Claim.Number()
		work(t, w)
		c := now(t, w, number)
		require.Equal(t, claim.StateCorrectionNeeded, c.State())
		d, err := c.Decision()
		require.NoError(t, err)
		assert.Equal(t, []string{"facts", "returnTrackingNo"}, d.Path)
		version := 1
		_, err = w.Claims.Update(ctx, caller, &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, ExpectedRevision: &version,
			Facts: map[string]any{"returnTrackingNo": "YT1000000001"}})
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		for round := range 2 {
			u, err := w.Claims.Update(ctx, caller, &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number,
				Facts: map[string]any{"returnTrackingNo": "YT1000000001"}})
			require.NoError(t, err)
			assert.Equal(t, round == 1, u.Replayed)
			assert.Equal(t, 3, u.Claim.Revision())
			work(t, w)
		}
		c = now(t, w, number)
		assert.Equal(t, claim.StatePaid, c.State())
		revisions, err := insurancetest.Of(ctx, w.Claims.RevisionsOf, c, c.Key())
		require.NoError(t, err)
		require.Len(t, revisions, 2)
		assert.Equal(t, []string{"returnTrackingNo"}, revisions[1].Changed)
		assert.Equal(t, []string{"claim.submitted", "claim.correction_needed", "claim.updated", "claim.approved", "claim.paid"}, types(t, w, number))
		_, err = w.Claims.Update(ctx, caller, &claims.UpdateInput{RequestNo: "U-2", ClaimNumber: number, Facts: map[string]any{"returnCarrier": "SF"}})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
	})
}

// A payout that failed is corrected and paid; it never answers that the claim exists already.
func TestFailedPayoutIsCorrectedAndPaid(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Bank.Answer = func(order claims.PayoutOrder, call int) (bool, claims.PayoutOutcome) {
			if order.Account == "6222-wrong" {
				return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "NO_SUCH_ACCOUNT"}
			}
			return true, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "B1", Paid: &order.Amount}
		}
		policy := sell(t, w, "O-1")
		facts := insurancetest.ReturnFacts("YT1000000001")
		facts["payeeAccount"] = "6222-wrong"
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
			RequestNo: "C-1", PolicyNumber: policy, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: facts})
		require.NoError(t, err)
		number := a.Claim.Number()
		work(t, w)
		c := now(t, w, number)
		require.Equal(t, claim.StatePayoutFailed, c.State())
		d, err := c.Decision()
		require.NoError(t, err)
		assert.Contains(t, d.Sentence.En, "NO_SUCH_ACCOUNT")
		_, err = w.Claims.Withdraw(ctx, w.Caller(insurancetest.Mall), &claims.WithdrawInput{RequestNo: "W-1", ClaimNumber: number})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Mall), &claims.UpdateInput{
			RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"payeeAccount": "6222-right"}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, now(t, w, number).State())
		assert.Contains(t, w.Bank.Paid(), number+"-2")
		assert.Len(t, w.Bank.Paid(), 1)
	})
}

// An unknown outcome is asked for until it is known, and never paid twice.
func TestUnknownOutcomeIsAskedFor(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Bank.Answer = func(order claims.PayoutOrder, call int) (bool, claims.PayoutOutcome) {
			return call > 1, claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: "no answer"} // first lost before, then after the effect
		}
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		for range 6 {
			work(t, w)
			w.Clock.Advance(10 * time.Second)
		}
		assert.Equal(t, claim.StatePaid, now(t, w, a.Claim.Number()).State())
		assert.Len(t, w.Bank.Paid(), 1)
		row := w.Store.Client.Payout.Query().OnlyX(ctx)
		assert.Equal(t, payout.StatePaid, row.State)
	})
}

// A bank that paid another amount stops everything: nobody pays again, nobody calls it paid.
func TestWrongAmountIsDisputed(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Bank.Answer = func(order claims.PayoutOrder, _ int) (bool, claims.PayoutOutcome) {
			return true, claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 1, Currency: money.CNY}}
		}
		policy := sell(t, w, "O-1")
		a, err := submit(w, "C-1", policy, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		w.Clock.Advance(24 * time.Hour)
		work(t, w)
		assert.Equal(t, claim.StateApproved, now(t, w, a.Claim.Number()).State())
		assert.Equal(t, payout.StateDisputed, w.Store.Client.Payout.Query().OnlyX(ctx).State)
	})
}
