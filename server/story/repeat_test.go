package story

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph/apidoc/reference"
)

// Section 5, P6, P7: bad repeats of every act of the reference. Before an act that names a revision is done, one with an older revision is
// refused as CONFLICT, and is told the present value as data. An act that its caller numbers is sent twice at the same moment: one is
// done, and both name what it made; sent with other content it is REQUEST_MISMATCH. What is refused writes nothing.
func TestP7EveryActIsRepeatedBadly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		schema := fullSchema(t)
		examples, err := reference.Examples()
		require.NoError(t, err)
		answers, browsers, tried := map[string]string{}, map[string]*browser{}, map[string]bool{}
		for _, e := range examples {
			text, err := e.Filled(answers)
			require.NoError(t, err)
			var variables map[string]any
			if text != "" {
				require.NoError(t, json.Unmarshal([]byte(text), &variables), e.Name)
			}
			r := f.repeatOf(schema, e, variables, browsers)
			var a *answer
			switch {
			case r == nil || !done(t, e):
				a = f.patiently(e, variables, browsers)
			case r.numbered:
				a = r.twice()
				r.otherwise()
				tried[e.Operation] = true
			default:
				r.yesterday()
				tried[e.Operation] = true
				a = f.patiently(e, variables, browsers)
			}
			require.Empty(t, a.Errors, "%s: %s", e.Name, a.Body)
			if answers[e.Name] = string(a.Body); e.Upload != nil {
				f.put(a.at(e.Operation, "url").(string), e.Upload)
			}
			doDue(t, f.App)
		}
		for _, field := range schema.Mutation.Fields {
			if input := field.Arguments.ForName("input"); input != nil {
				revised := schema.Types[input.Type.Name()].Fields.ForName("expectedRevision") != nil
				numbered := schema.Types[field.Type.Name()].Fields.ForName("replayed") != nil
				assert.True(t, tried[field.Name] || refusedInExamples[field.Name] || !revised && !numbered, "%s: an example must do it", field.Name)
			}
		}
	})
}

// refusedInExamples are acts that the reference shows as refused only: TestP7ActsThatTheReferenceShowsRefused repeats them.
var refusedInExamples = map[string]bool{
	"stopJob": true, "requestPublication": true, "retryPayout": true, "resolveDisputedPayout": true, "attachToServiceRequest": true,
	"mailServiceRequest": true, "unlockPerson": true, "sendTestEvent": true,
}

// done tells whether an example shows something that is done, and not why it is refused.
func done(t *testing.T, e reference.Example) bool {
	t.Helper()
	var a answer
	require.NoError(t, json.Unmarshal([]byte(e.Answer), &a), e.Name)
	return len(a.codes(e.Operation)) == 0
}

// repeated is an example that is sent again.
type repeated struct {
	f         *front
	e         reference.Example
	browsers  map[string]*browser
	variables map[string]any
	holder    string // the variable that is its input
	in        map[string]any
	numbered  bool // by its caller; else it names a revision
}

// repeatOf an example; nil: it neither has a number nor names a revision.
func (f *front) repeatOf(schema *ast.Schema, e reference.Example, variables map[string]any, browsers map[string]*browser) *repeated {
	if e.Session != "" && browsers[e.Session] == nil {
		browsers[e.Session] = f.enter(e.Session)
	}
	if e.Person != "" {
		f.person(e.Person) // has their session before rows are counted
	}
	field := schema.Mutation.Fields.ForName(e.Operation)
	if field == nil {
		return nil
	}
	for holder, value := range variables {
		in, ok := value.(map[string]any)
		if !ok {
			continue
		}
		_, revised := in["expectedRevision"]
		numbered := schema.Types[field.Type.Name()].Fields.ForName("replayed") != nil
		if !revised && !numbered {
			continue
		}
		told := ` __typename ... on ConflictError { revision present { __typename id } }`
		e.Query = strings.Replace(e.Query, "userErrors {", "userErrors {"+told, 1)
		if numbered {
			e.Query = strings.Replace(e.Query, e.Operation+"(input: $"+holder+") {", e.Operation+"(input: $"+holder+") { replayed", 1)
		}
		return &repeated{f: f, e: e, browsers: browsers, variables: variables, holder: holder, in: in, numbered: numbered}
	}
	return nil
}

func (r *repeated) send(in map[string]any) *answer {
	return r.f.patiently(r.e, with(r.variables, r.holder, in), r.browsers)
}

// yesterday sends the act with an older revision.
func (r *repeated) yesterday() {
	r.f.t.Helper()
	old := r.in["expectedRevision"].(float64) - 1
	nothing := old < 0 // there is nothing yet, so nothing is present
	if nothing {
		old = 7
	}
	before := r.f.rows()
	a := r.send(with(r.in, "expectedRevision", old))
	name := r.e.Name + ": " + string(a.Body)
	list, _ := a.at(r.e.Operation, "userErrors").([]any)
	if !assert.Len(r.f.t, list, 1, name) {
		return
	}
	told := list[0].(map[string]any)
	assert.Equal(r.f.t, "CONFLICT", told["code"], name)
	assert.Equal(r.f.t, []any{"expectedRevision"}, told["path"], name)
	if !nothing {
		assert.Equal(r.f.t, "ConflictError", told["__typename"], name)
		assert.Equal(r.f.t, r.in["expectedRevision"], told["revision"], name)
		assert.NotNil(r.f.t, told["present"], name)
	}
	assert.Equal(r.f.t, before, r.f.rows(), name)
}

// twice sends the act two times at the same moment, and again afterwards; all name the same thing.
func (r *repeated) twice() *answer {
	r.f.t.Helper()
	before := r.f.rows()
	var both [2]*answer
	var sent sync.WaitGroup
	for i := range both {
		sent.Go(func() { both[i] = r.send(r.in) })
	}
	sent.Wait()
	made := r.f.rows()
	for table, n := range made {
		assert.LessOrEqual(r.f.t, n, before[table]+mostMade[table]+1, "%s: rows of %s", r.e.Name, table)
	}
	replays := 0
	for _, a := range both {
		require.Empty(r.f.t, a.Errors, "%s: %s", r.e.Name, a.Body)
		require.Empty(r.f.t, a.codes(r.e.Operation), "%s: %s", r.e.Name, a.Body)
		if a.at(r.e.Operation, "replayed") == true {
			replays++
		}
	}
	assert.Equal(r.f.t, 1, replays, r.e.Name)
	again := r.send(r.in)
	assert.Equal(r.f.t, made, r.f.rows(), r.e.Name)
	want := strings.Replace(again.data(), `"replayed":true`, `"replayed":false`, 1)
	for _, a := range both {
		assert.Equal(r.f.t, want, strings.Replace(a.data(), `"replayed":true`, `"replayed":false`, 1), r.e.Name)
	}
	return both[0]
}

// mostMade is how many rows an act makes of some tables beside one.
var mostMade = map[string]int{"channels": 1, "blind_indexes": 20, "claim_velocities": 3, "events": 1, "outbox": 1, "audit_records": 1, "audit_pending": 1}

// notContent are inputs that say on what condition an act is done, or why; not what it does.
var notContent = map[string][]string{
	"issuePolicy": {"quoteToken"}, "renewPolicy": {"quoteToken", "previewToken", "note"}, "updateClaim": {"expectedRevision"},
	"endorsePolicy": {"previewToken", "note"}, "cancelPolicy": {"previewToken", "note"},
}

// otherwise sends the number of the act again with each part of its content changed.
func (r *repeated) otherwise() {
	r.f.t.Helper()
	before, mismatches := r.f.rows(), 0
	var seen []string
	for at, in := range changed(r.in) {
		if at == "requestNo" || at == "orderNo" || slices.Contains(notContent[r.e.Operation], at) {
			continue
		}
		a := r.send(in)
		codes := append(a.codes(r.e.Operation), a.Code())
		seen = append(seen, fmt.Sprint(at, codes))
		assert.NotEqual(r.f.t, []string{""}, codes, "%s: %s counts for nothing", r.e.Name, at)
		if slices.Contains(codes, "REQUEST_MISMATCH") {
			mismatches++
		}
	}
	assert.Positive(r.f.t, mismatches, "%s: %v", r.e.Name, seen)
	assert.Equal(r.f.t, before, r.f.rows(), r.e.Name)
}

// changed are an object with another value at each of its places.
func changed(object map[string]any) map[string]map[string]any {
	all := map[string]map[string]any{}
	for name, value := range object {
		switch value := value.(type) {
		case map[string]any:
			for at, in := range changed(value) {
				all[name+"."+at] = with(object, name, in)
			}
		case string:
			all[name] = with(object, name, otherText(value))
		case float64:
			all[name] = with(object, name, value+1)
		case bool:
			all[name] = with(object, name, !value)
		case []any:
			if len(value) > 0 {
				all[name] = with(object, name, value[1:])
			}
		}
	}
	return all
}

// otherText has the form of a text, and says something else.
func otherText(text string) string {
	if text == "" {
		return "x"
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.Add(-time.Minute).Format(time.RFC3339)
	}
	runes := []rune(text)
	last := runes[len(runes)-1]
	if runes[len(runes)-1]++; last == '9' || last == 'z' || last == 'Z' {
		runes[len(runes)-1] = last - 1
	}
	return string(runes)
}
