package audit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/audit"
)

// elsewhere are names that look like actions: points at which a test kills a process, and events, whose actions enquiry looks for.
var elsewhere = []string{"job.part"}

// P12: the enum of actions has all that the code puts on record, and that of kinds of things all of those.
func TestP12EveryActionIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	nouns := map[string]bool{}
	for _, action := range audit.Actions {
		noun, _, _ := strings.Cut(action, ".")
		nouns[noun] = true
	}
	for _, noun := range []string{"policy", "claim", "service_request"} {
		delete(nouns, noun)
	}
	found := 0
	require.NoError(t, fs.WalkDir(os.DirFS(".."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "insurancetest/") || strings.HasPrefix(path, "event/") { // events are named as they are published
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), "../"+path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				key, _ := pair.Key.(*ast.Ident)
				value, _ := pair.Value.(*ast.BasicLit)
				if key != nil && value != nil && key.Name == "ObjectKind" {
					kind, _ := strconv.Unquote(value.Value)
					assert.Contains(t, audit.ObjectKinds, kind, path)
				}
			}
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(literal.Value)
			noun, verb, dotted := strings.Cut(text, ".")
			if dotted && nouns[noun] && strings.Trim(verb, "abcdefghijklmnopqrstuvwxyz_") == "" && verb != "" && !slices.Contains(elsewhere, text) {
				found++
				assert.Contains(t, audit.Actions, text, path)
			}
			return true
		})
		return nil
	}))
	assert.Greater(t, found, 60, "they were found")
	assert.True(t, slices.IsSorted(audit.Actions))
}
