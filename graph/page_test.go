package graph_test

import (
	"fmt"
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

// pagesOf are the fields of Query that answer pages, by audience, with the arguments that they need.
func pagesOf(t *testing.T, audience access.Audience) map[string]string {
	needed := map[string]string{"auditRecords": `filter: {actions: [LOGIN_SUCCESS]}, `}
	view, err := gqlparser.LoadSchema(&ast.Source{Name: string(audience), Input: graph.ViewSDL(audience, true)})
	require.NoError(t, err)
	fields := map[string]string{}
	for _, field := range view.Query.Fields {
		if field.Arguments.ForName("after") == nil {
			continue
		}
		if f := field.Arguments.ForName("filter"); f != nil && f.Type.NonNull {
			needed[field.Name] = "filter: {}, "
		}
		fields[field.Name] = needed[field.Name]
	}
	return fields
}

// P4: each list takes its own cursors, and refuses those of any other list, caller, order or filter, and whatever is none.
func TestP4EveryListRefusesCursorsThatAreNotItsOwn(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	c.grow(few)
	colleague := *c.staff
	colleague.Person = c.person(c.Store.Client, "colleague", everyRole...).SaveX(t.Context())
	other := insurancetest.Mall
	for _, who := range []struct{ caller, other *access.Caller }{
		{c.staff, &colleague},
		{&access.Caller{Audience: access.Channel, Channel: c.first, Credential: "test", Language: "en"}, c.Caller(other)},
	} {
		s, theirs := newStranger(t, c.World, who.caller), newStranger(t, c.World, who.other)
		fields := pagesOf(t, who.caller.Audience)
		cursors := map[string]string{}
		asks := func(s *stranger, name, arguments, page string) string {
			return s.ask(fmt.Sprintf(`{ %s(%s%s) { edges { cursor } } }`, name, arguments, page), nil).code()
		}
		for name, arguments := range fields {
			a := s.ask(fmt.Sprintf(`{ %s(%sfirst: 1) { pageInfo { endCursor } } }`, name, arguments), nil)
			require.Empty(t, a.Errors, a.body)
			cursors[name] = a.Data[name].(map[string]any)["pageInfo"].(map[string]any)["endCursor"].(string)
		}
		for name, arguments := range fields {
			for _, page := range []string{`first: 1, last: 1`, `first: 20, last: 1`, `first: 0`, `first: 101`, `last: 0`, `last: 101`} {
				assert.Equal(t, "VARIABLE_INVALID", asks(s, name, arguments, page), "%s %s", name, page)
			}
			assert.Empty(t, asks(s, name, arguments, `last: 100, before: null`), name)
			for from, cursor := range cursors {
				want := "CURSOR_INVALID"
				if from == name {
					want = ""
				}
				assert.Equal(t, want, asks(s, name, arguments, fmt.Sprintf(`first: 1, after: %q`, cursor)), "a cursor of %s in %s", from, name)
				assert.Equal(t, want, asks(s, name, arguments, fmt.Sprintf(`last: 1, before: %q`, cursor)), "a cursor of %s in %s", from, name)
			}
			assert.Equal(t, "CURSOR_INVALID", asks(theirs, name, arguments, fmt.Sprintf(`after: %q`, cursors[name])), "%s of somebody else", name)
			for _, forged := range []string{"", "cur_0000000000001", "nonsense", "cur_AAAAAAAAAAAAAAAAAAAA"} {
				assert.Equal(t, "CURSOR_INVALID", asks(s, name, arguments, fmt.Sprintf(`after: %q`, forged)), "%s %q", name, forged)
			}
		}
		if who.caller == c.staff {
			assert.Equal(t, "CURSOR_INVALID", asks(s, "policies", "filter: {}, orderBy: BOUND_AT_ASC, ", fmt.Sprintf(`after: %q`, cursors["policies"])))
			assert.Equal(t, "CURSOR_INVALID", asks(s, "policies", "filter: {states: [IN_FORCE]}, ", fmt.Sprintf(`after: %q`, cursors["policies"])))
			assert.Empty(t, asks(s, "policies", "filter: {states: []}, ", fmt.Sprintf(`after: %q`, cursors["policies"])))
		}
	}
}
