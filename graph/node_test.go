package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/graph"
	"baodan/insurance/work"
)

// Whatever has a global id is found by it: each type that implements Node has a kind of ids and a loader, and no other has.
func TestEveryNodeHasALoader(t *testing.T) {
	t.Parallel()
	kinds := map[string]work.Kind{}
	for kind, name := range work.Kinds {
		kinds[name] = kind
	}
	kinds["Colleague"] = work.PersonID // what everybody may know of a person
	schema, loaded := graph.FullSchema(), graph.LoadedKinds()
	for _, d := range schema.GetPossibleTypes(schema.Types["Node"]) {
		assert.Contains(t, loaded, kinds[d.Name], "%s is a Node: give it a kind in work.Kinds and a loader in graph/node.go", d.Name)
	}
	assert.Len(t, loaded, len(schema.GetPossibleTypes(schema.Types["Node"]))-1, "a colleague is found by the id of a person")
}
