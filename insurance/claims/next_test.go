package claims_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	base "baodan/insurance/work"
)

// B8, console "Claims desk": people on two servers who take the next claim at once get one each, none twice; then none is left.
func TestB8TwoAtOnceNeverTakeOne(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		policy := covered(t, w, "acct-1", "PLUS")
		for i := range 6 {
			reviewed(t, w, fmt.Sprint("C-", i), policy, "3000")
		}
		names := []string{"cleo", "carl", "cora", "clio"}
		for _, name := range names {
			w.Person(name)
		}
		var mu sync.Mutex
		taken := map[string]int{}
		var acts []func() error
		for i := range 8 {
			who, office := w.Person(names[i%len(names)]), []*claims.Service{w.Claims, other.Claims}[i%2]
			acts = append(acts, func() error {
				c, err := office.TakeNext(ctx, who, &claims.NextInput{})
				if err != nil || c == nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				taken[c.Number()]++
				return nil
			})
		}
		for _, err := range together(acts...) {
			require.NoError(t, err)
		}
		assert.Len(t, taken, 6)
		for number, times := range taken {
			assert.Equal(t, 1, times, number)
			assert.NotZero(t, seen(t, w, number).AssigneeKey())
		}
		none, err := w.Claims.TakeNext(ctx, w.Person("cleo"), &claims.NextInput{})
		require.NoError(t, err)
		assert.Nil(t, none)
	})
}

// B8: the next is the nearest promise that the caller may decide: not their own entry, not above their authority, not one that waits
// for others, of the products and channels that they name.
func TestB8TheNextIsOneThatTheyMayDecide(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		cleo, carl := w.Person("cleo"), w.Person("carl")
		waits, _ := asked(t, w, "C-0", policy, "25000")
		entered, err := w.Claims.Submit(ctx, cleo, robbed(w, "C-1", policy, "3000"))
		require.NoError(t, err)
		work(t, w)
		large, small := reviewed(t, w, "C-2", policy, "9000"), reviewed(t, w, "C-3", policy, "3000")
		later := reviewed(t, w, "C-4", policy, "3000")
		w.Store.Client.Claim.Update().Where(claim.ID(small.Key())).SetPromisedAt(later.PromisedAt().Add(1)).ExecX(ctx)
		w.Store.Client.Claim.Update().Where(claim.ID(later.Key())).SetPromisedAt(small.PromisedAt().Add(-1000_000_000)).ExecX(ctx)
		request, err := w.Claims.RequestAuthority(ctx, w.Person("sec"), authority(cleo, "8999.99"))
		require.NoError(t, err)
		require.NoError(t, decideApproval(w, w.Person("sly"), request.ID))
		next := func(in claims.NextInput) string {
			t.Helper()
			c, err := w.Claims.TakeNext(ctx, cleo, &in)
			require.NoError(t, err)
			if c == nil {
				return ""
			}
			assert.Equal(t, cleo.PersonID(), c.AssigneeKey())
			return c.Number()
		}
		assert.Empty(t, next(claims.NextInput{ProductCodes: []string{"RFI-01"}}))
		assert.Empty(t, next(claims.NextInput{ChannelCodes: []string{insurancetest.Mall}}))
		assert.Equal(t, later.Number(), next(claims.NextInput{ProductCodes: []string{"ASI-01"}, ChannelCodes: []string{insurancetest.Pay}}))
		assert.Equal(t, small.Number(), next(claims.NextInput{}))
		assert.Empty(t, next(claims.NextInput{}), "their own entry, and one above their authority, are others'")
		assert.Zero(t, seen(t, w, waits.Number()).AssigneeKey())
		got := map[string]bool{}
		for range 2 {
			c, err := w.Claims.TakeNext(ctx, carl, &claims.NextInput{})
			require.NoError(t, err)
			got[c.Number()] = true
		}
		assert.Equal(t, map[string]bool{entered.Claim.Number(): true, large.Number(): true}, got)
		_, err = w.Claims.TakeNext(ctx, carl, &claims.NextInput{ProductCodes: make([]string, 101)})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.Equal(t, []string{"productCodes"}, fault.All(err)[0].Base().Path)
	})
}

// Console "Claims desk": of claims that are assigned together each succeeds or tells its code at its place.
func TestB8ClaimsAreAssignedTogether(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		one, two, closed := reviewed(t, w, "C-1", policy, "3000"), reviewed(t, w, "C-2", policy, "3000"), reviewed(t, w, "C-3", policy, "3000")
		decline(t, w, closed)
		ref := func(c *claims.Claim) claims.ClaimRef {
			return claims.ClaimRef{ClaimNumber: c.Number(), ExpectedRevision: seen(t, w, c.Number()).Revision()}
		}
		stale := ref(two)
		stale.ExpectedRevision--
		carl := base.PersonKey(w.Person("carl").PersonID())
		in := &claims.AssignAllInput{PersonID: &carl, Claims: []claims.ClaimRef{stale, ref(one), ref(one), ref(closed), {ClaimNumber: "C1", ExpectedRevision: 1}}}
		done, err := w.Claims.AssignAll(ctx, w.Person("cleo"), in)
		require.Len(t, done, 1)
		assert.Equal(t, one.Number(), done[0].Number())
		assert.Equal(t, int64(carl), seen(t, w, one.Number()).AssigneeKey())
		var told []string
		for _, f := range fault.All(err) {
			told = append(told, fmt.Sprint(f.Base().Code, f.Base().Path))
		}
		assert.Equal(t, []string{
			"CONFLICT[claims 0 expectedRevision]", "INVALID_VALUE[claims 2 claimNumber]", "INVALID_STATE[claims 3 claimNumber]", "NOT_FOUND[claims 4 claimNumber]",
		}, told)
		_, carries := fault.All(err)[0].(fault.Conflict)
		assert.True(t, carries, "what it is now")
		for _, n := range []int{0, 101} {
			_, err = w.Claims.AssignAll(ctx, w.Person("cleo"), &claims.AssignAllInput{Claims: make([]claims.ClaimRef, n)})
			assert.Equal(t, []string{"claims"}, fault.All(err)[0].Base().Path)
		}
		hundred := make([]claims.ClaimRef, 100)
		hundred[0] = ref(two)
		done, err = w.Claims.AssignAll(ctx, w.Person("cleo"), &claims.AssignAllInput{Claims: hundred})
		assert.Len(t, done, 1)
		assert.Len(t, fault.All(err), 99)
		fay := base.PersonKey(w.Person("fay").PersonID())
		_, err = w.Claims.AssignAll(ctx, w.Person("cleo"), &claims.AssignAllInput{PersonID: &fay, Claims: []claims.ClaimRef{ref(two)}})
		assert.Equal(t, []string{"personId"}, fault.All(err)[0].Base().Path)
	})
}
