package catalog_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

func changedFreight(t *testing.T, change func(string) string) (*catalog.Product, error) {
	t.Helper()
	file, err := fs.ReadFile(catalog.Seeds(), "rfi-01.yaml")
	require.NoError(t, err)
	return catalog.Sketch([]byte(change(string(file))))
}

// E2: a product says by which factors its bookings are told apart.
func TestE2Dimensions(t *testing.T) {
	t.Parallel()
	p, err := changedFreight(t, func(s string) string { return s })
	require.NoError(t, err)
	facts := map[string]json.RawMessage{
		"sellerId": json.RawMessage(`"S-1"`), "category": json.RawMessage(`"shoes"`), "to": json.RawMessage(`{"province": "33", "city": "3301"}`),
		"sellerReturnRate": json.RawMessage(`"0.10"`), "buyerReturns": json.RawMessage(`0`), "buyerRiskScore": json.RawMessage(`80`),
	}
	assert.Equal(t, catalog.Dimensions{Region: "33", Category: "shoes", Merchant: "S-1", Bands: [3]string{"0.1-0.2", "<1", ">=80"}}, p.Dimensions(facts))
	assert.Equal(t, catalog.Dimensions{}, p.Dimensions(nil))
}

// What statistics cannot be told apart by is a mistake of the file, in its place.
func TestE2StatisticsThatAreWrong(t *testing.T) {
	t.Parallel()
	for line, change := range map[string][2]string{
		"is no factor":                {"region: to.province", "region: to.planet"},
		"is personal":                 {"region: to.province", "region: to.address"},
		"is no string":                {"category: category", "category: payAmount"},
		"is no number":                {"{factor: sellerReturnRate,", "{factor: sellerId,"},
		"greater than the one before": {"from: [1, 5, 10, 20]", "from: [1, 10, 5]"},
		"1 to 20 numbers":             {"from: [1, 5, 10, 20]", "from: []"},
		"no decimal from 0 on":        {"from: [1, 5, 10, 20]", "from: [one]"},
		"at most 3":                   {"  bands:\n", "  bands:\n    - {factor: buyerReturns, from: [1]}\n"},
	} {
		_, err := changedFreight(t, func(s string) string { return strings.Replace(s, change[0], change[1], 1) })
		require.ErrorContains(t, err, line)
		require.ErrorContains(t, err, "statistics")
	}
}
