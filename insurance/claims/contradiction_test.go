package claims_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// disputed is how many payouts wait for a person: by the alarm, by the filter, by the queues.
func disputedBy(t *testing.T, w *insurancetest.World) (alarm, filter, queues int) {
	t.Helper()
	alarm, err := w.Claims.Disputed(ctx)
	require.NoError(t, err)
	list := walk(t, w, &claims.Filter{Disputed: true}, false, 50, false)
	all, err := w.Claims.Queues(ctx, w.Person("fay"), "")
	require.NoError(t, err)
	for _, q := range all {
		if q.Disputed {
			queues += q.Count.Value
		}
	}
	return alarm, len(list), queues
}

func payoutStates(w *insurancetest.World) (list []payout.State) {
	for _, p := range w.Store.Client.Payout.Query().Order(payout.ByAttempt()).AllX(ctx) {
		list = append(list, p.State)
	}
	return list
}

func resolve(w *insurancetest.World, c *claims.Claim, paid string) (*claims.Claim, error) {
	in := &claims.ResolveDisputeInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "asked the bank"}
	if paid != "" {
		in.Paid = yuan(paid)
	}
	return w.Claims.ResolveDispute(ctx, w.Person("fay"), in)
}

// A bank that declined a payment and then says that it paid it is heard: no further attempt, and a person looks.
func TestABankThatPaidWhatItDeclined(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
			return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "BUSY", Retryable: true}
		}
		c := submitted(t, w, "", robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1999"))
		require.Equal(t, claim.StatePayoutFailed, c.State())
		paid := claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 199900, Currency: money.CNY}}
		for range 2 {
			found, err := w.Claims.HandleCallback(ctx, c.Number()+"-1", paid)
			require.NoError(t, err)
			assert.True(t, found)
		}
		w.Bank.Answer = nil
		w.Clock.Advance(24 * time.Hour)
		work(t, w)
		assert.Empty(t, w.Bank.Paid(), "no further attempt")
		assert.Equal(t, []payout.State{payout.StateDisputed}, payoutStates(w))
		assert.Equal(t, "DECLINED, then PAID 1999.00", w.Store.Client.Payout.Query().OnlyX(ctx).Reason)
		c = seen(t, w, c.Number())
		assert.Equal(t, claim.StateApproved, c.State())
		alarm, filter, queues := disputedBy(t, w)
		assert.Equal(t, []int{1, 1, 1}, []int{alarm, filter, queues})
		_, err := w.Claims.RetryPayout(ctx, w.Person("fritz"), &claims.RetryInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "again"})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		_, err = resolve(w, c, "1999")
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "the bank does not say so when it is asked: %v", err)
		c, err = resolve(w, c, "")
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, c.Number()).State(), "paid under a new key")
		assert.Len(t, w.Bank.Paid(), 1)
		alarm, filter, queues = disputedBy(t, w)
		assert.Equal(t, []int{0, 0, 0}, []int{alarm, filter, queues})
	})
}

// While another attempt is on its way, it is held.
func TestAContradictionHoldsTheNextAttempt(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
			return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "BUSY", Retryable: true}
		}
		c := submitted(t, w, "", robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1999"))
		w.Clock.Advance(time.Hour)
		_, err := w.Claims.Adjudicate(ctx, 10) // orders attempt 2, which no worker took yet
		require.NoError(t, err)
		w.Bank.Answer = nil
		_, err = w.Claims.HandleCallback(ctx, c.Number()+"-1", claims.PayoutOutcome{Status: claims.PayoutPaid})
		require.NoError(t, err)
		for range 3 {
			work(t, w)
			w.Clock.Advance(time.Hour)
		}
		assert.Empty(t, w.Bank.Paid(), "the second is held")
		assert.Equal(t, []payout.State{payout.StateDisputed, payout.StateUnknown}, payoutStates(w))
		_, err = resolve(w, seen(t, w, c.Number()), "")
		require.NoError(t, err, "the bank never paid the first")
		work(t, w)
		assert.Len(t, w.Bank.Paid(), 1)
		assert.Equal(t, []payout.State{payout.StateDeclined, payout.StatePaid}, payoutStates(w))
	})
}

// What comes back, or was another amount, after a payment was made is shown with it; the claim stays paid.
func TestABankThatTakesAPaymentBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		c := submitted(t, w, "", robbed(w, "C-1", covered(t, w, "acct-1", "PLUS"), "1999"))
		require.Equal(t, claim.StatePaid, c.State())
		key := c.Number() + "-1"
		same := claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 199900, Currency: money.CNY}}
		_, err := w.Claims.HandleCallback(ctx, key, same)
		require.NoError(t, err)
		assert.Equal(t, []payout.State{payout.StatePaid}, payoutStates(w), "it says the same")
		for _, one := range []struct {
			outcome claims.PayoutOutcome
			said    string
		}{
			{claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "RETURNED"}, "PAID, then DECLINED RETURNED"},
			{claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &money.Amount{Minor: 1, Currency: money.CNY}}, "PAID, then PAID 0.01"},
		} {
			w.Store.Client.Payout.Update().SetReason("").SaveX(ctx)
			_, err = w.Claims.HandleCallback(ctx, key, one.outcome)
			require.NoError(t, err)
			assert.Equal(t, one.said, w.Store.Client.Payout.Query().OnlyX(ctx).Reason)
			alarm, filter, queues := disputedBy(t, w)
			assert.Equal(t, []int{1, 1, 1}, []int{alarm, filter, queues})
			c, err = resolve(w, seen(t, w, c.Number()), "1999")
			require.NoError(t, err)
			assert.Equal(t, claim.StatePaid, c.State())
			assert.Equal(t, []payout.State{payout.StatePaid}, payoutStates(w))
		}
	})
}
