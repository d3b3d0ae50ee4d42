package catalog_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// A mistake in an example is told once, at its own line: one in what is given does not fail all cases below it.
func TestAMistakeInAnExampleIsToldOnce(t *testing.T) {
	t.Parallel()
	folder := os.DirFS("testdata")
	file, err := fs.ReadFile(folder, "phx-01.yaml")
	require.NoError(t, err)
	p, err := catalog.Parse(file, folder)
	require.NoError(t, err)
	text, err := fs.ReadFile(folder, "phx-01.example")
	require.NoError(t, err)
	for old, c := range map[string][2]string{
		"brand huawei, price":               {"brnd huawei, price", "line 2: given: imei 123456789012345, brnd huawei, price 4000, boughtAt 2026-11-20T10:00:00+08:00: there is no brnd (did you mean 'brand'?)"},
		"brand huawei,":                     {"brand huawie,", "brand huawie: must be one of apple, huawei, xiaomi, other (did you mean 'huawei'?)"},
		"price 4000, bought":                {"price 4000 HKD, bought", "price 4000 HKD: must be a decimal"},
		"owner.ageBand adult":               {"owner.agBand adult", "there is no owner.agBand (did you mean 'owner.ageBand'?)"},
		"claim.invoiceNo I-1":               {"claim.invoiceNr I-1", "line 48: given:"},
		"payer CUSTOMER, now 2026-11-23":    {"payer CUSTOMER, now 2026-11-32", "line 1: given:"},
		"quote plan 1: price 500\n":         {"quote plan 1: pirce 500\n", "line 13: quote plan 1: pirce 500: invalid pirce (is not a factor of the product (did you mean 'price'?))"},
		"premium 48.00, sum insured 1400":   {"premium 48.01, sum insured 1401", "line 7: quote plan 1:: premium is 48.00 HKD, not 48.01; sum insured is 1400.00 HKD, not 1401"},
		"  declined FOLDING_TOO_DEAR":       {"  premium 900.00", "line 27: quote plan 2: folding true, price 20000: no premium (declined FOLDING_TOO_DEAR)"},
		"folding true, owner.ageBand young": {"folding ture, owner.ageBand young", "invalid folding (must be true or false)"},
		"claim plan 1: claim.shop none":     {"claim plan 1: claim.shop non", "invalid claim.shop (must be one of own, other, none)"},
	} {
		changed := strings.Replace(string(text), old, c[0], 1)
		require.NotEqual(t, string(text), changed, old)
		var told []string
		for _, f := range catalog.RunExamples(p, []byte(changed)) {
			told = append(told, f.String())
		}
		if assert.Len(t, told, 1, "%s: %s", c[0], strings.Join(told, "\n")) {
			assert.Contains(t, told[0], c[1])
		}
	}
}
