package claims_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/servicing"
)

// account takes out account-security cover and lets ten days pass.
func account(t *testing.T, w *insurancetest.World, reference string) string {
	t.Helper()
	w.Clock.Set(insurancetest.Epoch)
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: reference, Risk: insurancetest.Account(reference, "BASIC")})
	require.NoError(t, err)
	w.Clock.Advance(10 * 24 * time.Hour)
	return issued.Policy.Number()
}

// robbed is a claim for a loss of the last day.
func robbed(w *insurancetest.World, requestNo, policy, loss string) *claims.SubmitInput {
	at := w.Clock.Now()
	say := func(hours int) string { return at.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
	return &claims.SubmitInput{
		RequestNo: requestNo, PolicyNumber: policy, OccurredAt: at.Add(-20 * time.Hour),
		Facts: map[string]any{
			"discoveredAt": say(-10), "reportedAt": say(-9), "frozenAt": say(-8), "platformVerdict": "stolen", "sameDevice": false,
			"lossAmount": loss, "policeReceiptNo": "A-110",
			"transactions": []any{map[string]any{"id": requestNo, "at": say(-20), "amount": loss, "counterparty": "X"}},
		},
	}
}

// Claims beyond every limit in parallel: of a year's 100,000 exactly 100,000 is paid, whatever the order, and no event
// pays more than its own limit.
func TestLimitsAreExactUnderParallelClaims(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
			ValidFrom: insurancetest.Epoch, Terms: rule.Layer{"claim.automaticLimit": "20000", "claim.reviewFromScore": json.Number("99")},
		}))
		require.NoError(t, w.Cache.Refresh(ctx))
		policy := account(t, w, "acct-1")
		other := w.AddServer()
		var group sync.WaitGroup
		for i := range 9 { // so far apart that they are no burst
			_, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, fmt.Sprintf("L-%d", i), policy, []string{"15000", "25000", "7777.77"}[i%3]))
			require.NoError(t, err)
			w.Clock.Advance(12 * 24 * time.Hour)
		}
		for _, office := range []*claims.Service{w.Claims, other.Claims, w.Claims, other.Claims} {
			group.Go(func() {
				for range 4 {
					_, err := office.Adjudicate(ctx, 3)
					assert.NoError(t, err)
				}
			})
		}
		group.Wait()
		work(t, w)
		total, declined := int64(0), 0
		for _, order := range w.Bank.Paid() {
			total += order.Amount.Minor
			assert.LessOrEqual(t, order.Amount.Minor, int64(20_000_00))
		}
		for _, row := range w.Store.Client.Claim.Query().AllX(ctx) {
			switch row.State {
			case claim.StatePaid:
			case claim.StateDeclined:
				declined++
				assert.Equal(t, "LIMIT_REACHED", row.Reason)
			default:
				t.Errorf("%s is %s for %s", row.Number, row.State, row.Reason)
			}
		}
		assert.Equal(t, int64(100_000_00), total)
		assert.Positive(t, declined)
	})
}

// Cancel against claim: who commits first wins, and the other is told so; never is a premium refunded under a claim.
func TestCancelAgainstClaim(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		caller := w.Caller(insurancetest.Pay)
		for round := range 12 {
			policy := account(t, w, fmt.Sprintf("acct-%d", round))
			in := robbed(w, fmt.Sprintf("C-%d", round), policy, "100")
			in.OccurredAt = w.Clock.Now()
			for _, name := range []string{"discoveredAt", "reportedAt", "frozenAt"} {
				in.Facts[name] = w.Clock.Now().Format(time.RFC3339)
			}
			var group sync.WaitGroup
			var claimed, cancelled error
			group.Go(func() { _, claimed = w.Claims.Submit(ctx, caller, in) })
			group.Go(func() {
				_, cancelled = w.Servicing.Cancel(ctx, caller, &servicing.CancelInput{RequestNo: fmt.Sprintf("X-%d", round), PolicyNumber: policy, Reason: "CUSTOMER_REQUEST"})
			})
			group.Wait()
			require.NoError(t, claimed)
			work(t, w)
			row := w.Store.Client.Claim.Query().Where(claim.RequestNo(in.RequestNo)).OnlyX(ctx)
			if cancelled == nil {
				assert.Equal(t, []string{"DECLINED", "NO_COVER"}, []string{string(row.State), row.Reason}, "the cancellation came first")
			} else {
				assert.True(t, fault.Has(cancelled, fault.CodeRuleRefused), "%v", cancelled)
				assert.Equal(t, claim.StatePaid, row.State)
			}
		}
	})
}

// Two updates of one claim at once: both are revisions, one after the other; with an expected version one is told that
// the other was first.
func TestTwoUpdatesOfOneClaim(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Tracker.Parcels = map[string]claims.Parcel{"YT1000000009": {Found: false}}
		caller := w.Caller(insurancetest.Mall)
		for round := range 6 {
			policy := sell(t, w, fmt.Sprintf("O-%d", round))
			a, err := submit(w, fmt.Sprintf("C-%d", round), policy, "YT1000000009")
			require.NoError(t, err)
			work(t, w)
			var expected *int
			if round%2 == 1 {
				version := 2
				expected = &version
			}
			errs := make([]error, 2)
			var group sync.WaitGroup
			for i := range errs {
				group.Go(func() {
					_, errs[i] = w.Claims.Update(ctx, caller, &claims.UpdateInput{
						RequestNo: fmt.Sprintf("U-%d-%d", round, i), ClaimNumber: a.Claim.Number(), ExpectedRevision: expected,
						Facts: map[string]any{"returnTrackingNo": fmt.Sprintf("YT30000%d%d", round, i)},
					})
				})
			}
			group.Wait()
			done := 0
			for _, err := range errs {
				if err == nil {
					done++
				} else {
					assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
				}
			}
			assert.Equal(t, map[bool]int{true: 1, false: 2}[expected != nil], done)
			work(t, w)
			c := now(t, w, a.Claim.Number())
			assert.Equal(t, claim.StatePaid, c.State())
			revisions, err := insurancetest.Of(ctx, w.Claims.RevisionsOf, c, c.Key())
			require.NoError(t, err)
			assert.Len(t, revisions, 1+done)
		}
	})
}

// Updates and withdrawals against workers that decide the same claim: each ends in one documented outcome, and what was
// withdrawn is never paid.
func TestWithdrawAgainstWorkers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		caller := w.Caller(insurancetest.Mall)
		for round := range 20 {
			policy := sell(t, w, fmt.Sprintf("O-%d", round))
			a, err := submit(w, fmt.Sprintf("C-%d", round), policy, fmt.Sprintf("YT40000000%02d", round))
			require.NoError(t, err)
			var withdrawn error
			var group sync.WaitGroup
			group.Go(func() {
				_, withdrawn = w.Claims.Withdraw(ctx, caller, &claims.WithdrawInput{RequestNo: fmt.Sprintf("W-%d", round), ClaimNumber: a.Claim.Number()})
			})
			group.Go(func() { _, err := w.Claims.Adjudicate(ctx, 10); assert.NoError(t, err) })
			group.Wait()
			work(t, w)
			c := now(t, w, a.Claim.Number())
			_, paid := w.Bank.Paid()[a.Claim.Number()+"-1"]
			if withdrawn == nil {
				assert.Equal(t, claim.StateWithdrawn, c.State())
				assert.False(t, paid)
			} else {
				assert.True(t, fault.Has(withdrawn, fault.CodeInvalidState), "%v", withdrawn)
				assert.Equal(t, claim.StatePaid, c.State())
				assert.True(t, paid)
			}
		}
	})
}
