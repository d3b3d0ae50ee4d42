package graph_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

// Every way from a list to an object, over each field of each type once: what is asked of the object costs as many statements for many
// rows as for few. TestListsCostBoundedStatements asks for all that fits into one document, and leaves ways out.
func TestEveryWayFromAListCostsBoundedStatements(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}, PublicURL: "https://baodan.example"})
	own := &access.Caller{Audience: access.Channel, Channel: c.first, Credential: "test", Language: "en"}
	walk := func(caller *access.Caller) map[string]page {
		pages := map[string]page{}
		for way, document := range ways(t, caller.Audience) {
			c.send(endpoint, caller, document, nil) // versions of products are read once and kept
			one := c.send(endpoint, caller, document, nil)
			pages[way] = one
		}
		return pages
	}
	c.grow(few)
	short, ownShort := walk(c.staff), walk(own)
	require.Greater(t, len(short), 50)
	c.grow(many)
	c.same(short, walk(c.staff))
	c.same(ownShort, walk(own))
}

func (c *crowd) same(short, long map[string]page) {
	c.T.Helper()
	for way, page := range short {
		assert.Len(c.T, long[way].statements, len(page.statements), "%s: more rows cost more statements, such as these:\n%s",
			way, strings.Join(more(page.statements, long[way].statements), "\n"))
	}
}

// ways are documents by the way that they go, as Parent.field.
func ways(t *testing.T, audience access.Audience) map[string]string {
	t.Helper()
	view, err := gqlparser.LoadSchema(&ast.Source{Input: graph.ViewSDL(audience, true)})
	require.NoError(t, err)
	w := waying{view, map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		one := lists[name]
		of, field, _ := strings.Cut(name, " ")
		if of != string(audience) || one.fixed {
			continue
		}
		arguments := ""
		if one.arguments != "" {
			arguments = "(" + one.arguments + ")"
		}
		w.follow("Query."+field, view.Types[view.Query.Fields.ForName(field).Type.Name()], "{ "+field+arguments, "}", 0)
	}
	return w.documents
}

type waying struct {
	view      *ast.Schema
	documents map[string]string
}

// follow adds the way over a field to what it answers, then those that begin there.
func (w *waying) follow(way string, d *ast.Definition, before, after string, depth int) {
	if d.Kind != ast.Object || w.documents[way] != "" || depth > 4 {
		return
	}
	if edges := d.Fields.ForName("edges"); edges != nil {
		d = w.view.Types[w.view.Types[edges.Type.Name()].Fields.ForName("node").Type.Name()]
		if depth > 0 {
			before += "(first: 2)"
		}
		before, after = before+" { edges { node", "} } "+after
	}
	w.documents[way] = before + " { " + w.shallow(d) + " } " + after
	for _, f := range d.Fields {
		if !callable(f) {
			continue
		}
		w.follow(d.Name+"."+f.Name, w.view.Types[f.Type.Name()], before+" { "+f.Name, "} "+after, depth+1)
	}
}

// callable fields have no argument that is needed.
func callable(f *ast.FieldDefinition) bool {
	if strings.HasPrefix(f.Name, "__") {
		return false
	}
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			return false
		}
	}
	return true
}

// shallow is all that an object shows of itself, and the id or the first value of the objects that it shows.
func (w *waying) shallow(d *ast.Definition) string {
	var text []string
	for _, f := range d.Fields {
		of := w.view.Types[f.Type.Name()]
		switch {
		case !callable(f) || slices.Contains(notAsked, d.Name+"."+f.Name):
		case of.IsLeafType():
			text = append(text, f.Name)
		case of.Fields.ForName("edges") != nil:
			text = append(text, f.Name+"(first: 2) { edges { cursor } }")
		case of.Kind == ast.Object:
			text = append(text, f.Name+" { __typename }")
		}
	}
	return strings.Join(text, " ")
}
