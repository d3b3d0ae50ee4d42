package rule_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

// asked is a condition with a variable.
func asked(n rule.VariableName) string {
	name := n.Name
	switch {
	case n.Type == rule.BooleanType:
		return name
	case n.Type == rule.IntegerType, n.Type == rule.DecimalType:
		return name + " > 0"
	case n.Type == rule.InstantType:
		return name + " < now"
	case n.Type == rule.ListType:
		return "size(" + name + ") > 0"
	case n.Values != nil:
		return name + " == '" + n.Values[0] + "'"
	}
	return name + " == 'x'"
}

// Whatever completion offers is part of a condition that compiles in that act, and every value of an enum may be compared.
func TestEveryNameCompletesToACondition(t *testing.T) {
	t.Parallel()
	for _, act := range []rule.Act{rule.Quote, rule.Issue, rule.Endorse, rule.Renew, rule.Cancel, rule.Claim} {
		e := environment(t, rule.Derived{Name: "half", Type: rule.BooleanType, Title: rule.Text{Zh: "半", En: "Half"}, Formula: "rate == decimal('0.5')"})
		e.Prove()
		compiles := func(condition string) {
			_, problems := e.NewRules([]rule.Rule{objection("ONE", condition, rule.Refuse, act)})
			assert.Empty(t, sentences(problems), "%s: %s", act, condition)
		}
		names := map[string]rule.VariableName{}
		for _, n := range e.Names(act) {
			names[n.Name] = n
			assert.NotEmpty(t, n.Title.Zh, n.Name)
			assert.NotEmpty(t, n.Title.En, n.Name)
			compiles(asked(n))
			if n.Presence != "" {
				compiles(n.Presence)
			}
			for _, value := range n.Values {
				if n.Type == rule.StringType {
					compiles(n.Name + " == '" + value + "'")
				} else {
					compiles("'" + value + "' in " + n.Name)
				}
			}
		}
		for _, name := range []string{"category", "home.city", "items", "half", "plan", "terms.cover.length", "now"} {
			assert.Contains(t, names, name)
		}
		for _, name := range []string{"name", "home.street", "phones", "factors"} {
			assert.NotContains(t, names, name, "personal, or no value")
		}
		for name, of := range map[string]rule.Act{"claim.loss": rule.Claim, "tracking.found": rule.Claim, "sumInsured": rule.Claim, "reason": rule.Cancel, "planBefore": rule.Endorse} {
			_, there := names[name]
			assert.Equal(t, act == of, there, name)
		}
		assert.Equal(t, "has(factors.note)", names["note"].Presence)
		assert.Equal(t, "has(home.city)", names["home.city"].Presence)
		assert.Equal(t, "CNY", names["rate"].Unit)

		operations := e.Operations(act)
		for _, o := range operations {
			assert.NotEmpty(t, o.Signatures, o.Name)
			assert.NotEmpty(t, o.Sentence.Zh, "%s: say what it does in help.go", o.Name)
			assert.NotEmpty(t, o.Sentence.En, o.Name)
			require.NotEmpty(t, o.Example, o.Name)
			assert.Contains(t, o.Example, strings.Trim(o.Name, "x[:]?"), o.Name)
			compiles(o.Example)
		}
		assert.Greater(t, len(operations), 45)
		assert.Len(t, operations, rule.Helped(), "help is for what is there")
	}
}
