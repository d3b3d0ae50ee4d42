package graph_test

import (
	"fmt"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/insurance/insurancetest"
)

// P8: what lies under edges is paid for once for each started 50 rows, in lists in lists by the rows of all of them; what lies beside
// edges once, and a count by what it may count. Each by the edge and one past it; a request pays one point of entry.
func TestP8PointsFollowEffort(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}})
	for document, points := range map[string]int{
		"{ jobs { edges { node { id } } } }":                                                                    1 + 1 + 1,
		"{ jobs(first: 1) { edges { node { id } } } }":                                                          1 + 1 + 1,
		"{ jobs(first: 50) { edges { node { id } } } }":                                                         1 + 1 + 1,
		"{ jobs(first: 51) { edges { node { id } } } }":                                                         1 + 1 + 2,
		"{ jobs(last: 51) { edges { node { id } } } }":                                                          1 + 1 + 2,
		"{ jobs(first: 100) { a: edges { node { id } } b: edges { node { id } } } }":                            1 + 1 + 2 + 2,
		"{ jobs(first: 100) { ...f } } fragment f on JobConnection { ... { edges { node { id } } } }":           1 + 1 + 2,
		"{ jobs(first: 100) { pageInfo { hasNextPage } } }":                                                     1 + 1,
		"{ policies(filter: {}, first: 100) { count(max: 5000) { value } } }":                                   1 + 4 + 2,
		"{ policies(filter: {}, first: 100) { count(max: 5001) { value } } }":                                   1 + 4 + 2*2,
		"{ policies(filter: {}, first: 10) { edges { node { claims(first: 5) { edges { node { id } } } } } } }": 1 + 4 + 1 + 1 + 1,
		"{ policies(filter: {}, first: 10) { edges { node { claims(first: 6) { edges { node { id } } } } } } }": 1 + 4 + 1 + 1 + 2,
	} {
		assert.Equal(t, points, c.send(endpoint, c.staff, document, nil).cost, document)
	}
	s := newStranger(t, c.World, c.staff)
	const nested = "{ policies(filter: {}, first: %d) { edges { node { claims(first: %d) { edges { node { id } } } } } } }"
	require.Empty(t, s.ask(fmt.Sprintf(nested, 50, 99), nil).code(), "5,000 rows")
	assert.Equal(t, "QUERY_TOO_COMPLEX", s.ask(fmt.Sprintf(nested, 51, 98), nil).code(), "5,049 rows")
	var variables = map[string]any{"n": 100}
	assert.Equal(t, 1+1+2, c.send(endpoint, c.staff, "query($n: Int) { jobs(first: $n) { edges { node { id } } } }", variables).cost)
}
