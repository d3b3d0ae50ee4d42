package catalog_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// part of a product file: from a line that begins with one text until before a line that begins with another.
func part(t *testing.T, file, from, until string) string {
	t.Helper()
	start := strings.Index(file, from)
	length := strings.Index(file[start:], until)
	require.True(t, start >= 0 && length > 0)
	return file[start : start+length]
}

// A file says what was filed and what is covered; one without coverages has one that is named as the product.
func TestFilingAndCoverage(t *testing.T) {
	t.Parallel()
	file := seedFile(t, "rfi-01")
	p, err := catalog.Parse([]byte(file), catalog.Seeds())
	require.NoError(t, err)
	require.NoError(t, catalog.Publishable(p))
	f := p.Filing()
	assert.Equal(t, []string{"0.7", "1.3", "0.1", "6", "0.2", "0.35"}, []string{
		f.Factor.Least.String(), f.Factor.Most.String(), f.Premium.Least.String(), f.Premium.Most.String(), f.CommissionMost.String(), f.ExpenseLoading.String(),
	})
	assert.Equal(t, []string{"RFI-01", "VAT6", "FREIGHT", "RETURN"}, []string{p.Coverage().Code, p.Coverage().TaxClass, p.Coverage().Portfolio, p.Coverage().Cause})

	filing, coverages := part(t, file, "filing:", "# 责任"), part(t, file, "coverages:", "# 投保要素")
	bare, err := catalog.Parse([]byte(strings.Replace(strings.Replace(file, filing, "", 1), coverages, "", 1)), catalog.Seeds())
	require.NoError(t, err)
	assert.Nil(t, bare.Filing())
	assert.Equal(t, catalog.Coverage{Code: "RFI-01", Name: bare.Name()}, bare.Coverage())
	err = catalog.Publishable(bare)
	assert.ErrorContains(t, err, "filing: the key is missing")
	assert.ErrorContains(t, err, "coverages: the key is missing")
}

// What is published from now on says what was filed (C3).
func TestAPublicationNeedsAFiling(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		bundle, err := catalog.ReadFolder(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		bundle.File = []byte(strings.Replace(string(bundle.File), part(t, string(bundle.File), "filing:", "# 责任"), "", 1))
		draft, err := w.Catalog.Save(ctx, tool, bundle)
		require.NoError(t, err, "a draft may still lack it")
		err = w.Catalog.Publish(ctx, tool, draft.Code, draft.Version, draft.Revision)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.ErrorContains(t, err, "filing")
	})
}

// A premium that was not filed is declined by name: by the product's own sheet, by a factor that this version did not file, and where
// a factor makes nothing of it.
func TestAPremiumOutsideOfTheFiling(t *testing.T) {
	t.Parallel()
	const bounds = "    - bounds: {min: 0.10, max: 6.00}\n"
	file := strings.Replace(seedFile(t, "rfi-01"), bounds, "", 1)
	least := map[string]any{}
	for name, value := range freight() {
		least[name] = value
	}
	least["sellerReturnRate"], least["buyerReturns"], least["category"] = "0.004", json.Number("0"), "electronics"
	least["from"], least["to"] = map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "1"}, map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "2"}
	factor := func(text string) *rating.Adjustment {
		value := money.MustDecimal(text)
		return &rating.Adjustment{Factor: &value, FactorStep: "agreement " + text}
	}
	unbounded := strings.Replace(file, "    least: '0.10'\n    most: '6.00'\n", "", 1)
	for name, c := range map[string]struct {
		file string
		a    *rating.Adjustment
		out  bool
	}{
		"below the least by the sheet": {file, &rating.Adjustment{}, true}, // 0.04
		"within":                       {seedFile(t, "rfi-01"), factor("0.70"), false},
		"a factor that was not filed":  {seedFile(t, "rfi-01"), factor("0.69"), true},
		"nothing is left by rounding":  {strings.Replace(unbounded, "least: '0.70'", "least: '0.10'", 1), factor("0.10"), true},  // 0.0043
		"a little is left":             {strings.Replace(unbounded, "least: '0.70'", "least: '0.10'", 1), factor("0.12"), false}, // 0.0052
	} {
		p, err := catalog.Recall([]byte(c.file), catalog.Seeds()) // a new product is refused that prices what was not filed
		require.NoError(t, err, name)
		_, err = p.Premium(kase(t, p, "A", least), c.a)
		if !c.out {
			assert.NoError(t, err, name)
			continue
		}
		var declined *rating.Decline
		require.ErrorAs(t, err, &declined, name)
		assert.Equal(t, catalog.OutsideFiling, declined.Code, name)
	}
}
