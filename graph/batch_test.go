package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/insurance/insurancetest"
)

// ask asks as one of the insurer's people.
func (c *crowd) ask(document string) (data map[string]any, paths [][]any) {
	c.T.Helper()
	endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}})
	body, err := json.Marshal(map[string]any{"query": document})
	require.NoError(c.T, err)
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	endpoint.Serve(w, r, body, c.staff)
	var answer struct {
		Data   map[string]any
		Errors []struct{ Path []any }
	}
	require.NoError(c.T, json.Unmarshal(w.Body.Bytes(), &answer), w.Body.String())
	for _, e := range answer.Errors {
		paths = append(paths, e.Path)
	}
	return answer.Data, paths
}

// What is looked up for several rows at once is each row's own: its values, what is wrong with it, and what it is asked by which
// arguments, under whatever name.
func TestRowsThatAreLookedUpTogether(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	ctx := context.Background()
	c.grow(3)
	data, paths := c.ask(`{ policies(filter: {}) { edges { node { number renews
		one: endorsements(first: 1) { edges { node { number policy { number revision renewedBy } } } pageInfo { hasNextPage } }
		two: endorsements(first: 2) { edges { node { number } } pageInfo { hasNextPage } } } } } }`)
	require.Empty(t, paths)
	newest := data["policies"].(map[string]any)["edges"].([]any)[0].(map[string]any)["node"].(map[string]any)
	assert.Equal(t, "P1002", newest["number"])
	assert.Equal(t, "P1001", newest["renews"])
	assert.Equal(t, map[string]any{
		"edges": []any{map[string]any{"node": map[string]any{
			"number": "E31002", "policy": map[string]any{"number": "P1002", "revision": 3.0, "renewedBy": "P1001"},
		}}},
		"pageInfo": map[string]any{"hasNextPage": true},
	}, newest["one"])
	assert.Equal(t, map[string]any{
		"edges":    []any{map[string]any{"node": map[string]any{"number": "E31002"}}, map[string]any{"node": map[string]any{"number": "E21002"}}},
		"pageInfo": map[string]any{"hasNextPage": false},
	}, newest["two"])

	_, err := c.Store.Client.ExecContext(ctx, "UPDATE claims SET policy_id = 1 WHERE number = 'C1001'")
	require.NoError(t, err)
	data, paths = c.ask(`{ claims(filter: {}) { edges { node { number } } } }`)
	require.Empty(t, paths)
	at := -1.0
	for i, edge := range data["claims"].(map[string]any)["edges"].([]any) {
		if edge.(map[string]any)["node"].(map[string]any)["number"] == "C1001" {
			at = float64(i)
		}
	}
	_, paths = c.ask(`{ claims(filter: {}) { edges { node { policy { number } } } } }`)
	assert.Equal(t, [][]any{{"claims", "edges", at, "node", "policy"}}, paths, "what is wrong with one claim is told of that one alone")
}

// A list that is looked up for a row and holds nothing is empty: null would say that the caller may not see it.
func TestListsOfARowWithoutAnyAreEmpty(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	c.Store.Client.Channel.Create().SetID(c.key()).SetCode("bare").SetLive(true).SetName("bare").SetCreatedAt(c.Store.Now()).SaveX(context.Background())
	data, paths := c.ask(`{ channel(code: "bare") { credentials { id } webhookEndpoints { id } agreements { id } } }`)
	require.Empty(t, paths)
	assert.Equal(t, map[string]any{"credentials": []any{}, "webhookEndpoints": []any{}, "agreements": []any{}}, data["channel"])
}
