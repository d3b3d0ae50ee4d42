package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph/apidoc/reference"
)

var update = flag.Bool("update", false, "write the answers of the reference's examples again")

// Every example of the API reference answers as the page says.
func TestReferenceExamplesAnswerAsWritten(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	examples, err := reference.Examples()
	require.NoError(t, err)
	// issuePolicy makes what policy reads.
	slices.SortStableFunc(examples, func(a, b reference.Example) int {
		return map[bool]int{true: 0, false: 1}[a.Operation == "issuePolicy"] - map[bool]int{true: 0, false: 1}[b.Operation == "issuePolicy"]
	})
	for _, e := range examples {
		a := f.ask(e.Key, e.Query, e.Variables)
		require.Empty(t, a.Errors, "%s: %s", e.Operation, a.Body)
		if *update {
			var pretty bytes.Buffer
			require.NoError(t, json.Indent(&pretty, a.Body, "", "  "))
			require.NoError(t, os.WriteFile("../graph/apidoc/reference/examples/"+e.Operation+".answer.json", append(pretty.Bytes(), '\n'), 0o644))
			continue
		}
		want, err := reference.Masked([]byte(e.Answer))
		require.NoError(t, err, e.Operation)
		got, err := reference.Masked(a.Body)
		require.NoError(t, err, e.Operation)
		assert.Equal(t, want, got, e.Operation)
	}
}
