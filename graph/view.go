package graph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"baodan/insurance/access"
)

// A view is what one audience may see of the schema. Elements that it may not see do not exist for it: validation,
// execution and introspection all work on the view. Role checks at the root fields and the row scope of every look-up
// stand behind it, each by itself.

// prune gives the view of an audience; sandbox views also hold elements marked sandbox.
func prune(full *ast.Schema, audience access.Audience, live bool) *ast.Schema {
	p := &pruning{full: full, audience: audience, live: live, types: map[string]*ast.Definition{}}
	view := &ast.Schema{
		Query: p.root(full.Query), Mutation: p.root(full.Mutation),
		Types: p.types, Directives: map[string]*ast.DirectiveDefinition{},
		PossibleTypes: map[string][]*ast.Definition{}, Implements: map[string][]*ast.Definition{},
		Description: full.Description,
	}
	for name, d := range full.Directives {
		if standard(d) {
			view.Directives[name] = d
			for _, a := range d.Arguments {
				p.reach(a.Type)
			}
		}
	}
	for name := range full.Types {
		if strings.HasPrefix(name, "__") {
			p.add(name)
		}
	}
	p.implementations()
	for name := range p.types {
		for _, d := range full.PossibleTypes[name] {
			if pruned := p.types[d.Name]; pruned != nil {
				view.PossibleTypes[name] = append(view.PossibleTypes[name], pruned)
			}
		}
		for _, d := range full.Implements[name] {
			if pruned := p.types[d.Name]; pruned != nil {
				view.Implements[name] = append(view.Implements[name], pruned)
			}
		}
	}
	return view
}

// standard tells the directives of GraphQL itself from ours, which are notes for the server.
func standard(d *ast.DirectiveDefinition) bool { return d.Position != nil && d.Position.Src.BuiltIn }

type pruning struct {
	full     *ast.Schema
	audience access.Audience
	live     bool
	types    map[string]*ast.Definition
}

// visible looks at @access; without one, an element is seen by everyone who reaches it.
func (p *pruning) visible(directives ast.DirectiveList) bool {
	d := directives.ForName("access")
	if d == nil {
		return true
	}
	if sandbox := d.Arguments.ForName("sandbox"); sandbox != nil && sandbox.Value.Raw == "true" && p.live {
		return false
	}
	to := d.Arguments.ForName("to")
	return to != nil && slices.ContainsFunc(to.Value.Children, func(c *ast.ChildValue) bool {
		return c.Value.Raw == string(p.audience)
	})
}

func (p *pruning) root(d *ast.Definition) *ast.Definition {
	if d == nil {
		return nil
	}
	p.add(d.Name)
	pruned := p.types[d.Name]
	for _, f := range pruned.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			return pruned
		}
	}
	delete(p.types, d.Name) // nothing in it for this audience
	return nil
}

func (p *pruning) reach(t *ast.Type) { p.add(t.Name()) }

// add copies a type without what the audience may not see, then whatever that reaches.
func (p *pruning) add(name string) {
	d := p.full.Types[name]
	if d == nil || p.types[name] != nil {
		return
	}
	pruned := *d
	pruned.Fields, pruned.EnumValues, pruned.Interfaces = nil, nil, nil
	p.types[name] = &pruned
	for _, f := range d.Fields {
		if !p.visible(f.Directives) || !p.typeVisible(f.Type) {
			continue
		}
		field := *f
		field.Arguments = nil
		for _, a := range f.Arguments {
			if p.visible(a.Directives) {
				field.Arguments = append(field.Arguments, a)
				p.reach(a.Type)
			}
		}
		pruned.Fields = append(pruned.Fields, &field)
		p.reach(f.Type)
	}
	for _, v := range d.EnumValues {
		if p.visible(v.Directives) {
			pruned.EnumValues = append(pruned.EnumValues, v)
		}
	}
	for _, i := range d.Interfaces {
		pruned.Interfaces = append(pruned.Interfaces, i)
		p.add(i)
	}
	for _, member := range d.Types {
		p.add(member)
	}
}

func (p *pruning) typeVisible(t *ast.Type) bool {
	d := p.full.Types[t.Name()]
	return d == nil || p.visible(d.Directives)
}

// implementations adds the types that implement a reached interface, until there are no more.
func (p *pruning) implementations() {
	for before := -1; before != len(p.types); {
		before = len(p.types)
		for _, name := range sortedNames(p.types) {
			for _, d := range p.full.PossibleTypes[name] {
				if p.visible(d.Directives) {
					p.add(d.Name)
				}
			}
		}
	}
}

func sortedNames(types map[string]*ast.Definition) []string {
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// SDL writes a view as text, without our own directives: the contract as its audience reads it.
func SDL(view *ast.Schema) string {
	shown := *view
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

func published(all ast.DirectiveList) ast.DirectiveList {
	var kept ast.DirectiveList
	for _, d := range all {
		switch d.Name {
		case "deprecated", "specifiedBy", "oneOf", "cost":
			kept = append(kept, d)
		}
	}
	return kept
}
