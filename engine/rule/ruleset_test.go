package rule_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

func objection(code, condition string, effect rule.Effect, on ...rule.Act) rule.Rule {
	return rule.Rule{Code: code, On: on, If: condition, Effect: effect, Sentence: rule.Text{Zh: "不行", En: "no"}}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	e := environment(t, rule.Derived{Name: "half", Type: rule.BooleanType, Formula: "rate == decimal('0.5')"})
	blaming := objection("CATEGORY", "category in ['a', 'b'] && home.city != ''", rule.Refuse, "sale")
	blaming.Path = "factors.home.city"
	rules, problems := e.NewRules([]rule.Rule{
		blaming,
		objection("PASSES", "rate > decimal('0.5')", rule.Refuse, "sale"),
		objection("HALF", "half", rule.Refer, rule.Issue),
		objection("LATER", "true", rule.Refuse, rule.Cancel, rule.Renew),
		objection("LOSS", "claim.loss > 1", rule.Refuse, rule.Claim),
		objection("MISSING", "!has(factors.note) || note.size() < 3", rule.Require, rule.Quote, rule.Issue, rule.Endorse),
	})
	require.Empty(t, sentences(problems))
	c := sample(t)
	got := rules.Judge(c)
	assert.Equal(t, []rule.Finding{
		{
			Rule: "CATEGORY", Effect: rule.Refuse, Sentence: rule.Text{Zh: "不行", En: "no"}, Path: []string{"factors", "home", "city"},
			Facts: []rule.Fact{{Name: "category", Value: "a"}, {Name: "home.city", Value: "杭州"}},
		},
		{Rule: "HALF", Effect: rule.Refer, Sentence: rule.Text{Zh: "不行", En: "no"}, Facts: []rule.Fact{{Name: "half", Value: "true"}}},
		{Rule: "MISSING", Effect: rule.Require, Sentence: rule.Text{Zh: "不行", En: "no"}, Facts: []rule.Fact{{Name: "note", Value: "好"}}},
	}, got)
	issued := *c
	issued.Act = rule.Issue
	assert.Equal(t, got, rules.Judge(&issued), "what may be quoted may be issued")
	renewed := *c
	renewed.Act = rule.Renew
	assert.Len(t, rules.Judge(&renewed), 1)
}

// A rule that fails to evaluate refuses with a code; it never passes (F1).
func TestARuleThatCannotBeComputedRefuses(t *testing.T) {
	t.Parallel()
	e := environment(t)
	rules, problems := e.NewRules([]rule.Rule{
		objection("NOTE", "note == 'x'", rule.Refer, "sale"),
		objection("ITEM", "items[7].price > 1", rule.Require, "sale"),
		objection("INDEX", "rate > 0 && tags[count] == 'x'", rule.Refuse, "sale"),
	})
	require.Empty(t, sentences(problems))
	findings := rules.Judge(&rule.Case{Act: rule.Quote, Facts: facts(t, `{"category": "a", "rate": "0.5"}`)})
	require.Len(t, findings, 3)
	for _, f := range findings {
		assert.Equal(t, rule.Refuse, f.Effect, f.Rule)
		assert.Equal(t, rule.EvaluationFailed, f.Reason, f.Rule)
	}
	assert.Equal(t, []rule.Fact{{Name: "rate", Value: "0.5"}, {Name: "count", Value: "1"}}, findings[2].Facts)
}

func TestACostlyRuleRefusesWhenItExceedsItsLimit(t *testing.T) {
	t.Parallel()
	fs, problems := rule.NewFactors([]rule.Factor{
		{Name: "words", Title: title("words"), Type: rule.ListType, MaxItems: 30, Items: &rule.Factor{Type: rule.StringType, MaxLength: 3}},
	})
	require.Empty(t, problems)
	e, err := rule.NewEnvironment(fs, nil, shanghai)
	require.NoError(t, err)
	require.NoError(t, e.WithCase(nil, nil))
	rules, list := e.NewRules([]rule.Rule{objection("TWICE", "words.exists(a, words.exists(b, a == b + 'x'))", rule.Refuse, "sale")})
	require.Empty(t, sentences(list))
	few := &rule.Case{Act: rule.Quote, Facts: rule.Facts{"words": []any{"a", "b"}}}
	assert.Empty(t, rules.Judge(few))
	// More than the factors permit: what the estimate counted on does not hold, so the limit must.
	many := make([]any, 3000)
	for i := range many {
		many[i] = "a"
	}
	findings := rules.Judge(&rule.Case{Act: rule.Quote, Facts: rule.Facts{"words": many}})
	require.Len(t, findings, 1)
	assert.Equal(t, rule.EvaluationFailed, findings[0].Reason)
}

func TestFaultyRulesAreNamed(t *testing.T) {
	t.Parallel()
	e := environment(t)
	good := func() rule.Rule { return objection("GOOD", "true", rule.Refuse, "sale") }
	for want, change := range map[string]func(*rule.Rule){
		"[0].code: ":                          func(r *rule.Rule) { r.Code = "lower" },
		"[0].effect: ":                        func(r *rule.Rule) { r.Effect = "ignore" },
		"[0].sentence: ":                      func(r *rule.Rule) { r.Sentence.Zh = "" },
		"[0].on: ":                            func(r *rule.Rule) { r.On = nil },
		"[0].on[0]: \"buy\"":                  func(r *rule.Rule) { r.On = []rule.Act{"buy"} },
		"[0].if: there is no":                 func(r *rule.Rule) { r.If = "colour == 1" },
		"[0].path: ":                          func(r *rule.Rule) { r.Path = "factors.zip" },
		"[0].on: only a claim has claim.loss": func(r *rule.Rule) { r.If = "claim.loss > 1" },
		"[0].on: only a claim has tracking.found":    func(r *rule.Rule) { r.If = "has(tracking.found)"; r.On = []rule.Act{rule.Claim, rule.Cancel} },
		"[0].on: only a claim has occurred":          func(r *rule.Rule) { r.If = "occurred < now"; r.On = []rule.Act{rule.Endorse} },
		"[0].on: only a claim has reported":          func(r *rule.Rule) { r.If = "reported < now" },
		"[0].on: only a claim has sumInsured":        func(r *rule.Rule) { r.If = "sumInsured > 1" },
		"[0].on: only a cancellation has reason":     func(r *rule.Rule) { r.If = "reason == 'OTHER'"; r.On = []rule.Act{rule.Claim} },
		"[0].on: only an endorsement has planBefore": func(r *rule.Rule) { r.If = "planBefore == plan"; r.On = []rule.Act{rule.Renew} },
		"[0].effect: only a claim is corrected":      func(r *rule.Rule) { r.Effect = rule.Correct },
		"[0].if: there is no 'colour'":               func(r *rule.Rule) { r.If = "tracking.colour == 'x'"; r.On = []rule.Act{rule.Claim} },
		"name is personal":                           func(r *rule.Rule) { r.If = "name == 'x'" },
	} {
		r := good()
		change(&r)
		_, problems := e.NewRules([]rule.Rule{r})
		assert.Contains(t, sentences(problems), want)
	}
	_, problems := e.NewRules([]rule.Rule{good(), good()})
	assert.Contains(t, sentences(problems), "[1].code: GOOD is there twice")
}
