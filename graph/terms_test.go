package graph_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/words"
)

// Section 4, terms: every value of every enum that people and channels see has a word, and no word is of a value that nobody knows.
func TestEveryValueOfTheContractHasAWord(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for name, d := range graph.FullSchema().Types {
		for _, v := range d.EnumValues {
			known[name+"."+v.Name] = true
		}
	}
	for _, audience := range []access.Audience{access.Ops, access.Channel} {
		for name, d := range graph.Prune(graph.FullSchema(), audience, false).Types {
			if d.Kind != ast.Enum || d.BuiltIn {
				continue
			}
			for _, v := range d.EnumValues {
				_, there := words.Of(name, v.Name)
				assert.True(t, there, "%s.%s has no word: add it to insurance/words", name, v.Name)
			}
		}
	}
	for _, coordinate := range words.All() {
		assert.True(t, known[coordinate], "%s is not in the schema", coordinate)
	}
}

// P12: the kinds of jobs of the schema are those that there are.
func TestTheSchemaKnowsEveryKindOfJob(t *testing.T) {
	t.Parallel()
	assert.Len(t, graph.FullSchema().Types["JobKind"].EnumValues, len(background.Kinds))
	assert.True(t, slices.IsSorted(slices.Compact(slices.Sorted(slices.Values(background.Kinds)))))
}
