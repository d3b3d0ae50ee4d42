package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/fault"
)

// Markdown writes the reference of the schema files in a folder.
func Markdown(folder string) (string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.graphqls"))
	if err != nil {
		return "", err
	}
	var sources []*ast.Source
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(name), Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return "", err
	}
	examples, err := Examples()
	if err != nil {
		return "", err
	}
	p := &page{schema: schema, examples: map[string]Example{}}
	for _, e := range examples {
		p.examples[e.Operation] = e
	}
	p.write()
	return p.String(), nil
}

type page struct {
	strings.Builder
	schema   *ast.Schema
	examples map[string]Example
}

func (p *page) line(format string, arguments ...any) { fmt.Fprintf(p, format+"\n", arguments...) }

const introduction = `# API reference

Made from ` + "`schema/`" + ` by ` + "`make generate`" + `; do not edit. One endpoint, ` + "`POST /graphql`" + `, ` + "`application/json`" + ` only, one
mutation a request. Channels sign their requests (RFC 9421 with Content-Digest; see [examples](../examples/)); in the
sandbox a bearer key does. Each audience sees its own part of the schema and can introspect it.

Limits of a request: body 256 KiB, 5,000 tokens, depth 15, 15 aliases, 500 fields, cost 2,000 points, 20 s. Every answer
says its cost in ` + "`extensions.cost`" + ` and what is left in the ` + "`RateLimit`" + ` header; 429 comes with ` + "`Retry-After`" + `.

Amounts are exact decimals in strings with their currency; moments are RFC 3339 in UTC with milliseconds.
` + "`Accept-Language: zh`" + ` gives messages in Chinese, otherwise they are English; codes never change.
`

func (p *page) write() {
	p.line("%s", introduction)
	p.line("## Operations\n")
	for _, root := range []*ast.Definition{p.schema.Query, p.schema.Mutation} {
		for _, f := range root.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				p.operation(root, f)
			}
		}
	}
	p.line("## Types\n")
	for _, name := range slices.Sorted(maps.Keys(p.schema.Types)) {
		d := p.schema.Types[name]
		if !d.BuiltIn && !strings.HasPrefix(name, "__") && d != p.schema.Query && d != p.schema.Mutation {
			p.definition(d)
		}
	}
	p.codes()
}

func (p *page) operation(root *ast.Definition, f *ast.FieldDefinition) {
	p.line("### %s `%s`\n", strings.ToLower(root.Name), f.Name)
	p.line("%s\n", f.Description)
	p.line("```graphql\n%s\n```\n", signature(f))
	p.line("| who | cost | roles of ops |\n| --- | --- | --- |")
	p.line("| %s | %s | %s |\n", arguments(f, "access", "to"), arguments(f, "cost", "weight"), orNone(arguments(f, "access", "roles")))
	if codes := arguments(f, "errors", "codes"); codes != "" {
		p.line("Codes in `userErrors`: %s.\n", codes)
	}
	e, known := p.examples[f.Name]
	if !known {
		return
	}
	p.line("```graphql\n%s\n```\n", strings.TrimSpace(e.Query))
	if e.Variables != nil {
		variables, err := json.MarshalIndent(e.Variables, "", "  ")
		if err == nil {
			p.line("```json\n%s\n```\n", variables)
		}
	}
	p.line("Answer:\n\n```json\n%s\n```\n", strings.TrimSpace(e.Answer))
}

func (p *page) definition(d *ast.Definition) {
	p.line("### %s `%s`\n", strings.ToLower(strings.ReplaceAll(string(d.Kind), "_", " ")), d.Name)
	p.line("%s\n", d.Description)
	if len(d.Interfaces) > 0 {
		p.line("Implements %s.\n", strings.Join(d.Interfaces, ", "))
	}
	if len(d.EnumValues) > 0 {
		p.line("| value | meaning |\n| --- | --- |")
		for _, v := range d.EnumValues {
			p.line("| `%s` | %s |", v.Name, v.Description)
		}
		p.line("")
	}
	if len(d.Fields) == 0 {
		return
	}
	p.line("| field | type | meaning |\n| --- | --- | --- |")
	for _, f := range d.Fields {
		text := f.Description
		if f.DefaultValue != nil {
			text += " Default: `" + f.DefaultValue.String() + "`."
		}
		if to := arguments(f, "access", "to"); to != "" {
			text += " For " + to + " only."
		}
		if class := arguments(f, "pii", "class"); class != "" {
			text += " Personal data: " + class + "."
		}
		p.line("| `%s` | `%s` | %s |", f.Name, f.Type.String(), text)
	}
	p.line("")
}

func (p *page) codes() {
	p.line("## Error codes\n")
	p.line("`INPUT` and `BUSINESS` codes come in `userErrors`, the others as top-level errors with `extensions.code`, `category`,")
	p.line("`retryable` and `requestId`. A code is never removed or given another meaning.\n")
	p.line("| code | category | may succeed later | English | 中文 |\n| --- | --- | --- | --- | --- |")
	for _, code := range slices.Sorted(maps.Keys(fault.Registry)) {
		e := code.Entry()
		p.line("| `%s` | %s | %s | %s | %s |", code, e.Category, map[bool]string{true: "yes", false: "no"}[e.Retryable], e.En, e.Zh)
	}
}

func signature(f *ast.FieldDefinition) string {
	text := f.Name
	if len(f.Arguments) > 0 {
		parts := make([]string, len(f.Arguments))
		for i, a := range f.Arguments {
			parts[i] = a.Name + ": " + a.Type.String()
		}
		text += "(" + strings.Join(parts, ", ") + ")"
	}
	return text + ": " + f.Type.String()
}

// arguments of a directive as text: "CHANNEL, OPS".
func arguments(f *ast.FieldDefinition, directive, name string) string {
	d := f.Directives.ForName(directive)
	if d == nil || d.Arguments.ForName(name) == nil {
		return ""
	}
	value := d.Arguments.ForName(name).Value
	if value.Kind != ast.ListValue {
		return value.Raw
	}
	parts := make([]string, len(value.Children))
	for i, c := range value.Children {
		parts[i] = c.Value.Raw
	}
	return strings.Join(parts, ", ")
}

func orNone(text string) string {
	if text == "" {
		return "any"
	}
	return text
}
