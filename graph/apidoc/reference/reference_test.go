package reference_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/graph/apidoc/reference"
	"baodan/insurance/fault"
)

// The committed page is what the schema says now.
func TestReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	assert.Equal(t, page(t), committed(t), "make generate")
}

// Every operation has an example, and every example is of the operation it is named for and fits the schema.
func TestEveryOperationHasAnExample(t *testing.T) {
	t.Parallel()
	schema, err := reference.Load("../../../schema")
	require.NoError(t, err)
	examples, err := reference.Examples()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, e := range examples {
		known[e.Operation] = true
		document, faults := gqlparser.LoadQueryWithRules(schema, e.Query, nil)
		require.Empty(t, faults, e.Name)
		require.Len(t, document.Operations, 1, e.Name)
		require.Len(t, document.Operations[0].SelectionSet, 1, e.Name)
		assert.Equal(t, e.Operation, document.Operations[0].SelectionSet[0].(*ast.Field).Name, e.Name)
	}
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			assert.True(t, known[f.Name] || strings.HasPrefix(f.Name, "__"), "%s has no example in examples/", f.Name)
		}
	}
}

// Every code is on the page with both sentences; every link on the page leads somewhere.
func TestReferenceIsWhole(t *testing.T) {
	t.Parallel()
	text := page(t)
	_, codes, _ := strings.Cut(text, "## Error codes\n")
	for _, code := range slices.Sorted(maps.Keys(fault.Registry)) {
		e := fault.Registry[code]
		again := map[bool]string{true: "yes", false: "no"}[e.Retryable]
		assert.Contains(t, codes, fmt.Sprintf("\n| `%s` | %s | %s | %s | %s |\n", code, e.Category, again, e.En, e.Zh))
	}
	anchors := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		anchor := strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(heading[1], "`", "")), " ", "-")
		assert.False(t, anchors[anchor], "two sections are called %s", anchor)
		anchors[anchor] = true
	}
	for _, link := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		assert.True(t, anchors[link[1]], "#%s leads nowhere", link[1])
	}
}

// The limits that the page tells are those of the transport.
func TestReferenceTellsTheLimits(t *testing.T) {
	t.Parallel()
	text := strings.Join(strings.Fields(page(t)), " ")
	assert.Contains(t, strings.ReplaceAll(text, ",000", "000"), fmt.Sprintf("body %d KiB (%d MiB of people who are signed in), %d tokens, depth %d, %d aliases, %d fields, cost %d points",
		graph.MaxBody>>10, graph.MaxBodyOfPeople>>20, graph.MaxTokens, graph.MaxDepth, graph.MaxAliases, graph.MaxFields, graph.MaxCost))
}

func page(t *testing.T) string {
	t.Helper()
	text, err := reference.Markdown("../../../schema")
	require.NoError(t, err)
	return text
}

func committed(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/api.md")
	require.NoError(t, err)
	return string(text)
}
