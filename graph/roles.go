package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
)

// RoleTable says, as a page, who may call each root field, and who sees each other element that says so. It is made from
// the schema, and committed, so that a change of who may do what shows in review.
func RoleTable() string {
	schema := fullSchema()
	var out strings.Builder
	out.WriteString(roleTableHead)
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		fmt.Fprintf(&out, "\n## %s\n\n%s", root.Name, tableHead("field"))
		for _, f := range sortedFields(root) {
			fmt.Fprintf(&out, "| `%s` |%s\n", f.Name, marks(f.Directives))
		}
	}
	fmt.Fprintf(&out, "\n## Below the root\n\nA type or field that is not named here is seen by everyone who reaches it.\n\n%s", tableHead("element"))
	for _, name := range sortedNames(schema.Types) {
		d := schema.Types[name]
		if d == schema.Query || d == schema.Mutation || d.BuiltIn {
			continue
		}
		if d.Directives.ForName("access") != nil {
			fmt.Fprintf(&out, "| `%s` |%s\n", name, marks(d.Directives))
		}
		for _, f := range d.Fields {
			if f.Directives.ForName("access") != nil {
				fmt.Fprintf(&out, "| `%s.%s` |%s\n", name, f.Name, marks(f.Directives))
			}
		}
	}
	return out.String()
}

const roleTableHead = `# Who may call what

Made from the schema's ` + "`@access`" + ` by ` + "`go test ./graph -run TestRoleTable -update`" + `. A channel, the public and a
business-intelligence tool (reporting) each see a schema of their own, in which other fields do not exist. The insurer's
people see one schema, and are refused with ` + "`FORBIDDEN`" + ` what none of their roles may do. A person without any role calls
only what concerns themselves, and one who must set something up nothing but that (` + "`SETUP_REQUIRED`" + `). *test*: of a
sandbox alone.
`

var shortRoles = map[access.Role]string{
	access.Underwriting: "uw", access.Sales: "sales", access.Claims: "claims", access.Service: "service", access.Finance: "finance",
	access.Audit: "audit", access.SecurityAdmin: "security", access.SystemAdmin: "system",
}

func tableHead(first string) string {
	columns := []string{first, "channel", "public", "reporting"}
	for _, r := range access.Roles {
		columns = append(columns, shortRoles[r])
	}
	return "| " + strings.Join(columns, " | ") + " |\n" + strings.Repeat("| --- ", len(columns)) + "|\n"
}

// marks are the cells of an element's row.
func marks(directives ast.DirectiveList) string {
	d := directives.ForName("access")
	if d == nil {
		return ""
	}
	var row strings.Builder
	mark := func(may bool, text string) {
		if !may {
			text = ""
		}
		fmt.Fprintf(&row, " %s |", text)
	}
	text := "x"
	if sandbox := d.Arguments.ForName("sandbox"); sandbox != nil && sandbox.Value.Raw == "true" {
		text = "test"
	}
	for _, audience := range []access.Audience{access.Channel, access.Public, access.Reporting} {
		mark(lists(d, "to", string(audience)), text)
	}
	for _, r := range access.Roles {
		mark(lists(d, "to", string(access.Ops)) && (d.Arguments.ForName("roles") == nil || lists(d, "roles", string(r))), "x")
	}
	return row.String()
}

func sortedFields(d *ast.Definition) []*ast.FieldDefinition {
	list := slices.DeleteFunc(slices.Clone(d.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
	slices.SortFunc(list, func(a, b *ast.FieldDefinition) int { return strings.Compare(a.Name, b.Name) })
	return list
}
