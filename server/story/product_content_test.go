package story

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

const completionDocument = `query($in: ConditionCompletionInput!) { conditionCompletion(input: $in) {
	variables { name type items unit title { zh en } values presence } operations { name signatures example }
	userErrors { code message path ... on ProductProblem { line } }
} }`

// Completion of conditions: variables of the act with type, unit, title and values; what is refused says why.
func TestConditionsAreCompletedByTheProduct(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		uma := f.person("uma")
		ask := func(change map[string]any) *answer {
			in := map[string]any{"productCode": "RFI-01", "act": "QUOTE"}
			for name, value := range change {
				in[name] = value
			}
			a := f.as(uma, completionDocument, map[string]any{"in": in})
			require.Empty(t, a.Errors, string(a.Body))
			return a
		}
		variables := func(a *answer) map[string]map[string]any {
			require.Empty(t, a.at("conditionCompletion", "userErrors"), string(a.Body))
			found := map[string]map[string]any{}
			for _, one := range a.at("conditionCompletion", "variables").([]any) {
				found[one.(map[string]any)["name"].(string)] = one.(map[string]any)
			}
			return found
		}
		quote, claim := variables(ask(nil)), variables(ask(map[string]any{"act": "CLAIM"}))
		assert.Equal(t, map[string]any{
			"name": "weightKg", "type": "DECIMAL", "items": nil, "unit": "kg", "values": []any{}, "presence": "has(factors.weightKg)",
			"title": map[string]any{"zh": "商品重量（方案 B 必填）", "en": "Weight of the goods; plan B needs it"},
		}, quote["weightKg"])
		assert.Contains(t, quote["category"]["values"], "virtual")
		assert.Equal(t, []any{"A", "B"}, quote["plan"]["values"])
		assert.Contains(t, quote, "zone")
		assert.NotContains(t, quote, "to.address", "personal")
		assert.NotContains(t, quote, "claim.receivedAt")
		assert.Contains(t, claim, "claim.receivedAt")
		assert.NotEmpty(t, ask(nil).at("conditionCompletion", "operations"))

		b, err := catalog.ReadFolder(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		changed := strings.Replace(string(b.File), "name: {zh: 首重方案, en: First weight}", "name: {zh: 首重方案, en: First weight}\n  - {code: C, name: {zh: 丙, en: Third}}", 1)
		assert.Equal(t, []any{"A", "C", "B"}, variables(ask(map[string]any{"file": changed}))["plan"]["values"], "of the file in hand")
		for _, wrong := range []map[string]any{
			{"productCode": "NONE"}, {"version": 99}, {"file": strings.Replace(string(b.File), "terms:", "termz:", 1)}, {"productCode": "ASI-01", "file": string(b.File)},
		} {
			a := ask(wrong)
			assert.NotEmpty(t, a.at("conditionCompletion", "userErrors"), string(a.Body))
			assert.Empty(t, a.at("conditionCompletion", "variables"))
		}
		a := f.as(f.person("serge"), completionDocument, map[string]any{"in": map[string]any{"productCode": "RFI-01", "act": "QUOTE"}})
		assert.Equal(t, "FORBIDDEN", a.Code(), string(a.Body))
	})
}

// Structured read: the parts of the file are what it says, each at its line.
func TestAProductFileIsReadByItsParts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.as(f.person("serge"), `{ productVersion(productCode: "RFI-01", version: 1) { file } productContent(input: {productCode: "RFI-01", version: 1}) { userErrors { code } content {
			filing { premiumLeast premiumMost factorMost commissionMost line } coverages { code filingNo line }
			factors { name type optional personal unit values least most formula line } claimFacts { name line }
			plans { code requires claimRequires terms { path value layer } line }
			rules { code acts effect points condition path line } comparisons { code of within more points line }
			tables { name keys band rows { keys from below value decline sentence { en } line } line } } } }`, nil)
		require.Empty(t, a.Errors, string(a.Body))
		lines := strings.Split(a.at("productVersion", "file").(string), "\n")
		content := a.at("productContent", "content").(map[string]any)
		part := func(list, name, value string) map[string]any {
			for _, one := range content[list].([]any) {
				if one.(map[string]any)[name] == value {
					return one.(map[string]any)
				}
			}
			require.Fail(t, "missing", "%s %s", list, value)
			return nil
		}
		stands := func(one map[string]any, text string) {
			assert.Contains(t, lines[int(one["line"].(float64))-1], text)
		}
		filing := content["filing"].(map[string]any)
		assert.Equal(t, []any{"0.1", "6", "1.3", "0.2"}, []any{filing["premiumLeast"], filing["premiumMost"], filing["factorMost"], filing["commissionMost"]})
		stands(filing, "filing:")
		stands(part("coverages", "code", "RFI-01"), "code: RFI-01")
		weight := part("factors", "name", "weightKg")
		assert.Equal(t, []any{"DECIMAL", true, "kg", "0", "1000", nil}, []any{weight["type"], weight["optional"], weight["unit"], weight["least"], weight["most"], weight["formula"]})
		stands(weight, "name: weightKg")
		stands(part("factors", "name", "to.city"), "name: city")
		assert.Equal(t, true, part("factors", "name", "to.address")["personal"])
		assert.NotEmpty(t, part("factors", "name", "zone")["formula"])
		stands(part("factors", "name", "zone"), "name: zone")
		stands(part("claimFacts", "name", "receivedAt"), "receivedAt")
		plan := part("plans", "code", "B")
		assert.Equal(t, []any{"weightKg"}, plan["requires"])
		assert.Contains(t, plan["terms"], map[string]any{"path": "claim.automaticLimit", "value": "25", "layer": "product"})
		stands(plan, "code: B")
		risk := part("rules", "code", "RISK_SCORE")
		assert.Equal(t, map[string]any{
			"code": "RISK_SCORE", "acts": []any{"QUOTE", "ISSUE"}, "effect": "REFUSE", "points": 0.0, "condition": "buyerRiskScore >= 95",
			"path": "factors.buyerRiskScore", "line": risk["line"],
		}, risk)
		stands(risk, "RISK_SCORE")
		assert.Equal(t, []any{"SCORE", 45.0}, []any{part("rules", "code", "LIGHT_PARCEL")["effect"], part("rules", "code", "LIGHT_PARCEL")["points"]})
		once, burst := part("comparisons", "code", "TRACKING_NO_USED"), part("comparisons", "code", "SELLER_BURST")
		assert.Equal(t, []any{"claim.returnTrackingNo", nil, "P1D", 50.0}, []any{once["of"], once["within"], burst["within"], burst["more"]})
		stands(burst, "SELLER_BURST")
		base := part("tables", "name", "base")
		rows := base["rows"].([]any)
		require.Len(t, rows, 9)
		second, last := rows[1].(map[string]any), rows[8].(map[string]any)
		assert.Equal(t, []any{"sellerReturnRate", "0.005", "0.01", "0.2", nil}, []any{base["band"], second["from"], second["below"], second["value"], second["decline"]})
		stands(second, "from: 0.005, below: 0.01")
		assert.Equal(t, []any{"0.5", nil, nil, "SELLER_RETURN_RATE"}, []any{last["from"], last["below"], last["value"], last["decline"]})
		assert.Equal(t, []any{"else"}, part("tables", "name", "goods")["rows"].([]any)[4].(map[string]any)["keys"])

		changed := strings.Replace(strings.Join(lines, "\n"), "below: 0.005, value: 0.10", "below: 0.005, value: 0.15", 1)
		ask := func(in map[string]any) *answer {
			a := f.as(f.person("uma"), `query($in: ProductContentInput!) { productContent(input: $in) {
				content { tables { rows { value } } } userErrors { code path ... on ProductProblem { line } } } }`, map[string]any{"in": in})
			require.Empty(t, a.Errors, string(a.Body))
			return a
		}
		b := ask(map[string]any{"productCode": "RFI-01", "file": changed})
		assert.Equal(t, "0.15", b.at("productContent", "content", "tables").([]any)[0].(map[string]any)["rows"].([]any)[0].(map[string]any)["value"], "the file in hand")
		b = ask(map[string]any{"productCode": "RFI-01", "file": strings.Replace(changed, "terms:", "termz:", 1)})
		assert.Nil(t, b.at("productContent", "content"))
		assert.NotNil(t, b.at("productContent", "userErrors").([]any)[0].(map[string]any)["line"], string(b.Body))
		b = ask(map[string]any{"productCode": "NONE"})
		assert.Equal(t, []string{"NOT_FOUND"}, b.codes("productContent"))
	})
}
