package claims_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/ent/uniquefact"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// stolen is a claim for one transaction.
func stolen(w *insurancetest.World, requestNo, policy, loss, transaction string) *claims.SubmitInput {
	in := robbed(w, requestNo, policy, loss)
	in.Facts["transactions"].([]any)[0].(map[string]any)["id"] = transaction
	return in
}

// submitted is a claim that workers looked at.
func submitted(t *testing.T, w *insurancetest.World, who string, in *claims.SubmitInput) *claims.Claim {
	t.Helper()
	caller := w.Caller(insurancetest.Pay)
	if who != "" {
		caller = w.Person(who)
	}
	a, err := w.Claims.Submit(ctx, caller, in)
	require.NoError(t, err)
	work(t, w)
	return seen(t, w, a.Claim.Number())
}

func reasonOf(t *testing.T, c *claims.Claim) string {
	t.Helper()
	d, err := c.Decision()
	require.NoError(t, err)
	require.NotNil(t, d)
	return d.Reason
}

// F3: a transaction pays once in the company: not again under the policy, under another one, by phone, or twice in one claim.
func TestF3ATransactionPaysOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		first, second := covered(t, w, "acct-1", "PLUS"), covered(t, w, "acct-2", "PLUS")
		require.Equal(t, claim.StatePaid, submitted(t, w, "", stolen(w, "C-1", first, "1500", "TX-SAME")).State())
		for no, one := range map[string]struct{ who, policy, id string }{
			"C-2": {"", first, "TX-SAME"}, "C-3": {"", second, "tx same"}, "C-4": {"serge", first, "TX-SAME"},
		} {
			c := submitted(t, w, one.who, stolen(w, no, one.policy, "1500", one.id))
			assert.NotEqual(t, claim.StatePaid, c.State(), no)
			if c.State() == claim.StateInReview { // entered by phone: a person decides, and is refused
				_, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
				assert.True(t, fault.Has(err, fault.CodeRuleRefused), "%v", err)
				continue
			}
			d, err := c.Decision()
			require.NoError(t, err)
			assert.Equal(t, "TRANSACTION_USED", d.Reason)
			assert.Equal(t, []string{"facts", "transactions", "0", "id"}, d.Path)
		}
		twice := stolen(w, "C-5", second, "1500", "TX-2")
		list := twice.Facts["transactions"].([]any)
		twice.Facts["transactions"] = append(list, map[string]any{"id": "tx2", "at": list[0].(map[string]any)["at"], "amount": "1500", "counterparty": "X"})
		c := submitted(t, w, "", twice)
		assert.Equal(t, claim.StateCorrectionNeeded, c.State())
		d, err := c.Decision()
		require.NoError(t, err)
		assert.Equal(t, []string{"facts", "transactions", "1", "id"}, d.Path)
		assert.Len(t, w.Bank.Paid(), 1)

		// Of two transactions one was paid before: nothing of the claim is reserved, and another may claim the other.
		both := stolen(w, "C-6", second, "1500", "TX-3")
		list = both.Facts["transactions"].([]any)
		both.Facts["transactions"] = append(list, map[string]any{"id": "TX-SAME", "at": list[0].(map[string]any)["at"], "amount": "1500", "counterparty": "X"})
		assert.Equal(t, claim.StateCorrectionNeeded, submitted(t, w, "", both).State())
		assert.Equal(t, 1, w.Store.Client.UniqueFact.Query().Where(uniquefact.Fact("transactions[].id")).CountX(ctx))
		_, err = w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{
			RequestNo: "U-1", ClaimNumber: seenBy(t, w, "C-6"), Facts: map[string]any{"transactions": list}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, seenBy(t, w, "C-6")).State())
	})
}

// seenBy is the number of the claim of a request.
func seenBy(t *testing.T, w *insurancetest.World, requestNo string) string {
	t.Helper()
	return w.Store.Client.Claim.Query().Where(claim.RequestNo(requestNo)).OnlyX(ctx).Number
}

// F3: claims that share transactions, in either order, at once on two servers: each transaction pays once.
func TestF3SharedTransactionsAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		for round := range 6 {
			var policies []string
			for i := range 2 {
				policies = append(policies, account(t, w, fmt.Sprintf("acct-%d-%d", round, i)))
			}
			for i, policy := range policies {
				in := stolen(w, fmt.Sprintf("C-%d-%d", round, i), policy, "1000", fmt.Sprintf("TX-%d-%d", round, i))
				list := in.Facts["transactions"].([]any)
				in.Facts["transactions"] = append(list, map[string]any{
					"id": fmt.Sprintf("TX-%d-%d", round, 1-i), "at": list[0].(map[string]any)["at"], "amount": "1000", "counterparty": "X"})
				_, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
				require.NoError(t, err)
			}
			var group sync.WaitGroup
			for _, server := range []*claims.Service{w.Claims, other.Claims} {
				group.Go(func() { _, err := server.Adjudicate(ctx, 1); assert.NoError(t, err) })
			}
			group.Wait()
			work(t, w)
			assert.Len(t, w.Bank.Paid(), round+1)
			assert.Equal(t, round+1, w.Store.Client.Claim.Query().Where(claim.StateEQ(claim.StateCorrectionNeeded)).CountX(ctx))
		}
	})
}

// B8: a burst of claims on an account goes to a person, however small each of them is.
func TestB8ABurstGoesToAPerson(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		for i := range 6 {
			c := submitted(t, w, "", robbed(w, fmt.Sprintf("C-%d", i), policy, "2000"))
			if i < 3 {
				assert.Equal(t, claim.StatePaid, c.State(), i)
				continue
			}
			assert.Equal(t, claim.StateInReview, c.State(), i)
			assert.Equal(t, "ACCOUNT_BURST", reasonOf(t, c))
		}
	})
}
