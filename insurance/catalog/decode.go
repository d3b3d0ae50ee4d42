package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"baodan/engine/rule"
)

const (
	longestFile = 1 << 20 // bytes
	deepest     = 40
)

// decoder reads a product file strictly: every key must be known and every value of the right kind, and all mistakes
// are noted with their line. Numbers stay the text they were written as, since 0.10 read by an ordinary YAML decoder
// is a binary fraction. Anchors, aliases and tags are refused.
type decoder struct {
	problems  *Problems
	positions map[string]position // by path
}

// decode reads the file into a pointer to a struct, whose fields are named as in Go except for a small first letter.
func decode(file []byte, into any) (*decoder, *Problems) {
	d := &decoder{problems: &Problems{}, positions: map[string]position{"": {Line: 1}}}
	if len(file) > longestFile {
		d.problems.add("", position{Line: 1}, "the file has more than %d bytes", longestFile)
		return d, d.problems
	}
	parsed, err := parser.ParseBytes(file, 0)
	if err != nil {
		at := syntaxPosition(err)
		d.problems.add("", at, "%s", notYAML(err, file, at.Line))
		return d, d.problems
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		d.problems.add("", position{Line: 1}, "the file holds no product, or more than one")
		return d, d.problems
	}
	d.value(parsed.Docs[0].Body, reflect.ValueOf(into).Elem(), "", 0)
	return d, d.problems
}

// position is a piece of one line: from a column, and before another; columns count characters from 1, and 0 is the whole line.
type position struct{ Line, Column, End int }

// positionOf a word of the file; of what goes over several lines the first character.
func positionOf(t *token.Token) position {
	p := position{Line: t.Position.Line, Column: t.Position.Column}
	word := strings.TrimSpace(t.Origin)
	if strings.Contains(word, "\n") {
		word = word[:1]
	}
	p.End = p.Column + max(utf8.RuneCountInString(word), 1)
	return p
}

// notYAML says why a text is no YAML, of what people mistype most in plain words.
func notYAML(err error, file []byte, line int) string {
	if lines := bytes.Split(file, []byte("\n")); line >= 1 && line <= len(lines) && bytes.ContainsRune(lines[line-1], '\t') {
		return "a tab stands here: indent by spaces"
	}
	sentence := yaml.FormatError(err, false, false)
	return strings.TrimSpace(placeBefore.ReplaceAllString(sentence, ""))
}

// placeBefore is where the parser says that a mistake is; the line and column of the problem say it.
var placeBefore = regexp.MustCompile(`^\[\d+:\d+\] `)

func syntaxPosition(err error) position {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		return positionOf(syntax.Token)
	}
	return position{Line: 1}
}

// position is where a path, or the nearest path above it, stands in the file.
func (d *decoder) position(path string) position {
	for {
		if at, known := d.positions[path]; known {
			return at
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return position{Line: 1}
		}
		path = path[:cut]
	}
}

func (d *decoder) wrong(node ast.Node, path, sentence string) {
	d.problems.add(path, positionOf(node.GetToken()), "%s", sentence)
}

func (d *decoder) value(node ast.Node, to reflect.Value, path string, depth int) {
	if _, known := d.positions[path]; !known || path == "" {
		d.positions[path] = positionOf(node.GetToken())
	}
	if depth > deepest {
		d.wrong(node, path, "nested too deep")
		return
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.value(node, to.Elem(), path, depth)
	case reflect.Struct:
		d.record(node, to, path, depth)
	case reflect.Map:
		d.mapping(node, to, path, depth)
	case reflect.Slice:
		d.list(node, to, path, depth)
	case reflect.Interface:
		if plain := d.plain(node, path, depth); plain != nil {
			to.Set(reflect.ValueOf(plain))
		}
	default:
		d.scalar(node, to, path)
	}
}

// entries are the keys of a mapping with their values; each key at most once.
func (d *decoder) entries(node ast.Node, path string) []*ast.MappingValueNode {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}
	}
	d.wrong(node, path, "must be a mapping of names to values")
	return nil
}

func (d *decoder) key(entry *ast.MappingValueNode, path string) (name, at string) {
	switch key := entry.Key.(type) {
	case *ast.StringNode:
		name = key.Value
	case *ast.IntegerNode, *ast.BoolNode, *ast.FloatNode:
		name = key.GetToken().Value
	default:
		d.wrong(entry, path, "a name must be plain text")
	}
	at = name
	if path != "" {
		at = path + "." + name
	}
	d.positions[at] = positionOf(entry.Key.GetToken())
	if _, isBlock := entry.Value.(*ast.LiteralNode); isBlock { // it begins below its key
		d.positions[at] = position{Line: d.positions[at].Line + 1}
	}
	return name, at
}

func (d *decoder) record(node ast.Node, to reflect.Value, path string, depth int) {
	fields := map[string]reflect.Value{}
	for i := range to.NumField() {
		if f := to.Type().Field(i); f.IsExported() {
			fields[lower(f.Name)] = to.Field(i)
		}
	}
	seen := map[string]bool{}
	for _, entry := range d.entries(node, path) {
		name, at := d.key(entry, path)
		field, known := fields[name]
		switch {
		case !known:
			d.wrong(entry.Key, at, "there is no such key here"+hint(name, fields))
		case seen[name]:
			d.wrong(entry.Key, at, "the key is there twice")
		default:
			d.value(entry.Value, field, at, depth+1)
		}
		seen[name] = true
	}
}

// hint says what an unknown key may have been meant as.
func hint(name string, fields map[string]reflect.Value) string {
	if strings.Contains(name, " ") {
		return ": a text with a comma within {…} stands in quotes"
	}
	return rule.DidYouMean(name, slices.Sorted(maps.Keys(fields)))
}

func (d *decoder) mapping(node ast.Node, to reflect.Value, path string, depth int) {
	to.Set(reflect.MakeMap(to.Type()))
	for _, entry := range d.entries(node, path) {
		name, at := d.key(entry, path)
		value := reflect.New(to.Type().Elem()).Elem()
		if to.MapIndex(reflect.ValueOf(name)).IsValid() {
			d.wrong(entry.Key, at, "the key is there twice")
		}
		d.value(entry.Value, value, at, depth+1)
		to.SetMapIndex(reflect.ValueOf(name), value)
	}
}

func (d *decoder) list(node ast.Node, to reflect.Value, path string, depth int) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		d.wrong(node, path, "must be a list")
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(sequence.Values), len(sequence.Values)))
	for i, item := range sequence.Values {
		d.value(item, to.Index(i), path+"["+strconv.Itoa(i)+"]", depth+1)
	}
}

func (d *decoder) scalar(node ast.Node, to reflect.Value, path string) {
	text, kind := written(node)
	switch to.Kind() {
	case reflect.String:
		if kind == otherNode || kind == nullNode {
			d.wrong(node, path, "must be a text or a number")
			return
		}
		to.SetString(text)
	case reflect.Bool:
		if kind != boolNode {
			d.wrong(node, path, "must be true or false")
			return
		}
		to.SetBool(text == "true")
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if kind != integerNode || err != nil {
			d.wrong(node, path, "must be a whole number")
			return
		}
		to.SetInt(int64(n))
	default:
		d.wrong(node, path, "cannot be set")
	}
}

// plain reads a value of any kind as JSON would have it; decimals become strings.
func (d *decoder) plain(node ast.Node, path string, depth int) any {
	switch node.(type) {
	case *ast.SequenceNode:
		var list []any
		d.value(node, reflect.ValueOf(&list).Elem(), path, depth+1)
		return list
	case *ast.MappingNode, *ast.MappingValueNode:
		var object map[string]any
		d.value(node, reflect.ValueOf(&object).Elem(), path, depth+1)
		return object
	}
	text, kind := written(node)
	switch kind {
	case boolNode:
		return text == "true"
	case integerNode:
		return json.Number(text)
	case textNode, numberNode:
		return text
	case nullNode:
	case otherNode:
		d.wrong(node, path, "must be a plain value")
	}
	return nil
}

type nodeKind int

const (
	otherNode nodeKind = iota
	textNode
	integerNode
	numberNode
	boolNode
	nullNode
)

// written is the text of a scalar, letter by letter.
func written(node ast.Node) (string, nodeKind) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, textNode
	case *ast.LiteralNode:
		return strings.TrimSpace(node.Value.Value), textNode
	case *ast.IntegerNode:
		return node.Token.Value, integerNode
	case *ast.FloatNode:
		return node.Token.Value, numberNode
	case *ast.BoolNode:
		return strings.ToLower(node.Token.Value), boolNode
	case *ast.NullNode:
		return "", nullNode
	}
	return "", otherNode
}

func lower(name string) string {
	return string(unicode.ToLower(rune(name[0]))) + name[1:]
}

// Problem is a mistake in a product file.
type Problem struct {
	Path string // rating.tables[0].rows[2]
	position
	Sentence string
}

func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Sentence)
	}
	return fmt.Sprintf("line %d: %s: %s", p.Line, p.Path, p.Sentence)
}

// Problems are all mistakes found in a product file.
type Problems struct{ List []Problem }

func (p *Problems) add(path string, at position, format string, arguments ...any) {
	sentence := fmt.Sprintf(format, arguments...)
	if line := rule.LineWithin(sentence); line > 1 {
		at = position{Line: at.Line + line - 1}
	}
	p.List = append(p.List, Problem{path, at, sentence})
}

// Error has one line for each mistake.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, each := range p.List {
		lines[i] = each.String()
	}
	return strings.Join(lines, "\n")
}
