package rule_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

// Every rule answers, in an act that it is one of; what it finds is what Judge finds.
func TestEveryRuleIsWeighed(t *testing.T) {
	t.Parallel()
	e := environment(t)
	rules, problems := e.NewRules([]rule.Rule{
		objection("YES", "category in ['a', 'b']", rule.Refuse, "sale"),
		objection("NO", "rate > decimal('0.9')", rule.Refer, "sale", rule.Renew),
		objection("ABSENT", "note == 'x'", rule.Refuse, "sale"),
		objection("INDEX", "tags[count] == 'x'", rule.Refuse, "sale"),
		objection("LOSS", "has(claim.loss) && claim.loss > 1", rule.Correct, rule.Claim),
		objection("REASON", "reason != 'OTHER'", rule.Refuse, rule.Cancel),
	})
	require.Empty(t, sentences(problems))
	given := facts(t, `{"category": "a", "rate": "0.5", "tags": ["p"], "count": 3}`)
	caseOf := func(act rule.Act) *rule.Case { return &rule.Case{Act: act, Facts: given} }
	list := rules.Weigh(rule.Quote, caseOf)
	require.Len(t, list, 6)
	assert.True(t, list[0].Holds)
	assert.Equal(t, []rule.Fact{{Name: "category", Value: "a"}}, list[0].Facts)
	assert.Equal(t, []rule.Act{rule.Quote, rule.Issue}, list[0].Acts)
	assert.False(t, list[1].Holds)
	require.NoError(t, list[1].Err)
	assert.Equal(t, []rule.Fact{{Name: "rate", Value: "0.5"}}, list[1].Facts, "it says what it saw also where it does not hold")
	for i, absent := range map[int]string{2: "note", 3: "", 4: "claim.loss", 5: "reason"} {
		require.ErrorIs(t, list[i].Err, rule.ErrEvaluation, list[i].Code)
		assert.False(t, list[i].Holds)
		assert.Equal(t, absent, list[i].Absent, list[i].Code)
	}
	assert.Equal(t, rule.Cancel, list[5].Act)

	found := map[string]bool{}
	for _, f := range rules.Judge(caseOf(rule.Quote)) {
		found[f.Rule] = true
	}
	for _, w := range list[:4] {
		assert.Equal(t, found[w.Code], w.Holds || w.Err != nil, "%s: Judge and Weigh agree", w.Code)
	}

	list = rules.Weigh(rule.Renew, func(act rule.Act) *rule.Case {
		return &rule.Case{Act: act, Facts: given, Claim: rule.Facts{}, Reason: "CUSTOMER_REQUEST"}
	})
	assert.Equal(t, rule.Quote, list[0].Act, "it is no rule of a renewal")
	assert.Equal(t, rule.Renew, list[1].Act)
	require.NoError(t, list[4].Err, "a claim that leaves the fact out")
	assert.True(t, list[5].Holds)
}
