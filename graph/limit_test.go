package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"
)

// unlimited are the names of inputs without a limit, and why.
var unlimited = map[string]string{
	"base": "a product file, as file", "ProductDocumentInput.name": "one that the file does not name is refused",
	"after": "what a cursor is, only the list that gave it knows", "before": "what a cursor is, only the list that gave it knows",
	"expectedRevision": "any other than the present one is a CONFLICT", "quoteToken": "what a token is, only who gave it knows",
	"previewToken": "what a token is, only who gave it knows", "version": "one that is not there is not found", "from": "one that is not there is not found",
	"to": "one that is not there is not found", "attachmentsOf": "one that is not there is not found", "file": "a body has at most 256 KiB",
	"examples": "a body has at most 256 KiB", "value": "bytes are counted: it is sealed as it is", "publicKey": "its scheme says what it is",
}

// TestP2EveryInputSaysItsLimit holds that a form and an SDK know the bounds of each text, number and list.
func TestP2EveryInputSaysItsLimit(t *testing.T) {
	t.Parallel()
	schema := load(t)
	check := func(at, name string, of *ast.Type, directives ast.DirectiveList) {
		limited := directives.ForName("limit") != nil
		kind := of.Name()
		if of.Elem == nil && kind != "String" && kind != "Int" && kind != "Long" {
			assert.False(t, limited, "%s: %s has no limits", at, kind)
			return
		}
		if d := directives.ForName("limit"); d != nil && d.Arguments.ForName("pattern") != nil {
			assert.Equal(t, "String", kind, at)
		}
		assert.True(t, limited || unlimited[name] != "" || unlimited[at] != "", "%s: @limit, or a reason why it has none", at)
	}
	for _, d := range schema.Types {
		if strings.HasPrefix(d.Name, "__") {
			continue
		}
		for _, f := range d.Fields {
			if d.Kind == ast.InputObject {
				check(d.Name+"."+f.Name, f.Name, f.Type, f.Directives)
			}
			for _, a := range f.Arguments {
				if !strings.HasPrefix(f.Name, "__") {
					check(d.Name+"."+f.Name+"("+a.Name+")", a.Name, a.Type, a.Directives)
				}
			}
		}
	}
}
