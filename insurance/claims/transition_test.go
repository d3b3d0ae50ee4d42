package claims_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/event"
)

// open are the states that count as an open claim of the policy.
var open = []claim.State{
	claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded, claim.StateApproved, claim.StatePayoutFailed,
}

var states = append(slices.Clone(open), claim.StatePaid, claim.StateDeclined, claim.StateWithdrawn)

// docs/claims.md draws the table of transitions: no arrow is missing, and none is drawn that does not exist.
func TestTheDiagramIsTheTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/claims.md")
	require.NoError(t, err)
	drawn := map[string]bool{}
	for _, arrow := range regexp.MustCompile(`(?m)^ +([A-Z_]+) --> ([A-Z_]+)\b`).FindAllStringSubmatch(string(text), -1) {
		drawn[arrow[1]+" --> "+arrow[2]] = true
	}
	table := map[string]bool{}
	for _, tr := range claims.Transitions() {
		for _, from := range tr.From {
			table[string(from)+" --> "+string(tr.To)] = true
		}
	}
	assert.Equal(t, table, drawn)
	for _, state := range states {
		ends := regexp.MustCompile(`(?m)^ +` + string(state) + ` --> \[\*\]`).Match(text)
		assert.Equal(t, !slices.Contains(open, state), ends, "%s ends a claim", state)
	}
}

// A transition counts a claim in its policy as its states do: it stops being open once, and is paid once.
func TestTransitionsCountAsTheirStatesDo(t *testing.T) {
	one := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	for _, tr := range claims.Transitions() {
		require.NotEmpty(t, tr.From, tr.Name)
		for _, from := range tr.From {
			assert.Contains(t, states, from, tr.Name)
			opens := one(slices.Contains(open, tr.To)) - one(slices.Contains(open, from))
			paid := one(tr.To == claim.StatePaid) - one(from == claim.StatePaid)
			assert.Equal(t, []int{opens, paid}, []int{tr.Open, tr.Paid}, "%s from %s", tr.Name, from)
		}
		closes := slices.Contains(tr.Columns, claim.FieldClosedAt)
		assert.Equal(t, tr.Open != 0, closes, "%s: when a claim was closed is written when it closes, and taken away when it opens", tr.Name)
		assert.Contains(t, states, tr.To, tr.Name)
	}
}

// Each transition tells of an event that is declared, and nothing but decisions, payouts and updates writes a decision.
func TestTransitionsTellOfTheirEvents(t *testing.T) {
	told := map[string][]claim.State{}
	for _, tr := range claims.Transitions() {
		_, known := event.Schema(tr.Event)
		assert.True(t, known, "%s tells of %s", tr.Name, tr.Event)
		told[tr.Event] = append(told[tr.Event], tr.To)
		assert.Equal(t, tr.Columns, slices.Compact(slices.Clone(tr.Columns)), tr.Name)
	}
	for name, to := range map[string]claim.State{
		"claim.approved": claim.StateApproved, "claim.declined": claim.StateDeclined, "claim.in_review": claim.StateInReview,
		"claim.correction_needed": claim.StateCorrectionNeeded, "claim.evidence_needed": claim.StateEvidenceNeeded,
		"claim.paid": claim.StatePaid, "claim.payout_failed": claim.StatePayoutFailed, "claim.withdrawn": claim.StateWithdrawn,
		"claim.recovered": claim.StatePaid, "claim.reopened": claim.StateInReview,
	} {
		require.NotEmpty(t, told[name], name)
		for _, state := range told[name] {
			assert.Equal(t, to, state, name)
		}
	}
	assert.ElementsMatch(t, []claim.State{claim.StateSubmitted, claim.StateInReview}, told["claim.updated"])
}
