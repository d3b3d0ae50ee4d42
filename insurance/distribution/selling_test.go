package distribution_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// Section 4, Product.agreements: those that sell a product, in their newest versions, of channels that a person sees.
func TestSection4AgreementsThatSellAProduct(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.AddChannel("shop", "AG-SHOP", "RFI-01")
		again := second()
		again.Version = 0
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, again))
		products, err := w.Catalog.Summaries(ctx)
		require.NoError(t, err)
		sold := func(who *access.Caller, mode work.Mode) map[string][]string {
			lists, err := w.Distribution.AgreementsSelling(ctx, who, products, mode)
			require.NoError(t, err)
			named := map[string][]string{}
			for code, list := range lists {
				for _, a := range list {
					named[code] = append(named[code], fmt.Sprint(a.Code, " ", a.Version))
				}
			}
			return named
		}
		all := map[string][]string{"RFI-01": {insurancetest.MallAgreement + " 2", "AG-SHOP 1"}, "ASI-01": {insurancetest.PayAgreement + " 1"}}
		uma := w.Person("uma")
		assert.Equal(t, all, sold(uma, work.Live))
		assert.Equal(t, all, sold(uma, work.Sandbox))
		narrow := *uma
		narrow.Only = []int64{w.Caller("shop").Channel.ID}
		assert.Equal(t, map[string][]string{"RFI-01": {"AG-SHOP 1"}}, sold(&narrow, work.Live))
		assert.Empty(t, sold(&narrow, work.Sandbox))
	})
}

// Section 4, ProductVersion.terms: what a version says by layer is what an agreement that adds nothing says.
func TestSection4TermsOfAVersionByLayer(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		v, err := w.Catalog.OnSale("ASI-01")
		require.NoError(t, err)
		layers := map[string]bool{}
		for _, plan := range v.Plans() {
			list, err := v.LayeredTerms(&plan.Code)
			require.NoError(t, err)
			agreed, err := w.Distribution.LayeredTerms(ctx, w.Person("uma"), distribution.TermsLookup{
				ChannelCode: insurancetest.Pay, AgreementCode: insurancetest.PayAgreement, PlanCode: plan.Code, Mode: work.Live,
			})
			require.NoError(t, err)
			require.Len(t, list, len(agreed))
			for i := range list {
				assert.Equal(t, *agreed[i], list[i])
				layers[list[i].Layer] = true
			}
		}
		assert.True(t, layers["default"] && layers["product"] && layers["plan"], "%v", layers)
		own, err := v.LayeredTerms(nil)
		require.NoError(t, err)
		for _, term := range own {
			assert.Contains(t, []string{"default", "product"}, term.Layer, term.Key)
		}
		_, err = v.LayeredTerms(text("Z"))
		require.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		assert.Equal(t, []string{"planCode"}, fault.All(err)[0].Base().Path)
	})
}
