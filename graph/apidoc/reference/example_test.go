package reference

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A new example has no answer yet, and neither has the one that it needs: the page can be made, and says so.
func TestNewExampleNeedsNoAnswer(t *testing.T) {
	t.Parallel()
	examples, err := examplesIn(fstest.MapFS{
		"ask.graphql":      {Data: []byte("query { ask { id } }\n")},
		"ask-more.graphql": {Data: []byte("# after: ask\nquery($id: ID!) { ask(id: $id) { id } }\n")},
		"ask-more.json":    {Data: []byte(`{"id": "$ask.data.ask.id"}`)},
	})
	require.NoError(t, err)
	require.Len(t, examples, 2)
	for _, e := range examples {
		assert.Empty(t, e.Answer)
		p := &page{answers: map[string]string{}}
		require.NoError(t, p.example(e))
		assert.Equal(t, 1, strings.Count(p.String(), "answer is still to be written"))
	}
}

// An answer is written again only where more differs than what differs from run to run.
func TestUpdateKeepsAnswersThatDifferByChance(t *testing.T) {
	t.Parallel()
	const before = "{\n  \"data\": {\"id\": \"a\", \"state\": \"OPEN\", \"at\": \"2026-11-24T18:53:53.012Z\"}\n}\n"
	e := Example{Name: "ask", Answer: before}
	for name, c := range map[string]struct{ answer, want string }{
		"same":          {before, before},
		"other id":      {`{"data":{"id":"b","state":"OPEN","at":"2026-11-24T18:53:53.012Z"}}`, before},
		"other moment":  {`{"data":{"id":"a","state":"OPEN","at":"2026-11-25T01:00:00.000Z"}}`, before},
		"other state":   {`{"data":{"id":"b","state":"DONE"}}`, "{\n  \"data\": {\n    \"id\": \"b\",\n    \"state\": \"DONE\"\n  }\n}\n"},
		"one name more": {`{"data":{"id":"a"},"more":1}`, "{\n  \"data\": {\n    \"id\": \"a\"\n  },\n  \"more\": 1\n}\n"},
	} {
		got, err := e.Updated([]byte(c.answer))
		require.NoError(t, err, name)
		assert.Equal(t, c.want, got, name)
	}
	got, err := Example{Name: "new"}.Updated([]byte(`{"data":null}`))
	require.NoError(t, err)
	assert.Equal(t, "{\n  \"data\": null\n}\n", got)
	_, err = e.Updated([]byte("half an ans"))
	require.Error(t, err)
}
