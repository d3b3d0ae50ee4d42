package story

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// "products": a file is checked by the path of saveProduct without saving, with the place of a mistake and a fix; terms are told by layer.
func TestAProductIsCheckedWithoutSaving(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		uma := f.person("uma")
		b, err := catalog.ReadFolder(catalog.Seeds(), "asi-01.yaml")
		require.NoError(t, err)
		before := countRows(t, f.App, "product_versions")
		check := func(file string) *answer {
			return f.as(uma, `query($in: CheckProductInput!) { checkProduct(input: $in) { userErrors { code message path ... on ProductProblem { line column end fix } } } }`,
				map[string]any{"in": map[string]any{"productCode": "ASI-01", "file": file}})
		}
		a := check(string(b.File))
		require.Empty(t, a.Errors, string(a.Body))
		assert.Empty(t, a.at("checkProduct", "userErrors"), string(a.Body))
		wrong := strings.Replace(string(b.File), "gifted", "giftd", 1)
		a = check(wrong)
		require.NotEmpty(t, a.at("checkProduct", "userErrors"), string(a.Body))
		first := a.at("checkProduct", "userErrors").([]any)[0].(map[string]any)
		assert.Equal(t, "INVALID_VALUE", first["code"])
		assert.NotNil(t, first["line"])
		assert.NotNil(t, first["column"])
		a = check(strings.Replace(string(b.File), "code: ASI-01", "code: ASI-02", 1))
		assert.NotEmpty(t, a.at("checkProduct", "userErrors"), "another product's file")
		assert.Equal(t, before, countRows(t, f.App, "product_versions"), "nothing is saved")
		a = f.as(f.person("serge"), `query($in: CheckProductInput!) { checkProduct(input: $in) { userErrors { code } } }`,
			map[string]any{"in": map[string]any{"file": "x"}})
		assert.Equal(t, "FORBIDDEN", a.Code(), string(a.Body))

		terms := f.as(uma, `query($plan: String!) { policyTerms(channelCode: "demo-pay", mode: SANDBOX, agreementCode: "AG-PAY-ASI", planCode: $plan) { path value layer overridden { layer value } } }`,
			map[string]any{"plan": "BASIC"})
		require.Empty(t, terms.Errors, string(terms.Body))
		layers := map[string]bool{}
		for _, one := range terms.at("policyTerms").([]any) {
			term := one.(map[string]any)
			layers[term["layer"].(string)] = true
			if term["layer"] == "default" {
				assert.Empty(t, term["overridden"], "%v", term)
			} else {
				assert.NotEmpty(t, term["overridden"], "%v", term)
			}
		}
		assert.True(t, layers["default"] && layers["product"], "%v", layers)
		terms = f.as(uma, `{ policyTerms(channelCode: "demo-pay", mode: SANDBOX, agreementCode: "AG-PAY-ASI", planCode: "NONE") { path } }`, nil)
		assert.Equal(t, "NOT_FOUND", terms.Code(), string(terms.Body))
	})
}
