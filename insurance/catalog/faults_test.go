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

func seedFile(t *testing.T, name string) string {
	t.Helper()
	file, err := fs.ReadFile(catalog.Seeds(), name+".yaml")
	require.NoError(t, err)
	return string(file)
}

// lineOf is where a text first stands in a file.
func lineOf(file, text string) int {
	before, _, _ := strings.Cut(file, text)
	return strings.Count(before, "\n") + 1
}

func TestFaultsAreNamedWithTheirLine(t *testing.T) {
	t.Parallel()
	file := seedFile(t, "rfi-01")
	for _, c := range []struct{ old, new, want string }{
		{"name: {zh: 首重方案, en: First weight}", "name: {zh: 首重方案, en: First weight, and no more}", "there is no such key here: a text with a comma within {…} stands in quotes"},
		{"currency: CNY", "currency: XYZ", `line 7: currency: unknown currency`},
		{"timeZone: Asia/Shanghai", "timeZone: Asia/Nowhere", "line 8: timeZone: unknown time zone"},
		{"timeZone: Asia/Shanghai", "timeZone: Local", "timeZone: a zone is needed"},
		{"code: RFI-01", "code: rfi", "line 5: code:"},
		{"code: RFI-01", "kode: RFI-01", "line 5: kode: there is no such key here (did you mean 'code'?)"},
		{"code: RFI-01", "code: RFI-01\ncode: RFI-02", "already defined"},
		{"kind: NOTICE", "kind: NOTE", "there is no document of kind NOTICE"},
		{"rfi-01/notice.md", "rfi-01/missing.md", "documents[1].file: rfi-01/missing.md does not exist"},
		{"rfi-01/notice.md", "../rfi-01/notice.md", "../rfi-01/notice.md lies outside of the folder rfi-01"},
		{"rfi-01/notice.md", "asi-01/notice.md", "documents[1].file: asi-01/notice.md lies outside of the folder rfi-01"},
		{"type: instant", "type: moment", `"moment" is none of`},
		{"optional: true\n    min: 0", "optional: maybe\n    min: 0", "optional: must be true or false"},
		{"maxLength: 64", "maxLength: 64.5", "maxLength: must be a whole number"},
		{"cover.length: P90D", "cover.length: 90 days", "terms.cover.length: layer product: not an ISO 8601"},
		{"claim.most: 1", "claim.mots: 1", "terms.claim.mots: layer product: there is no such term"},
		{"requires: [weightKg]", "requires: [weight]", `plans[1].requires[0]: "weight" is no optional factor`},
		{"- code: B", "- code: A", `plans[1].code: "A" is no code, or there twice`},
		{"if: buyerRiskScore >= 95", "if: buyerRiskScore >= 95.5", "rules[2].if: 95.5 is a binary fraction: write decimal('95.5')"},
		{"if: buyerRiskScore >= 95", "if: buyerScore >= 95", "rules[2].if: there is no 'buyerScore'"},
		{"if: buyerRiskScore >= 95", "if: from.address == ''", "rules[2].if: from.address is personal"},
		{"path: factors.buyerRiskScore", "path: factors.score", `rules[2].path: there is no input "factors.score"`},
		{"from: 0.03, below: 0.06", "from: 0.04, below: 0.06", "rating.tables[0].rows[3]: row 4: gap: nothing for sellerReturnRate from 0.03 to below 0.04, after row 3"},
		{"from: 0.03, below: 0.06", "from: 0.03, below: 0.07", "rating.tables[0].rows[4]: row 5: overlaps row 4"},
		{"- {key: remote, value: 18.00}", "- {key: moon, value: 18.00}", `zone is never "moon"`},
		{"        - {key: remote, value: 8.00}\n", "", "rating.tables[4].rows: no row for remote, and no else row"},
		{"- round: {digits: 2, mode: halfUp}\n    - bounds: {min", "- bounds: {min", "rating.premium[5]: may leave fractions of a minor unit"},
		{"mode: halfUp", "mode: half", `rating.premium[5].round.mode: "half" is not a way to round`},
		{"set: {table: base}", "set: {table: basis}", `rating.premium[0].set.table: there is no table "basis"`},
		{"plan == 'B' && weightKg > 1", "claim.weightKg > 1", "there is no claim yet"},
		{"value + table.furtherKg", "value + table.further", "rating.sumInsured[1].formula: there is no"},
		{"name: sellerId", "name: &a sellerId", "must be"},
		{"name: sellerId", "name: plan", `"plan" cannot name a factor`},
		{"enum: [none, same,", "enum: [none,", "derived[2].formula: the result is never 'same' (it is one of none, neighbouring, other, far, remote) (line 2 of it, column 34)"},
		{"factors:\n", "factors: 5\nfoo:\n", "factors: must be a list"},
		{"factor: {least: '0.70', most: '1.30'}", "factor: {least: '1.01', most: '1.30'}", "filing.premium.factor: the filed price itself has the factor 1"},
		{"factor: {least: '0.70', most: '1.30'}", "factor: {least: '0.7000001', most: '1.30'}", `filing.premium.factor.least: "0.7000001" is no decimal`},
		{"least: '0.10'\n    most: '6.00'", "least: '0.10'\n    most: '0.09'", "filing.premium: nothing lies between least and most"},
		{"least: '0.10'\n    most: '6.00'", "least: '0.101'\n    most: '6.00'", `filing.premium.least: "0.101" is no decimal from 0 on with at most 2 digits`},
		{"least: '0.10'\n    most: '6.00'", "most: '6.00'", `filing.premium.least: "" is no decimal`},
		{"    factor: {least: '0.70', most: '1.30'}\n    least: '0.10'\n    most: '6.00'\n", "    {}\n", "filing.premium: least and most, or factor, must say what was filed"},
		{"commissionMost: '0.20'", "commissionMost: '1.0'", "filing.commissionMost: a share of the premium lies below 1"},
		{"commissionMost: '0.20'", "commissionMost: '0.36'", "filing.commissionMost: commission is paid out of the expense loading: it is at most 0.35"},
		{"expenseLoading: '0.35'", "expenseLoading: '-0.35'", `filing.expenseLoading: "-0.35" is no decimal`},
		{"taxClass: VAT6", "taxClass: vat", `coverages[0].taxClass: "vat" is no code`},
		{"filingNo: C00000032412026000001", "filingNo: ''", "coverages[0].filingNo: is needed, as it was filed"},
		{"  - code: RFI-01\n", "  - code: rfi\n", `coverages[0].code: "rfi" is no code`},
		{"cause: RETURN\n", "cause: RETURN\n  - {code: RFI-02}\n", "coverages[1]: a product has one coverage today"},
		{"sentence: {zh: 买家风险分过高，无法承保, en: The buyer's risk score is too high}", "sentence: {zh: 买家风险分过高}", "a sentence in zh and en is needed"},
	} {
		changed := strings.Replace(file, c.old, c.new, 1)
		require.NotEqual(t, file, changed, c.old)
		assert.Contains(t, faults(t, changed), c.want, "%s -> %s", c.old, c.new)
	}
	gap := strings.Replace(file, "from: 0.03, below: 0.06", "from: 0.04, below: 0.06", 1)
	assert.Contains(t, faults(t, gap), "line "+itoa(lineOf(gap, "from: 0.04"))+": rating.tables[0].rows[3]")
}

// A comparison with a text that can never be there makes a rule that never objects, or always does, and no example need show it.
func TestComparisonsThatAreNeverSo(t *testing.T) {
	t.Parallel()
	file := seedFile(t, "rfi-01")
	for condition, want := range map[string]string{
		"category == 'shoez'":                            "category is never 'shoez' (did you mean 'shoes'?) (column 13)",
		"'shoez' != factors.category":                    "category is never 'shoez' (did you mean 'shoes'?) (column 1)",
		"category in ['shoes', 'fodo']":                  "category is never 'fodo' (did you mean 'food'?) (column 23)",
		"plan == 'a'":                                    "plan is never 'a' (did you mean 'A'?) (column 9)",
		"plan != 'FRONT'":                                "plan is never 'FRONT' (it is one of A, B) (column 9)",
		"payer == 'SELER'":                               "payer is never 'SELER' (did you mean 'SELLER'?) (column 10)",
		"act == 'sale'":                                  "act is never 'sale' (it is one of quote, issue, endorse, renew, cancel, claim) (column 8)",
		"zone == 'remotte'":                              "zone is never 'remotte' (did you mean 'remote'?) (column 9)",
		"to.province == '99'":                            "to.province is never '99' (column 16)",
		"category == (plan == 'A' ? 'shoes' : 'virtua')": "category is never 'virtua' (did you mean 'virtual'?) (column 38)",
		"'CUSTOMRE' in terms.payers":                     "an item of terms.payers is never 'CUSTOMRE' (did you mean 'CUSTOMER'?) (column 1)",
		"terms.duplicate.rule == 'twice'":                "terms.duplicate.rule is never 'twice' (it is one of none, overlap, once) (column 25)",
		"{'shoez': 1}[category] > 0":                     "category is never 'shoez' (did you mean 'shoes'?) (column 2)",
		"zone == plan":                                   "zone and plan are never equal (column 9)",
		"category == 'shoes' || plan in ['A', 'B']":      "",
		"fromRegion == toRegion && trackingNo == 'any'":  "",
	} {
		changed := strings.Replace(file, "if: buyerRiskScore >= 95", `if: "`+condition+`"`, 1)
		_, err := catalog.Parse([]byte(changed), catalog.Seeds())
		if want == "" {
			assert.NoError(t, err, condition)
		} else if assert.Error(t, err, condition) {
			assert.Contains(t, err.Error(), "rules[2].if: "+want, condition)
		}
		_, err = catalog.Recall([]byte(changed), catalog.Seeds())
		assert.NoError(t, err, "what was published once is sold on: %s", condition)
	}
	assert.Contains(t, faults(t, strings.Replace(file, ": 'other'\n\n", ": 'othre'\n\n", 1)),
		"derived[2].formula: the result is never 'othre' (did you mean 'other'?) (line 6 of it, column 3)")
	phone, err := os.ReadFile("testdata/phx-01.yaml")
	require.NoError(t, err)
	for old, c := range map[string][2]string{
		"planBefore == '2'":                {"planBefore == '3'", "rules[4].if: planBefore is never '3' (it is one of 1, 2) (column 15)"},
		"if: folding && owner":             {"if: factors.extras.exists(x, x == 'bak') && owner", "rules[3].if: an item of extras is never 'bak' (did you mean 'back'?) (column 31)"},
		"owner.ageBand == 'young'":         {"owner.ageBand == 'yuong'", "rules[3].if: owner.ageBand is never 'yuong' (did you mean 'young'?) (column 29)"},
		"if: claim.drops > 3":              {"if: claim.shop == 'onw'", "claims.score[1].if: claim.shop is never 'onw' (did you mean 'own'?) (column 15)"},
		"name: of a year, if: plan == '2'": {"name: of a year, if: plan == 'II'", "rating.sumInsured[1].if: plan is never 'II' (it is one of 1, 2) (column 9)"},
		"duplicate.rule: overlap":          {"duplicate.rule: {formula: \"repairs > 0 ? 'once' : 'non'\"}", "terms.duplicate.rule: layer product: the result is never 'non' (did you mean 'none'?)"},
	} {
		changed := strings.Replace(string(phone), old, c[0], 1)
		require.NotEqual(t, string(phone), changed)
		_, err := catalog.Parse([]byte(changed), os.DirFS("testdata"))
		if assert.Error(t, err, c[0]) {
			assert.Contains(t, err.Error(), c[1])
		}
	}
}

func TestAllFaultsAreListed(t *testing.T) {
	t.Parallel()
	file := seedFile(t, "rfi-01")
	for old, changed := range map[string]string{
		"currency: CNY": "currency: XYZ", "claim.most: 1": "claim.most: one", "if: zone == 'none'": "if: zone == 1",
		"from: 0.06, below: 0.10": "from: 0.07, below: 0.10", "rfi-01/terms.md": "rfi-01/none.md",
	} {
		file = strings.Replace(file, old, changed, 1)
	}
	lines := strings.Split(faults(t, file), "\n")
	assert.Len(t, lines, 5)
}

func TestWhatIsNoProduct(t *testing.T) {
	t.Parallel()
	for want, file := range map[string]string{
		"holds no product":      "",
		"must be a mapping":     "5",
		"line 2":                "code: X\n\tname: tabs",
		"more than 1048576":     strings.Repeat("#", 1<<20+1),
		"a product needs":       "code: AB-1",
		"or more than one":      "code: A\n---\ncode: B",
		"nested too deep":       "terms: " + strings.Repeat("{a: ", 50) + "1" + strings.Repeat("}", 50),
		"must be a plain value": "terms: {a: *x}",
	} {
		assert.Contains(t, faults(t, file), want)
	}
	_, err := catalog.Parse([]byte(seedFile(t, "rfi-01")), nil)
	assert.ErrorContains(t, err, "does not exist", "documents are needed")
}

func TestFailingExamplesAreNamed(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	given := "given: payer CUSTOMER, now 2026-11-23T10:00:00+08:00, sellerId S, sellerReturnRate 0.05, buyerId B, buyerReturns 5, buyerRiskScore 10, category other\n" +
		"given: payTime 2026-11-23T09:00:00+08:00, payAmount 199, carrier SF, trackingNo SF12345, from.province 33, to.province 44\n"
	for text, want := range map[string]string{
		"quote plan A:\n  premium 0.50, sum insured 10.00": "",
		"quote plan A:\n  premium 0.51":                    "line 4: premium is 0.50 CNY, not 0.51",
		"quote plan A:\n  sum insured 1":                   "line 4: sum insured is 10.00 CNY, not 1",
		"quote plan A:\n  declined SELLER_RETURN_RATE":     "not declined by SELLER_RETURN_RATE",
		"quote plan A:\n  refused RISK_SCORE":              "not so: refused RISK_SCORE",
		"quote plan A: category food\n  accepted":          "line 3: refused CATEGORY_EXCLUDED",
		"quote plan A: category food\n  premium 0.50":      "no premium",
		"quote plan A: sellerReturnRate 0.6\n  accepted":   "declined SELLER_RETURN_RATE",
		"quote plan A: buyerReturns -1\n  accepted":        "invalid buyerReturns",
		"quote plan A:\n  zone is far":                     "zone is other, not far",
		"quote plan A:\n  colour is red":                   "there is no colour",
		"quote plan A:\n  from.address is x":               "there is no from.address",
		"quote plan A:\n  term cover.length P1Y":           "is P90D, not P1Y",
		"quote plan A:\n  premium many":                    "not a decimal",
		"quote plan A:\n  whatever":                        "cannot be understood",
		"quote plan A:":                                    "expects nothing",
		"quote plan C:\n  accepted":                        `has no plan "C"`,
		"sell plan A:\n  accepted":                         "must be given:, a case",
		"  accepted":                                       "must stand below a case",
		"given: now yesterday":                             "cannot parse",
	} {
		var got []string
		for _, f := range catalog.RunExamples(p, []byte(given+text)) {
			got = append(got, strings.Replace(f.String(), f.Example+": ", "", 1))
		}
		if want == "" {
			assert.Empty(t, got)
		} else {
			assert.Contains(t, strings.Join(got, "\n"), want, text)
		}
	}
	assert.Len(t, catalog.RunExamples(p, nil), 1, "no examples are no success")
}
