package graph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

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
	for name := range full.Types {
		if strings.HasPrefix(name, "__") {
			p.add(name)
		}
	}
	p.implementations()
	for _, d := range full.Directives {
		if standard(d) && !ignored[d.Name] || told[d.Name] && p.uses(d.Name) {
			view.Directives[d.Name] = d
			for _, a := range d.Arguments {
				p.reach(a.Type)
			}
		}
	}
	p.onlyPossibleErrors()
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

// ignored are directives that the executor brings along and that nothing here honours: a document that uses one is refused.
var ignored = map[string]bool{"defer": true, "stream": true}

// told are the notes for the server that tools of a client make use of: views keep them. Who may see what is not one.
var told = map[string]bool{"cost": true, "errors": true, "grows": true, "limit": true, "pii": true, "sunset": true}

// uses tells whether a directive stands anywhere in the view.
func (p *pruning) uses(directive string) bool {
	for _, d := range p.types {
		if used(directive, d.Directives) {
			return true
		}
		for _, f := range d.Fields {
			if used(directive, f.Directives) || slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return used(directive, a.Directives) }) {
				return true
			}
		}
		if slices.ContainsFunc(d.EnumValues, func(v *ast.EnumValueDefinition) bool { return used(directive, v.Directives) }) {
			return true
		}
	}
	return false
}

func used(directive string, in ast.DirectiveList) bool { return in.ForName(directive) != nil }

// onlyPossibleErrors leaves of the error codes those that a mutation of the view may give.
func (p *pruning) onlyPossibleErrors() {
	codes, mutations := p.types["ErrorCode"], p.types["Mutation"]
	if codes == nil || mutations == nil {
		return
	}
	possible := map[string]bool{}
	for _, f := range mutations.Fields {
		if errors := f.Directives.ForName("errors"); errors != nil {
			for _, c := range errors.Arguments.ForName("codes").Value.Children {
				possible[c.Value.Raw] = true
			}
		}
	}
	codes.EnumValues = slices.DeleteFunc(slices.Clone(codes.EnumValues), func(v *ast.EnumValueDefinition) bool { return !possible[v.Name] })
}

// grows is said of an enum to which values will be added, for those who see no directives: introspection tells none.
const grows = " Values will be added: take one that you do not know for something of which you know no more."

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
	if used("grows", d.Directives) {
		pruned.Description += grows
	}
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
