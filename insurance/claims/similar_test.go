package claims_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// similarTo is what a claim has in common with others, by their numbers, and these in their order.
func similarTo(t *testing.T, w *insurancetest.World, c *claims.Claim, first int) (numbers []string, same map[string][]string) {
	t.Helper()
	found, err := w.Claims.SimilarTo(ctx, w.Person("carl"), []*claims.Claim{c}, first)
	require.NoError(t, err)
	same = map[string][]string{}
	for _, one := range found[c.Key()] {
		numbers = append(numbers, one.Claim.Number())
		same[one.Claim.Number()] = one.Same
	}
	return numbers, same
}

// Console "Claim": claims with the same tracking number, or of one seller, are shown; those that were declined come first.
func TestB8SimilarClaims(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		one, two, three := sell(t, w, "O-1"), sell(t, w, "O-2"), sell(t, w, "O-3")
		first, err := submit(w, "C-1", one, "YT0000000001")
		require.NoError(t, err)
		second, err := submit(w, "C-2", two, "YT0000000001")
		require.NoError(t, err)
		third, err := submit(w, "C-3", three, "YT0000000003")
		require.NoError(t, err)
		numbers, same := similarTo(t, w, first.Claim, 10)
		require.NotEmpty(t, numbers)
		assert.Equal(t, second.Claim.Number(), numbers[0], "more in common")
		assert.Contains(t, same[second.Claim.Number()], claims.SameNumber)
		assert.NotContains(t, same[third.Claim.Number()], claims.SameNumber)
		assert.NotContains(t, numbers, first.Claim.Number(), "not itself")
		few, _ := similarTo(t, w, first.Claim, 1)
		assert.Equal(t, numbers[:1], few)
		for _, n := range []int{0, 51} {
			_, err = w.Claims.SimilarTo(ctx, w.Person("carl"), []*claims.Claim{first.Claim}, n)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		}
		_, err = w.Claims.SimilarTo(ctx, w.Person("carl"), []*claims.Claim{first.Claim}, 50)
		require.NoError(t, err)
	})
}

// Console "Claim": an account that a declined claim named comes up first; what is the same is said without saying it.
func TestB8ADeclinedClaimWithTheSameAccountComesFirst(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		channel := w.Caller(insurancetest.Pay)
		var list []*claims.Claim
		for _, who := range []string{"acct-1", "acct-2", "acct-3"} {
			in := robbed(w, "C-"+who, covered(t, w, who, "PLUS"), "3000")
			in.Facts["payeeAccount"] = "6222020000000000012"
			a, err := w.Claims.Submit(ctx, channel, in)
			require.NoError(t, err)
			work(t, w)
			list = append(list, seen(t, w, a.Claim.Number()))
		}
		decline(t, w, list[0])
		numbers, same := similarTo(t, w, list[2], 10)
		require.Len(t, numbers, 2)
		assert.Equal(t, []string{list[0].Number(), list[1].Number()}, numbers)
		assert.Contains(t, same[list[0].Number()], claims.SamePersonal)
	})
}
