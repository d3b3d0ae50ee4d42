package rule_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rule"
)

func TestCircumstancesOfEachAct(t *testing.T) {
	t.Parallel()
	e := environment(t)
	loss := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	told, violations := rule.TrackingFields().Check(map[string]any{"found": true, "weightKg": "0.04", "deliveredAt": "2026-12-03T00:00:00Z"})
	require.Empty(t, violations)
	claim, cancel, endorse := *sample(t), *sample(t), *sample(t)
	claim.Act, claim.Loss, claim.Reported, claim.Tracking, claim.SumInsured = rule.Claim, loss, loss.Add(time.Hour), told, money.FromInt(13)
	cancel.Act, cancel.Reason = rule.Cancel, "OTHER"
	endorse.Act, endorse.PlanBefore = rule.Endorse, "B"
	for source, c := range map[string]*rule.Case{
		"occurred == timestamp('2026-12-01T00:00:00Z') && reported - occurred == duration('1h')":                 &claim,
		"has(tracking.found) && tracking.found && !has(tracking.shippedAt)":                                      &claim,
		"tracking.weightKg < decimal('0.05') && days(occurred, tracking.deliveredAt) == 2":                       &claim,
		"sumInsured == decimal(13) && sumInsured > claim.loss":                                                   &claim,
		"reason == 'OTHER' && reason in terms.cancel.reasons":                                                    &cancel,
		"planBefore == 'B' && plan == 'A' && 'plan' in terms.endorse.changes && terms.endorse.price == 'byDays'": &endorse,
	} {
		f, err := e.Compile(source, rule.BooleanType)
		if assert.NoError(t, err, source) {
			yes, err := f.Bool(c.Scope(e))
			assert.NoError(t, err, source)
			assert.True(t, yes, source)
		}
	}
	assert.Equal(t, []rule.Fact{{Name: "tracking.weightKg", Value: "0.04"}, {Name: "occurred", Value: "2026-12-01T00:00:00.000Z"}},
		claim.Scope(e).See([]string{"tracking", "tracking.weightKg", "tracking.shippedAt", "occurred"}))
}

// Nothing is said where nobody asked the carrier, and an instant that nobody told is absent, not the year 1.
func TestWhatWasNotAskedIsAbsent(t *testing.T) {
	t.Parallel()
	e := environment(t)
	for source, want := range map[string]bool{
		"has(tracking.found)": false, "has(tracking.found) && !tracking.found": false,
		"tracking.found": true, "occurred < now": true, "reported < now": true,
	} {
		f, err := e.Compile(source, rule.BooleanType)
		require.NoError(t, err, source)
		yes, err := f.Bool((&rule.Case{Act: rule.Claim, Now: time.Now()}).Scope(e))
		if want {
			assert.ErrorIs(t, err, rule.ErrEvaluation, source)
		} else {
			assert.NoError(t, err, source)
			assert.False(t, yes, source)
		}
	}
}

func TestOneActsVariablesNameNoFactor(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"occurred", "reported", "tracking", "sumInsured", "reason", "planBefore"} {
		_, problems := rule.NewFactors([]rule.Factor{{Name: name, Title: title("x"), Type: rule.StringType}})
		assert.Contains(t, sentences(problems), "cannot name a factor", name)
		assert.Contains(t, sentences(environment(t).Derive(rule.Derived{Name: name, Type: rule.StringType, Formula: "'x'"})), "cannot name", name)
		assert.NotEmpty(t, rule.ActOf(name), name)
	}
	assert.Equal(t, rule.Claim, rule.ActOf("claim.weightKg"))
	assert.Empty(t, rule.ActOf("plan"))
	_, violations := rule.TrackingFields().Check(map[string]any{"weightKg": json.Number("1")})
	assert.Len(t, violations, 2, "found is needed, and weights are exact")
}

func TestAClaimIsCorrected(t *testing.T) {
	t.Parallel()
	rules, problems := environment(t).NewRules([]rule.Rule{objection("TYPO", "claim.loss > 0", rule.Correct, rule.Claim)})
	require.Empty(t, sentences(problems))
	c := *sample(t)
	c.Act = rule.Claim
	findings := rules.Judge(&c)
	require.Len(t, findings, 1)
	assert.Equal(t, rule.Correct, findings[0].Effect)
}
