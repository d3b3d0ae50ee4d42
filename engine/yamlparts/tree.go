// Package yamlparts changes parts of a YAML text and keeps every other byte of it: comments, order and layout. Whose text it is,
// and what may stand in it, is left to who calls.
package yamlparts

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// ErrText is of a text that cannot be changed by its parts: it is no YAML of one document, or uses anchors, aliases or tags.
var ErrText = errors.New("the text cannot be changed by its parts")

type kind int

const (
	absent  kind = iota // null, or nothing after a key
	scalar              // a text, a number, true or false
	mapping             // of keys to values
	list
)

// node is a part of a text: bytes from start, and before end.
type node struct {
	kind       kind
	start, end int
	flow       bool // within {} or []
	text       string
	quote      byte // of a scalar: ' or ", | or >; 0: plain
	number     bool // a plain number
	truth      bool // a plain true or false
	entries    []*entry
	items      []*item
	column     int // of what stands in lines of its own: characters before it
}

// entry is a key of a mapping with its value; item one of a list, which begins at its dash unless the list is within [].
type entry struct {
	key        string
	start, end int
	colon      int // the byte after it
	value      *node
}

type item struct {
	start, end int
	value      *node
}

// text is a YAML text with its root; of an empty one a mapping without keys.
type text struct {
	source string
	root   *node
	at     map[*token.Token][2]int
}

func read(source string) (*text, error) {
	t := &text{source: source, at: map[*token.Token][2]int{}}
	if strings.TrimSpace(source) == "" {
		t.root = &node{kind: mapping, start: len(source), end: len(source)}
		return t, nil
	}
	tokens := lexer.Tokenize(source)
	place := 0
	for _, each := range tokens {
		if !strings.HasPrefix(source[place:], each.Origin) {
			return nil, fmt.Errorf("%w: line %d is not understood", ErrText, each.Position.Line)
		}
		bare := strings.TrimLeft(each.Origin, " \t\r\n")
		from := place + len(each.Origin) - len(bare)
		t.at[each] = [2]int{from, from + len(strings.TrimRight(bare, " \t\r\n"))}
		place += len(each.Origin)
	}
	if strings.TrimSpace(source[place:]) != "" {
		return nil, fmt.Errorf("%w: its end is not understood", ErrText)
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrText, err)
	}
	switch {
	case len(parsed.Docs) == 0 || len(parsed.Docs) == 1 && parsed.Docs[0].Body == nil:
		t.root = &node{kind: mapping, start: len(source), end: len(source)} // comments alone
		return t, nil
	case len(parsed.Docs) > 1:
		return nil, fmt.Errorf("%w: it holds more than one document", ErrText)
	}
	t.root, err = t.node(parsed.Docs[0].Body)
	return t, err
}

func (t *text) span(k *token.Token) (start, end int) { return t.at[k][0], t.at[k][1] }

func (t *text) node(from ast.Node) (*node, error) {
	switch from := from.(type) {
	case *ast.MappingNode:
		return t.mapping(from.Values, from)
	case *ast.MappingValueNode:
		return t.mapping([]*ast.MappingValueNode{from}, nil)
	case *ast.SequenceNode:
		return t.list(from)
	case *ast.NullNode:
		n := &node{kind: absent}
		n.start, n.end = t.span(from.GetToken())
		return n, nil
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.LiteralNode:
		return t.scalar(from), nil
	}
	return nil, fmt.Errorf("%w: line %d holds what is neither a value, a mapping nor a list", ErrText, from.GetToken().Position.Line)
}

func (t *text) scalar(from ast.Node) *node {
	n := &node{kind: scalar}
	k := from.GetToken()
	n.start, n.end = t.span(k)
	n.text = k.Value
	switch from := from.(type) {
	case *ast.LiteralNode:
		n.text, n.quote = from.Value.Value, t.source[n.start]
		if _, end := t.span(from.Value.GetToken()); end > n.end {
			n.end = end
		}
	case *ast.StringNode:
		n.text = from.Value
		if first := t.source[n.start]; first == '\'' || first == '"' {
			n.quote = first
		}
	case *ast.BoolNode:
		n.truth, n.text = true, strconv.FormatBool(from.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		n.number = true
	}
	return n
}

func (t *text) mapping(values []*ast.MappingValueNode, whole *ast.MappingNode) (*node, error) {
	n := &node{kind: mapping, flow: whole != nil && whole.IsFlowStyle}
	for _, each := range values {
		key, ok := each.Key.(ast.ScalarNode)
		if !ok {
			return nil, fmt.Errorf("%w: line %d has a key that is no plain name", ErrText, each.GetToken().Position.Line)
		}
		e := &entry{key: key.GetToken().Value}
		e.start, _ = t.span(key.GetToken())
		_, e.colon = t.span(each.Start)
		value, err := t.node(each.Value)
		if err != nil {
			return nil, err
		}
		if value.kind == absent && value.end == value.start || value.start < e.colon {
			value.start, value.end = e.colon, e.colon
		}
		e.value, e.end = value, max(value.end, e.colon)
		n.entries = append(n.entries, e)
	}
	if n.flow {
		n.start, _ = t.span(whole.Start)
		_, n.end = t.span(whole.End)
		return n, nil
	}
	n.start, n.end = n.entries[0].start, n.entries[len(n.entries)-1].end
	n.column = t.column(n.start)
	return n, nil
}

func (t *text) list(from *ast.SequenceNode) (*node, error) {
	n := &node{kind: list, flow: from.IsFlowStyle}
	for i, each := range from.Values {
		value, err := t.node(each)
		if err != nil {
			return nil, err
		}
		one := &item{start: value.start, end: value.end, value: value}
		if !n.flow {
			if i >= len(from.Entries) {
				return nil, fmt.Errorf("%w: a list is not understood", ErrText)
			}
			one.start, _ = t.span(from.Entries[i].Start)
			one.end = max(one.end, one.start+1)
		}
		n.items = append(n.items, one)
	}
	if n.flow {
		n.start, _ = t.span(from.Start)
		_, n.end = t.span(from.End)
		return n, nil
	}
	n.start, n.end = n.items[0].start, n.items[len(n.items)-1].end
	n.column = t.column(n.start)
	return n, nil
}

// column is the number of bytes between the beginning of a line and a place of it.
func (t *text) column(place int) int { return place - t.lineStart(place) }

func (t *text) lineStart(place int) int { return strings.LastIndexByte(t.source[:place], '\n') + 1 }

// lineEnd is the place after the line that a place lies in, its line feed and a comment behind it included.
func (t *text) lineEnd(place int) int {
	if to := strings.IndexByte(t.source[place:], '\n'); to >= 0 {
		return place + to + 1
	}
	return len(t.source)
}

// first tells whether nothing but spaces stands before a place in its line.
func (t *text) first(place int) bool {
	return strings.TrimLeft(t.source[t.lineStart(place):place], " ") == ""
}
