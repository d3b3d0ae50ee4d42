package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// operation is a root field.
type operation struct {
	kind  string // query or mutation
	field *ast.FieldDefinition
}

// operations of a schema, queries first.
func operations(schema *ast.Schema) []operation {
	var list []operation
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		if root == nil {
			continue
		}
		for _, f := range root.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				list = append(list, operation{strings.ToLower(root.Name), f})
			}
		}
	}
	return list
}

func (p *page) operation(o operation) error {
	f := o.field
	p.line("### %s `%s`\n\n%s\n", o.kind, f.Name, f.Description)
	p.line("```graphql\n%s\n```\n", signature(f))
	p.line("| who | roles of ops | cost |\n| --- | --- | --- |")
	p.line("| %s | %s | %s |\n", strings.Join(names(f.Directives, "access", "to"), ", "), roles(f.Directives), cost(f.Directives))
	if len(f.Arguments) > 0 {
		p.line("| argument | type | meaning |\n| --- | --- | --- |")
		for _, a := range f.Arguments {
			meaning := a.Description
			if d := p.schema.Types[a.Type.Name()]; meaning == "" && described(d) {
				meaning = d.Description
			}
			p.line("| `%s` | %s | %s |", a.Name, p.typeLink(a.Type), cell(meaning+notes(a.Directives, a.DefaultValue)))
		}
		p.line("")
	}
	if codes := names(f.Directives, "errors", "codes"); len(codes) > 0 {
		p.line("In `userErrors`:\n")
		p.codeTable(codes)
	}
	for _, e := range p.examples {
		if e.Operation != f.Name {
			continue
		}
		if err := p.example(e); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) example(e Example) error {
	key := "key `" + e.Key + "`"
	if e.Key == "" {
		key = "no key"
	}
	about := "Example"
	if e.About != "" {
		about = e.About
	}
	p.line("%s (%s):\n\n```graphql\n%s\n```\n", about, key, strings.TrimSpace(e.Query))
	if e.Answer == "" {
		p.line("Its answer is still to be written: `go test ./server -run TestReferenceExamples -update`.\n")
		return nil
	}
	variables, err := e.Filled(p.answers)
	if err != nil {
		return err
	}
	if variables != "" {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, []byte(variables), "", "  "); err != nil {
			return fmt.Errorf("example %s: %w", e.Name, err)
		}
		p.line("Variables:\n\n```json\n%s\n```\n", strings.TrimSpace(pretty.String()))
	}
	p.line("Answer:\n\n```json\n%s\n```\n", strings.TrimSpace(e.Answer))
	return nil
}

// signature is the field as the schema writes it, without its directives.
func signature(f *ast.FieldDefinition) string {
	text := f.Name
	if len(f.Arguments) > 0 {
		parts := make([]string, len(f.Arguments))
		for i, a := range f.Arguments {
			parts[i] = a.Name + ": " + a.Type.String()
			if a.DefaultValue != nil {
				parts[i] += " = " + a.DefaultValue.String()
			}
		}
		text += "(" + strings.Join(parts, ", ") + ")"
	}
	return text + ": " + f.Type.String()
}

// cost tells the price of a field in points.
func cost(directives ast.DirectiveList) string {
	weight := strings.Join(names(directives, "cost", "weight"), "")
	times := strings.Join(names(directives, "cost", "multiply"), "` or `")
	per := strings.Join(names(directives, "cost", "per"), "")
	switch {
	case times == "":
		return weight
	case per != "":
		return fmt.Sprintf("%s for each started %s of `%s`", weight, per, times)
	}
	return fmt.Sprintf("%s + what is asked of a row, for each started 50 of `%s`", weight, times)
}
