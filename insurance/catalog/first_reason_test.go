package catalog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// B7: the first that is so decides, in the order of docs/products.md: what stands around a claim comes after what the product finds
// and computes of it. Whatever decides, all of it is shown.
func TestTheFirstReasonDecides(t *testing.T) {
	t.Parallel()
	file, _, _ := strings.Cut(seedFile(t, "rfi-01"), "  amount:\n")
	without, err := catalog.Parse([]byte(file), catalog.Seeds())
	require.NoError(t, err)
	for product, want := range map[*catalog.Product]string{without: catalog.NoAmountRule, seeded(t, "rfi-01"): catalog.DeclinedBefore} {
		c, s := returned(t, product)
		s.FactsByHand = []string{"weightKg"}
		s.Declined = []catalog.EarlierDecline{{Claim: "C1", SameLoss: true, OccurredAt: c.Loss}}
		d, err := product.Adjudicate(c, s)
		require.NoError(t, err)
		assert.Equal(t, catalog.Refer, d.Outcome)
		assert.Equal(t, want, d.Reason)
		s.InForce = false
		declined, err := product.Adjudicate(c, s)
		require.NoError(t, err)
		assert.Equal(t, catalog.NoCover, declined.Reason)
		for _, shown := range []*catalog.Decision{d, declined} {
			var codes []string
			for _, f := range shown.Findings {
				codes = append(codes, f.Code)
			}
			assert.Subset(t, codes, []string{catalog.DeclinedBefore, catalog.FactByHand})
		}
	}
}
