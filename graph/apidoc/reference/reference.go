// Package reference makes the API reference: what the schema says, activity by activity, with examples of every
// operation. The examples are run against a real server by a test, so what they answer is what one gets. It decides
// nothing about the API; what the page says comes from schema/, the registry of codes and examples/.
package reference

import (
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

// Load reads the schema files of a folder; each definition knows its file.
func Load(folder string) (*ast.Schema, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.graphqls"))
	if err != nil {
		return nil, err
	}
	var sources []*ast.Source
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(name), Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return nil, err
	}
	return schema, nil
}

// Markdown writes the reference of the schema files in a folder.
func Markdown(folder string) (string, error) {
	schema, err := Load(folder)
	if err != nil {
		return "", err
	}
	examples, err := Examples()
	if err != nil {
		return "", err
	}
	p := &page{schema: schema, examples: examples, answers: map[string]string{}}
	for _, e := range examples {
		p.answers[e.Name] = e.Answer
	}
	if err := p.write(); err != nil {
		return "", err
	}
	return p.String(), nil
}

// page is the reference while it is written.
type page struct {
	strings.Builder
	schema   *ast.Schema
	examples []Example
	answers  map[string]string // of the examples, by their names
}

func (p *page) line(format string, arguments ...any) { fmt.Fprintf(p, format+"\n", arguments...) }

// activity is one SDL file: what can be done and what it is done with.
type activity struct {
	name       string
	operations []operation
	types      []*ast.Definition
}

// activities in the order of their names, those without operations last.
func (p *page) activities() []*activity {
	known := map[string]*activity{}
	of := func(position *ast.Position) *activity {
		name := strings.TrimSuffix(position.Src.Name, ".graphqls")
		if known[name] == nil {
			known[name] = &activity{name: name}
		}
		return known[name]
	}
	for _, o := range operations(p.schema) {
		a := of(o.field.Position)
		a.operations = append(a.operations, o)
	}
	for _, name := range slices.Sorted(maps.Keys(p.schema.Types)) {
		d := p.schema.Types[name]
		if described(d) {
			a := of(d.Position)
			a.types = append(a.types, d)
		}
	}
	return slices.SortedFunc(maps.Values(known), func(a, b *activity) int {
		if (len(a.operations) > 0) != (len(b.operations) > 0) {
			return len(b.operations) - len(a.operations)
		}
		return strings.Compare(a.name, b.name)
	})
}

// described tells types that have a section of their own: not those of GraphQL itself, not the roots.
func described(d *ast.Definition) bool {
	return !d.BuiltIn && !slices.Contains([]string{"Query", "Mutation", "Subscription"}, d.Name)
}

func (p *page) write() error {
	p.line("%s", introduction)
	list := p.activities()
	for _, a := range list {
		links := []string{}
		for _, o := range a.operations {
			links = append(links, fmt.Sprintf("[`%s`](#%s-%s)", o.field.Name, o.kind, strings.ToLower(o.field.Name)))
		}
		if len(links) == 0 {
			links = []string{"types only"}
		}
		p.line("- [%s](#%s): %s", title(a.name), a.name, strings.Join(links, ", "))
	}
	p.line("- [Error codes](#error-codes)\n")
	for _, a := range list {
		p.line("## %s\n\nFrom `schema/%s.graphqls`.\n", title(a.name), a.name)
		for _, o := range a.operations {
			if err := p.operation(o); err != nil {
				return err
			}
		}
		for _, d := range a.types {
			p.definition(d)
		}
	}
	p.codes()
	return nil
}

func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

const introduction = `# API reference

Made from ` + "`schema/`" + ` by ` + "`make generate`" + `; do not edit. One endpoint, ` + "`POST /graphql`" + `, ` + "`application/json`" + ` only, one
mutation a request. Channels sign their requests (RFC 9421 with Content-Digest; see [examples](../examples/)); in the
sandbox a bearer key does. Each audience sees its own part of the schema and can introspect it.

Limits of a request: body 256 KiB (4 MiB of people who are signed in), 5,000 tokens, depth 15, 15 aliases, 500 fields,
cost 2,000 points, 20 s; more of them, and what a point pays for, in [limits.md](limits.md). Every answer with data says its points in ` + "`extensions.cost`" + `: ` + "`requested`" + `,
` + "`actual`" + `, and of the bucket ` + "`left`, `limit`, `resetMs`" + `. 429 comes with ` + "`Retry-After`" + ` and, in the error's extensions, ` + "`retryAfterMs`" + `.

Amounts are exact decimals in strings with their currency; moments are RFC 3339 in UTC with milliseconds.
` + "`Accept-Language: zh`" + ` gives messages in Chinese, otherwise they are English; codes never change. What GraphQL itself refuses
and mistakes of product files are told in English.

The examples below were answered by a sandbox as ` + "`make run`" + ` starts it. Workers do what one starts before the next is
sent. A test sends each again and compares all but numbers, moments, keys and tokens, which differ from run to run.
`

// categories in the order of the page, with what a caller should do.
var categories = []struct {
	category fault.Category
	advice   string
}{
	{fault.CategoryInput, "Correct the input; comes in `userErrors`, with its path."},
	{fault.CategoryBusiness, "The product, the agreement or the state says no; comes in `userErrors`."},
	{fault.CategoryProtocol, "Correct the program; a top-level error."},
	{fault.CategoryAuthentication, "Correct the credentials or the signature; a top-level error."},
	{fault.CategoryAuthorization, "No role of the caller allows it. A query answers null there, and the rest; a mutation is refused whole; a top-level error with a path."},
	{fault.CategoryLimit, "Ask for less, or later; a top-level error."},
	{fault.CategoryInternal, "Ours: send the same request with the same number again; a top-level error, its reason in our log."},
}

// codes lists the whole registry.
func (p *page) codes() {
	p.line("## Error codes\n")
	p.line("Top-level errors carry `extensions` with `code`, `category`, `retryable` and `requestId`. A code is never removed or")
	p.line("given another meaning; new ones may come, so treat an unknown one by its category.\n")
	for _, c := range categories {
		p.line("### %s\n\n%s\n", c.category, c.advice)
		var codes []string
		for code, entry := range fault.Registry {
			if entry.Category == c.category {
				codes = append(codes, string(code))
			}
		}
		slices.Sort(codes)
		p.codeTable(codes)
	}
}

func (p *page) codeTable(codes []string) {
	p.line("| code | category | same again may succeed | English | 中文 |\n| --- | --- | --- | --- | --- |")
	for _, code := range codes {
		e := fault.Code(code).Entry()
		again := map[bool]string{true: "yes", false: "no"}[e.Retryable]
		p.line("| `%s` | %s | %s | %s | %s |", code, e.Category, again, cell(e.En), cell(e.Zh))
	}
	p.line("")
}

// cell is a text that breaks no table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}
