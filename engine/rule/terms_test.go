package rule_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

func over(t *testing.T, terms *rule.Terms, name string, layer rule.Layer) *rule.Terms {
	t.Helper()
	merged, problems := terms.Over(name, layer)
	require.Empty(t, sentences(problems))
	return merged
}

// Merging one product's terms into the defaults in place: from then on every product of that process had them (lessons).
func TestLayersAreNeverMergedInPlace(t *testing.T) {
	t.Parallel()
	defaults := rule.Defaults(nil)
	before := defaults.Explain()
	layer := rule.Layer{"payers": []any{"PLATFORM"}, "cover.length": "P90D", "insureds.max": json.Number("3")}
	kept := maps.Clone(layer)
	product := over(t, defaults, "product", layer)
	plan := over(t, product, "plan", rule.Layer{"cover.length": "P30D"})
	assert.Equal(t, before, defaults.Explain())
	assert.Equal(t, kept, layer)
	assert.Equal(t, before, rule.Defaults(nil).Explain())
	assert.EqualValues(t, 3, plan.Int("insureds.max"))
	length, err := product.Period("cover.length", nil)
	require.NoError(t, err)
	assert.Equal(t, "P90D", length.String(), "the plan changed only its own")
	list := plan.Strings("payers")
	list[0] = "NOBODY"
	assert.Equal(t, []string{"PLATFORM"}, plan.Strings("payers"), "nor can a reader change them")
}

// Lists merged by position: a product could neither shorten a rate table nor narrow a list of options. Lists replace.
func TestListsReplace(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"CUSTOMER", "SELLER", "PLATFORM"}, rule.Defaults(nil).Strings("payers"))
	narrowed := over(t, rule.Defaults(nil), "product", rule.Layer{"payers": []string{"SELLER"}})
	assert.Equal(t, []string{"SELLER"}, narrowed.Strings("payers"))
}

func TestTheUpperLayerWinsAndExplains(t *testing.T) {
	t.Parallel()
	terms := rule.Defaults(nil)
	for _, name := range []string{"product", "plan", "channel", "agreement"} {
		terms = over(t, terms, name, rule.Layer{"insureds.max": json.Number("2")})
		assert.Equal(t, name, explained(terms, "insureds.max").Layer)
	}
	terms = over(t, terms, "agreement", rule.Layer{"claim.automaticLimit": "25.00"})
	assert.Equal(t, rule.Explained{
		Key: "claim.automaticLimit", Title: rule.Text{Zh: "自动赔付限额", En: "approved without a person up to"}, Value: "25", Layer: "agreement",
		Overridden: []rule.Overridden{{Layer: "default", Value: "0"}},
	}, explained(terms, "claim.automaticLimit"))
	said := explained(terms, "insureds.max").Overridden
	assert.Equal(t, []string{"channel", "plan", "product", "default"}, []string{said[0].Layer, said[1].Layer, said[2].Layer, said[3].Layer}, "the nearest first")
	assert.Empty(t, explained(terms, "cover.length").Overridden)
	assert.Equal(t, "default", explained(terms, "cover.length").Layer)
	assert.Equal(t, "P1Y", explained(terms, "cover.length").Value)
}

func explained(terms *rule.Terms, key string) rule.Explained {
	list := terms.Explain()
	return list[slices.IndexFunc(list, func(e rule.Explained) bool { return e.Key == key })]
}

func TestFaultyLayersAreNamed(t *testing.T) {
	t.Parallel()
	for want, layer := range map[string]rule.Layer{
		"layer agreement: there is no such term":      {"cover.colour": true},
		"is no boolean":                               {"sale.issue": "yes"},
		"not an ISO 8601":                             {"cover.length": "90 days"},
		"cover.length: layer agreement: PT0S is less": {"cover.length": "PT0S"},
		"is more than":                                {"insureds.max": json.Number("101")},
		"is no integer":                               {"insureds.max": json.Number("1.5")},
		"none of none, overlap, once":                 {"duplicate.rule": "twice"},
		"none of CUSTOMER":                            {"payers": []any{"CUSTOMER", "NOBODY"}},
		"the list is empty":                           {"payers": []any{}},
		"is no list":                                  {"payers": "CUSTOMER"},
		"is no decimal in a string":                   {"claim.eventLimit": json.Number("5")},
		"only the product file has formulas":          {"cover.waiting": map[string]any{"formula": "'PT0S'"}},
		"must be period or":                           {"cover.waiting": map[string]any{"formel": "'PT0S'"}},
		"is no period":                                {"cover.waiting": nil},
	} {
		assert.ErrorContains(t, rule.CheckLayer(layer), want)
	}
	assert.NoError(t, rule.CheckLayer(nil))
	assert.NoError(t, rule.CheckLayer(rule.Layer{"quote.validity": "PT30M", "sale.quote": false}))
}

// A layer comes back from a database by encoding/json, which has its own numbers.
func TestLayersFromAnyDecoder(t *testing.T) {
	t.Parallel()
	var layer rule.Layer
	require.NoError(t, json.Unmarshal([]byte(`{"insureds.max": 7, "payers": ["SELLER"], "cover.mayAsk": true}`), &layer))
	terms := over(t, rule.Defaults(nil), "agreement", layer)
	assert.EqualValues(t, 7, terms.Int("insureds.max"))
	assert.True(t, terms.Bool("cover.mayAsk"))
}

// A default expiry that broke its own minimum (lessons): every default is within its own limits.
func TestDefaultsAreWithinTheirOwnLimits(t *testing.T) {
	t.Parallel()
	for _, key := range rule.Keys() {
		text, err := json.Marshal(key.Default)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(text, &value))
		assert.NoError(t, rule.CheckLayer(rule.Layer{key.Key: value}), key.Key)
		assert.NotEmpty(t, key.Title.Zh, key.Key)
		assert.NotEmpty(t, key.Title.En, key.Key)
	}
}

func TestTermsByFormula(t *testing.T) {
	t.Parallel()
	e := environment(t)
	terms := over(t, rule.Defaults(e), "product", rule.Layer{
		"cover.waiting":  map[string]any{"formula": "flag ? 'PT0S' : 'PT24H'"},
		"duplicate.rule": map[string]any{"formula": "category"},
		"cover.length":   map[string]any{"formula": "'P' + string(count) + 'D'"},
	})
	given := facts(t, `{"category": "a", "rate": "0.5", "flag": true}`)
	bought := facts(t, `{"category": "a", "rate": "0.5", "count": 0}`)
	for _, c := range []struct {
		facts rule.Facts
		want  string
	}{{given, "PT0S"}, {bought, "PT24H"}} {
		waiting, err := terms.Period("cover.waiting", c.facts)
		require.NoError(t, err)
		assert.Equal(t, c.want, waiting.String())
	}
	_, err := terms.String("duplicate.rule", given)
	assert.ErrorContains(t, err, "none of none, overlap, once", "what a formula gives is checked")
	_, err = terms.Period("cover.length", bought)
	assert.ErrorContains(t, err, "less than PT1M")
	_, err = terms.Period("cover.waiting", nil)
	assert.ErrorIs(t, err, rule.ErrEvaluation)
	assert.Equal(t, "flag ? 'PT0S' : 'PT24H'", explained(terms, "cover.waiting").Value)
	_, problems := rule.Defaults(e).Over("product", rule.Layer{"cover.waiting": map[string]any{"formula": "1"}, "sale.quote": map[string]any{"formula": "true"}})
	assert.Contains(t, sentences(problems), "gives a whole number where a text is needed")
	assert.Contains(t, sentences(problems), "sale.quote: layer product: it cannot be computed")
}

// A formula on insured.party passed the check and failed every sale: terms that are read without the risk have none.
func TestOnlyTermsReadWithTheRiskAreComputed(t *testing.T) {
	t.Parallel()
	e := environment(t)
	computed := []string{}
	for _, key := range rule.Keys() {
		source := "'x'"
		if key.Type == rule.DecimalType {
			source = "rate"
		}
		if _, problems := rule.Defaults(e).Over("product", rule.Layer{key.Key: map[string]any{"formula": source}}); len(problems) == 0 {
			computed = append(computed, key.Key)
		} else {
			assert.Contains(t, sentences(problems), "cannot be computed", key.Key)
		}
	}
	assert.Equal(t, []string{
		"quote.validity", "duplicate.rule", "duplicate.scope", "cover.waiting", "cover.length", "cover.maxAhead", "cover.maxPast",
	}, computed)
}

func TestReasonsOfACancellationAreCodes(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"CUSTOMER_REQUEST", "CHANNEL_REQUEST", "DUPLICATE", "OTHER"}, rule.Defaults(nil).Strings("cancel.reasons"))
	terms := over(t, rule.Defaults(nil), "product", rule.Layer{"cancel.reasons": []string{"MOVED_AWAY"}})
	assert.Equal(t, []string{"MOVED_AWAY"}, terms.Strings("cancel.reasons"))
	assert.ErrorContains(t, rule.CheckLayer(rule.Layer{"cancel.reasons": []string{"moved away"}}), "is no code")
	assert.ErrorContains(t, rule.CheckLayer(rule.Layer{"cancel.reasons": []string{}}), "is empty")
	assert.ErrorContains(t, rule.CheckLayer(rule.Layer{"endorse.by": []string{"customer"}}), "none of channel, insurer")
}

func TestGettersFailClosed(t *testing.T) {
	t.Parallel()
	terms := rule.Defaults(nil)
	assert.False(t, terms.Bool("sale.everything"))
	assert.False(t, terms.Bool("cover.length"))
	assert.Zero(t, terms.Int("payers"))
	assert.Nil(t, terms.Strings("cover.length"))
	_, err := terms.Period("payers", nil)
	assert.Error(t, err)
	_, err = terms.String("nothing", nil)
	assert.Error(t, err)
	assert.True(t, terms.Bool("sale.quote"))
}
