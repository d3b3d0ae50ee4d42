package issuing_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
)

// agreePremium makes a version of the mall's agreement with premium terms; what is empty is left out.
func agreePremium(t *testing.T, w *insurancetest.World, factor, least, most string) {
	t.Helper()
	said := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	require.NoError(t, w.Distribution.AddAgreement(context.Background(), insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, ProductCode: "RFI-01", CommissionRate: "0.10", ValidFrom: w.Clock.Now(),
		Premium: &distribution.PremiumTerms{Factor: said(factor), Least: said(least), Most: said(most)},
	}))
	require.NoError(t, w.Cache.Refresh(context.Background()))
}

// steps of the premium of a policy, by their names.
func steps(t *testing.T, p *policy.Policy) map[string]string {
	t.Helper()
	sheet, err := p.Rating()
	require.NoError(t, err)
	values := map[string]string{}
	for _, s := range sheet.Steps {
		values[s.Rule] = s.Value.String()
	}
	return values
}

// C5: an agreement sells at its own premium, which the worksheet explains and which rates again by its version.
func TestPremiumByAgreement(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		before, err := issue(w, insurancetest.Mall, "O-0", insurancetest.Freight("O-0"))
		require.NoError(t, err)
		agreePremium(t, w, "0.90", "0.10", "6.00")
		issued, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		assert.Equal(t, "0.66", issued.Policy.Premium().Text(), "0.73125 x 0.90 = 0.658125")
		assert.Equal(t, "0.07", issued.Policy.Commission().Text(), "of 0.66")
		named := steps(t, issued.Policy)
		assert.Equal(t, "0.658125", named["agreement 0.90"])
		assert.Equal(t, "0.66", named["agreement bounds 0.10..6.00"])
		assert.Equal(t, "0.73", before.Policy.Premium().Text(), "the older policy keeps its version")

		agreePremium(t, w, "1.30", "", "0.80")
		dear, err := issue(w, insurancetest.Mall, "O-2", insurancetest.Freight("O-2"))
		require.NoError(t, err)
		assert.Equal(t, "0.80", dear.Policy.Premium().Text(), "0.95, and at most 0.80")
		agreePremium(t, w, "", "1.00", "")
		least, err := issue(w, insurancetest.Mall, "O-3", insurancetest.Freight("O-3"))
		require.NoError(t, err)
		assert.Equal(t, "1.00", least.Policy.Premium().Text())
		looked, wrong := rerate(t, w)
		assert.Equal(t, 4, looked)
		assert.Empty(t, wrong)
	})
}
