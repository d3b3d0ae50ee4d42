package story

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

const benchDocument = `query($in: RuleBenchInput!) { ruleBench(input: $in) {
	rules { code acts act effect points condition holds facts { name value } problem { code message path } }
	userErrors { code message path ... on ProductProblem { line } }
} }`

// benched are the rules of an answer, by code.
func benched(t *testing.T, a *answer) map[string]map[string]any {
	t.Helper()
	require.Empty(t, a.Errors, string(a.Body))
	require.Empty(t, a.at("ruleBench", "userErrors"), string(a.Body))
	rules := map[string]map[string]any{}
	for _, one := range a.at("ruleBench", "rules").([]any) {
		rules[one.(map[string]any)["code"].(string)] = one.(map[string]any)
	}
	return rules
}

// Test bench of the editor: every rule says yes or no to a pasted risk, or what it still asks for, as quotes and claims find it.
func TestEveryRuleAnswersOnTheBench(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		uma := f.person("uma")
		in := func(change map[string]any) map[string]any {
			given := map[string]any{"productCode": "RFI-01", "planCode": "A", "factors": freight("P")["factors"]}
			for name, value := range change {
				given[name] = value
			}
			return map[string]any{"in": given}
		}
		risky := map[string]any{}
		for name, value := range freight("P")["factors"].(map[string]any) {
			risky[name] = value
		}
		risky["buyerRiskScore"] = 97
		rules := benched(t, f.as(uma, benchDocument, in(map[string]any{"factors": risky})))
		assert.Equal(t, true, rules["RISK_SCORE"]["holds"])
		assert.Equal(t, []any{map[string]any{"name": "buyerRiskScore", "value": "97"}}, rules["RISK_SCORE"]["facts"])
		assert.Equal(t, false, rules["CATEGORY_EXCLUDED"]["holds"])
		assert.NotEmpty(t, rules["CATEGORY_EXCLUDED"]["facts"], "also what does not hold says what it saw")
		assert.Equal(t, "SCORE", rules["BUYER_RISK"]["effect"])
		assert.Equal(t, true, rules["BUYER_RISK"]["holds"])
		for code, path := range map[string][]any{"RETURN_TIMES": {"facts", "receivedAt"}, "FREIGHT_UNDER_WAY": {"reason"}, "TIMES_IN_FUTURE": {"facts", "shippedBackAt"}} {
			require.NotNil(t, rules[code], code)
			assert.Nil(t, rules[code]["holds"], code)
			assert.Equal(t, "REQUIRED", rules[code]["problem"].(map[string]any)["code"], code)
			assert.Equal(t, path, rules[code]["problem"].(map[string]any)["path"], code)
		}
		refused := f.as(uma, `query($in: PreviewInput!) { productPreview(input: $in) { refusals { ... on RuleRefusedError { rule } } } }`, in(map[string]any{"factors": risky}))
		require.Empty(t, refused.Errors, string(refused.Body))
		assert.Equal(t, []any{map[string]any{"rule": "RISK_SCORE"}}, refused.at("productPreview", "refusals"), "a quote finds the same")

		facts := map[string]any{
			"returnCarrier": "SF", "returnTrackingNo": "SF-123456", "shippedBackAt": "2026-11-25T10:00:00+08:00",
			"receivedAt": "2026-11-24T10:00:00+08:00", "refundedAt": "2026-11-26T10:00:00+08:00",
		}
		told := in(map[string]any{"facts": facts, "reportedAt": "2026-11-27T10:00:00+08:00", "act": "CLAIM", "reason": "CUSTOMER_REQUEST"})
		rules = benched(t, f.as(uma, benchDocument, told))
		assert.Equal(t, true, rules["RETURN_TIMES"]["holds"])
		assert.Equal(t, false, rules["TIMES_IN_FUTURE"]["holds"])
		assert.NotNil(t, rules["FREIGHT_UNDER_WAY"]["holds"])
		assert.Equal(t, "CANCEL", rules["FREIGHT_UNDER_WAY"]["act"])

		wrong := func(change map[string]any) map[string]any {
			a := f.as(uma, benchDocument, in(change))
			require.Empty(t, a.Errors, string(a.Body))
			assert.Empty(t, a.at("ruleBench", "rules"), string(a.Body))
			require.NotEmpty(t, a.at("ruleBench", "userErrors"), string(a.Body))
			return a.at("ruleBench", "userErrors").([]any)[0].(map[string]any)
		}
		assert.Equal(t, "NOT_FOUND", wrong(map[string]any{"productCode": "NONE"})["code"])
		assert.Equal(t, "NOT_AGREED", wrong(map[string]any{"planCode": "Z"})["code"])
		assert.Equal(t, []any{"factors", "sellerId"}, wrong(map[string]any{"factors": map[string]any{}})["path"])
		assert.Equal(t, []any{"facts", "shippedBackAt"}, wrong(map[string]any{"facts": map[string]any{"returnCarrier": "SF", "returnTrackingNo": "SF-123456"}})["path"])
		assert.Equal(t, []any{"planBefore"}, wrong(map[string]any{"planBefore": "Z"})["path"])
		b, err := catalog.ReadFolder(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		broken := wrong(map[string]any{"file": strings.Replace(string(b.File), "buyerRiskScore >= 95", "buyerRiskScor >= 95", 1)})
		assert.Equal(t, "INVALID_VALUE", broken["code"])
		assert.NotNil(t, broken["line"])
		changed := strings.Replace(string(b.File), "buyerRiskScore >= 95", "buyerRiskScore >= 99", 1)
		rules = benched(t, f.as(uma, benchDocument, in(map[string]any{"factors": risky, "file": changed})))
		assert.Equal(t, false, rules["RISK_SCORE"]["holds"], "the file in hand, not the stored one")
		assert.Equal(t, "FORBIDDEN", f.as(f.person("serge"), benchDocument, in(nil)).Code())
	})
}
