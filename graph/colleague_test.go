package graph_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
)

// P11: what is known of a person beside their name is for those who manage people. Every field from which one gets to a Person is
// theirs alone, or is about the person who calls; everybody else meets colleagues.
func TestOnlyThoseWhoManagePeopleReadOfThem(t *testing.T) {
	t.Parallel()
	view, err := gqlparser.LoadSchema(&ast.Source{Name: "OPS", Input: graph.ViewSDL(access.Ops, true)})
	require.NoError(t, err)
	own := []string{"Viewer.person"} // of the person who calls
	guarded := map[string]bool{}
	for role, roles := range rolesOfFields(t) {
		guarded[role] = len(roles) > 0 && !slices.ContainsFunc(roles, func(r string) bool {
			return r != string(access.SecurityAdmin) && r != string(access.Audit)
		})
	}
	open := map[string]bool{} // types that somebody reaches who manages nobody
	var walk func(d *ast.Definition)
	walk = func(d *ast.Definition) {
		if d == nil || open[d.Name] {
			return
		}
		open[d.Name] = true
		for _, f := range d.Fields {
			name := d.Name + "." + f.Name
			if guarded[name] || slices.Contains(own, name) {
				continue
			}
			if assert.NotEqual(t, "Person", f.Type.Name(), "%s: a Colleague is enough", name) {
				walk(view.Types[f.Type.Name()])
			}
		}
	}
	walk(view.Query)
	walk(view.Mutation)
	assert.True(t, open["Claim"] && open["Colleague"] && open["Approval"] && open["ServiceRequest"])
	assert.False(t, open["Person"])
	colleague := view.Types["Colleague"]
	var known []string
	for _, f := range colleague.Fields {
		known = append(known, f.Name)
	}
	assert.Equal(t, []string{"id", "name", "displayName"}, known)
}

// rolesOfFields are the roles that each field is for, by its coordinates; none: everybody.
func rolesOfFields(t *testing.T) map[string][]string {
	t.Helper()
	roles := map[string][]string{}
	for name, d := range graph.FullSchema().Types {
		for _, f := range d.Fields {
			if a := f.Directives.ForName("access"); a != nil && a.Arguments.ForName("roles") != nil {
				for _, one := range a.Arguments.ForName("roles").Value.Children {
					roles[name+"."+f.Name] = append(roles[name+"."+f.Name], one.Value.Raw)
				}
			}
		}
	}
	return roles
}
