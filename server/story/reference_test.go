package story

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph/apidoc/reference"
)

var update = flag.Bool("update", false, "write the answers of the reference's examples that changed")

// Every example of the API reference answers as the page says. What each starts - a claim is decided and paid, an
// event gets its place - is done before the next.
func TestReferenceExamplesAnswerAsWritten(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	examples, err := reference.Examples()
	require.NoError(t, err)
	answers, browsers := map[string]string{}, map[string]*browser{}
	for _, e := range examples {
		text, err := e.Filled(answers)
		require.NoError(t, err)
		var variables map[string]any
		if text != "" {
			require.NoError(t, json.Unmarshal([]byte(text), &variables), e.Name)
		}
		records := countRows(t, f.App, "audit_records")
		a := f.example(e, variables, browsers)
		require.Empty(t, a.Errors, "%s: %s", e.Name, a.Body)
		if changes := strings.HasPrefix(strings.TrimSpace(e.Query), "mutation"); changes && e.Person != "" && len(a.codes(e.Operation)) == 0 {
			now := countRows(t, f.App, "audit_records")
			assert.Greater(t, now, records, "%s: what a person does is on record (H3)", e.Name)
		}
		answers[e.Name] = string(a.Body)
		if e.Upload != nil {
			assert.Equal(t, http.StatusNoContent, f.put(a.at(e.Operation, "url").(string), e.Upload), e.Name)
		}
		doDue(t, f.App)
		if *update {
			kept, err := e.Updated(a.Body)
			require.NoError(t, err)
			if kept != e.Answer {
				require.NoError(t, os.WriteFile("../../graph/apidoc/reference/examples/"+e.Name+".answer.json", []byte(kept), 0o644))
			}
			continue
		}
		require.NotEmpty(t, e.Answer, "%s has no answer yet: go test ./server -run TestReferenceExamples -update", e.Name)
		want, err := reference.Masked(e.Answer)
		require.NoError(t, err, e.Name)
		got, err := reference.Masked(answers[e.Name])
		require.NoError(t, err, e.Name)
		assert.Equal(t, want, got, e.Name)
	}
}

// example asks what an example of the reference asks, as whom it says; browsers keep sessions.
func (f *front) example(e reference.Example, variables map[string]any, browsers map[string]*browser) *answer {
	switch {
	case e.Session != "":
		if browsers[e.Session] == nil {
			browsers[e.Session] = f.enter(e.Session)
		}
		return browsers[e.Session].ask(e.Query, variables)
	case e.Person != "":
		return f.as(f.person(e.Person), e.Query, variables)
	default:
		return f.ask(e.Key, e.Query, variables)
	}
}
