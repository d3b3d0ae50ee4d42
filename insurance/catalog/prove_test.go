package catalog_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// What gives no amount where the rules let a case pass is named before anything is sold, though no example comes by there.
func TestEveryReachableRowGivesAnAmount(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/phx-01.yaml")
	require.NoError(t, err)
	for name, c := range map[string]struct{ old, changed, want string }{
		"a rate below 0": {
			"{key: other, value: 1.3}", "{key: other, value: -39}",
			`rating.tables[1].rows[1].value: row 2: -39 is less than nothing, and premium is computed from it by "multiply brandFactor"`,
		},
		"a value that a formula adds": {
			"{key: 1, value: 9.90}", "{key: 1, value: -999.90}", // before the bounds, which are taken away
			"rating.tables[2].rows[1]: row 2: rating.premium: the result is no amount: -",
		},
		"all of a sheet": {
			"- {if: repairs > 0, add: {decimal: 5.25}}", "- {add: {decimal: -99999}}",
			"rating.premium: the result is no amount: -",
		},
		"too much": {
			"- {if: repairs > 0, add: {decimal: 5.25}}", "- {if: repairs > 0, formula: value * 999999999 * 99999999999}",
			"rating.premium: the result is no amount: ",
		},
		"what the rules let pass": {
			"- {if: repairs > 0, add: {decimal: 5.25}}", `- {formula: "value - (repairs >= 2 ? 99999 : 0)"}`,
			"rating.premium: the result is no amount: -",
		},
		"what the rules refuse": {
			"- {if: repairs > 0, add: {decimal: 5.25}}", `- {formula: "value - (repairs >= 3 ? 99999 : 0)"}`, "",
		},
		"a sum insured below 0": {
			"- {name: of a year, if: plan == '2', multiply: {decimal: 2}}", "- {if: plan == '2', add: {decimal: -200}}",
			"rating.sumInsured: the result is no amount: -",
		},
		"more than was filed": {
			"factors:\n", "filing: {premium: {least: '0', most: '900'}, commissionMost: '0.1', expenseLoading: '0.2'}\nfactors:\n",
			"rating.premium: ",
		},
		"all that was filed": {
			"factors:\n", "filing: {premium: {least: '0', most: '2000'}, commissionMost: '0.1', expenseLoading: '0.2'}\nfactors:\n", "",
		},
	} {
		changed := strings.Replace(string(file), c.old, c.changed, 1)
		require.NotEqual(t, string(file), changed, name)
		changed = strings.Replace(changed, "    - bounds: {min: 19.90}\n", "", 1)
		_, err := catalog.Parse([]byte(changed), os.DirFS("testdata"))
		switch {
		case c.want == "":
			assert.NoError(t, err, name)
		case assert.Error(t, err, name):
			assert.Contains(t, err.Error(), c.want, name)
			assert.Len(t, strings.Split(err.Error(), "\n"), 1, "once: %v", err)
		}
		_, err = catalog.Recall([]byte(changed), os.DirFS("testdata"))
		assert.NoError(t, err, "what was published once is sold on: %s", name)
	}
}

// A table that nobody asks, a title in one language, and a condition that never holds are mistakes of the file.
func TestWhatIsOfNoUseIsRefused(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/phx-01.yaml")
	require.NoError(t, err)
	const never = ": never holds, whatever the factors are"
	for _, c := range []struct{ old, changed, want string }{
		{"title: {zh: 费率, en: Rate}", "title: {zh: 费率}", "rating.tables[0].title: a text in zh and en is needed"},
		{"      title: {zh: 费率, en: Rate}\n", "", "rating.tables[0].title: a text in zh and en is needed"},
		{"    - multiply: {table: brandFactor}\n", "", "rating.tables[1].name: no step asks table brandFactor: use it or take it out"},
		{"    - multiply: {table: shop}\n", "", "rating.tables[3].name: no step asks table shop"},
		{"if: repairs >= 3", "if: repairs > 20", "rules[1].if" + never},
		{"if: repairs >= 3", "if: repairs >= 20", ""},
		{"if: repairs >= 3", "if: 20 < repairs", "rules[1].if" + never},
		{"if: repairs >= 3", "if: price >= 30000", "rules[1].if" + never},
		{"if: repairs >= 3", "if: price > decimal('29999.99')", ""},
		{"if: repairs >= 3", "if: repairs > 5 && folding && repairs < 5", "rules[1].if" + never},
		{"if: repairs >= 3", "if: repairs > 5 || folding && repairs < 5", ""},
		{"if: repairs >= 3", "if: (repairs > 5 || folding) && repairs < 3", ""},
		{"if: repairs >= 3", "if: repairs > 20 || price < 500", "rules[1].if" + never},
		{"if: repairs >= 3", "if: brand == 'apple' && brand == 'huawei'", "rules[1].if" + never},
		{"if: repairs >= 3", "if: brand in ['apple', 'other'] && !(brand != 'huawei')", "rules[1].if" + never},
		{"if: repairs >= 3", "if: brand in ['apple', 'other'] && brand != 'apple'", ""},
		{"if: repairs >= 3", "if: folding && !factors.folding", "rules[1].if" + never},
		{"if: repairs >= 3", "if: '1 > 2'", "rules[1].if" + never},
		{"if: repairs >= 3", "if: 'false'", "rules[1].if" + never},
		{"if: repairs >= 3", "if: \"plan == '1' ? false : plan == '1'\"", "rules[1].if" + never},
		{"if: repairs >= 3", "if: extraCount > 5", ""}, // it is computed: nothing is known
		{"- {if: repairs > 0, add", "- {if: repairs < 0, add", "rating.premium[4].if" + never},
		{"if: claim.drops > 3", "if: claim.shop == 'own' && claim.shop == 'none'", "claims.score[1].if" + never},
	} {
		changed := strings.Replace(string(file), c.old, c.changed, 1)
		require.NotEqual(t, string(file), changed, c.old)
		_, err := catalog.Parse([]byte(changed), os.DirFS("testdata"))
		if c.want == "" {
			assert.NoError(t, err, c.changed)
		} else if assert.Error(t, err, c.changed) {
			assert.Contains(t, err.Error(), c.want, c.changed)
		}
		_, err = catalog.Recall([]byte(changed), os.DirFS("testdata"))
		assert.NoError(t, err, "what was published once is sold on: %s", c.changed)
	}
}
