package reference

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

func (p *page) definition(d *ast.Definition) {
	p.line("### %s `%s`\n\n%s\n", kind(d), d.Name, d.Description+notes(d.Directives, nil))
	if len(d.Interfaces) > 0 {
		p.line("Implements %s.\n", p.links(d.Interfaces))
	}
	if d.IsAbstractType() {
		var types []string
		for _, possible := range p.schema.PossibleTypes[d.Name] {
			types = append(types, possible.Name)
		}
		slices.Sort(types)
		p.line("One of %s.\n", p.links(types))
	}
	if len(d.EnumValues) > 0 {
		p.line("| value | meaning |\n| --- | --- |")
		for _, v := range d.EnumValues {
			p.line("| `%s` | %s |", v.Name, cell(v.Description+notes(v.Directives, nil)))
		}
		p.line("")
	}
	if len(d.Fields) == 0 {
		return
	}
	p.line("| field | type | meaning |\n| --- | --- | --- |")
	for _, f := range d.Fields {
		name := f.Name
		if len(f.Arguments) > 0 {
			name = strings.TrimSuffix(signature(f), ": "+f.Type.String())
		}
		p.line("| `%s` | %s | %s |", name, p.typeLink(f.Type), cell(f.Description+notes(f.Directives, f.DefaultValue)))
	}
	p.line("")
}

// kind of a type as people say it; with the name it is also its address on the page.
func kind(d *ast.Definition) string {
	if d.Kind == ast.InputObject {
		return "input"
	}
	return strings.ToLower(string(d.Kind))
}

// typeLink is a type that leads to its section; those of GraphQL itself have none.
func (p *page) typeLink(t *ast.Type) string {
	text := "`" + t.String() + "`"
	if d := p.schema.Types[t.Name()]; d != nil && described(d) {
		return "[" + text + "](#" + kind(d) + "-" + strings.ToLower(d.Name) + ")"
	}
	return text
}

func (p *page) links(types []string) string {
	links := make([]string, len(types))
	for i, name := range types {
		links[i] = p.typeLink(ast.NamedType(name, nil))
	}
	return strings.Join(links, ", ")
}

// notes tells what directives and a default add to a description.
func notes(directives ast.DirectiveList, value *ast.Value) string {
	text := ""
	if value != nil {
		text += " Default: `" + value.String() + "`."
	}
	if directives.ForName("oneOf") != nil {
		text += " Exactly one field must be given."
	}
	if to := names(directives, "access", "to"); len(to) > 0 {
		text += " For " + strings.Join(to, ", ")
		if r := names(directives, "access", "roles"); len(r) > 0 {
			text += " (" + strings.Join(r, ", ") + ")"
		}
		text += " only."
	}
	if slices.Equal(names(directives, "access", "sandbox"), []string{"true"}) {
		text += " In the sandbox only."
	}
	if class := names(directives, "pii", "class"); len(class) > 0 {
		text += " Personal data: " + class[0] + "."
	}
	if weight := cost(directives); weight != "" {
		text += " Cost: " + weight + "."
	}
	if reason := names(directives, "deprecated", "reason"); len(reason) > 0 {
		text += " Deprecated: " + reason[0] + "."
	}
	if day := names(directives, "sunset", "on"); len(day) > 0 {
		text += " Goes away on " + day[0] + "."
	}
	if url := names(directives, "specifiedBy", "url"); len(url) > 0 {
		text += " See <" + url[0] + ">."
	}
	return text
}

// roles that people of the insurer need; a dash where they may not call at all.
func roles(directives ast.DirectiveList) string {
	switch list := names(directives, "access", "roles"); {
	case !slices.Contains(names(directives, "access", "to"), "OPS"):
		return "-"
	case len(list) == 0:
		return "any"
	default:
		return strings.Join(list, ", ")
	}
}

// names are the values of a directive's argument: one, or those of a list.
func names(directives ast.DirectiveList, directive, argument string) []string {
	d := directives.ForName(directive)
	if d == nil || d.Arguments.ForName(argument) == nil {
		return nil
	}
	value := d.Arguments.ForName(argument).Value
	if value.Kind != ast.ListValue {
		return []string{value.Raw}
	}
	list := make([]string, len(value.Children))
	for i, c := range value.Children {
		list[i] = c.Value.Raw
	}
	return list
}
