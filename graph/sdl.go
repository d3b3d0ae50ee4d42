package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// SDL writes a view as text, as its audience and their tools read it: with every directive that it uses declared, also
// @oneOf, which some tools do not know yet.
func SDL(view *ast.Schema) string {
	shown := *view
	shown.Directives = declared(view)
	shown.Types = map[string]*ast.Definition{}
	for name, d := range view.Types {
		if d.BuiltIn {
			continue
		}
		plain := *d
		plain.Directives = published(d.Directives)
		plain.Fields = nil
		for _, f := range d.Fields {
			field := *f
			field.Directives = published(f.Directives)
			field.Arguments = nil
			for _, a := range f.Arguments {
				argument := *a
				argument.Directives = published(a.Directives)
				field.Arguments = append(field.Arguments, &argument)
			}
			plain.Fields = append(plain.Fields, &field)
		}
		plain.EnumValues = nil
		for _, v := range d.EnumValues {
			value := *v
			value.Directives = published(v.Directives)
			plain.EnumValues = append(plain.EnumValues, &value)
		}
		shown.Types[name] = &plain
	}
	var out strings.Builder
	formatter.NewFormatter(&out, formatter.WithIndent("  ")).FormatSchema(&shown)
	return out.String()
}

// declared are the directives that the text declares.
func declared(view *ast.Schema) map[string]*ast.DirectiveDefinition {
	directives := maps.Clone(view.Directives)
	for _, d := range view.Types {
		if d.Directives.ForName("oneOf") != nil {
			oneOf := *view.Directives["oneOf"]
			oneOf.Position = nil // the formatter leaves out what is of the language
			directives["oneOf"] = &oneOf
			break
		}
	}
	return directives
}

func published(all ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(all), func(d *ast.Directive) bool {
		return !told[d.Name] && d.Name != "deprecated" && d.Name != "specifiedBy" && d.Name != "oneOf"
	})
}
