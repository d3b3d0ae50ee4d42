package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"
)

// unnumbered are the mutations that need neither a number nor a revision, and why.
var unnumbered = map[string]string{
	"quote":               "it stores nothing",
	"login":               "it proves itself by password and code",
	"logout":              "it ends the session that it comes in",
	"changePassword":      "it names the password that it replaces",
	"enrolSecondFactor":   "a second secret replaces one that was not confirmed",
	"confirmSecondFactor": "a code works once",
	"assignClaims":        "each claim of it names its revision",
	"endSession":          "a session ends once",
	"openFile":            "it changes nothing",
	"revealPersonalData":  "it changes nothing; each look is on record and counts",
	"checkFirstRun":       "it changes nothing; what was tried within three seconds is not tried again",
	"advanceTestClock":    "it names the instant that it leads to",
}

// TestP7EveryMutationIsSafeToRepeat holds the rule: what creates takes a number of its caller, what changes the revision that they saw.
func TestP7EveryMutationIsSafeToRepeat(t *testing.T) {
	t.Parallel()
	schema := load(t)
	for _, f := range schema.Mutation.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		var input *ast.Definition
		if a := f.Arguments.ForName("input"); a != nil {
			input = schema.Types[a.Type.Name()]
		}
		safe := false
		if input != nil {
			for _, name := range []string{"requestNo", "orderNo", "expectedRevision"} {
				at := input.Fields.ForName(name)
				safe = safe || at != nil && at.Type.NonNull
			}
		}
		_, excused := unnumbered[f.Name]
		assert.NotEqual(t, excused, safe, "%s: requestNo, expectedRevision, or a reason why it needs neither", f.Name)
		if input != nil && input.Fields.ForName("requestNo") != nil {
			payload := schema.Types[f.Type.Name()]
			assert.NotNil(t, payload.Fields.ForName("replayed"), "%s says whether it was done before", payload.Name)
		}
	}
}

// TestP6NoDefaultIsOverriddenByAZero holds that an input with a default may be left out: a client whose language sends zero values
// sends what is refused or means the same.
func TestP6NoDefaultIsOverriddenByAZero(t *testing.T) {
	t.Parallel()
	schema := load(t)
	check := func(at string, of *ast.Type, value *ast.Value) {
		if value != nil {
			assert.False(t, of.NonNull, "%s has a default and cannot be null", at)
		}
	}
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			check(d.Name+"."+f.Name, f.Type, f.DefaultValue)
			for _, a := range f.Arguments {
				check(d.Name+"."+f.Name+"."+a.Name, a.Type, a.DefaultValue)
			}
		}
	}
}
