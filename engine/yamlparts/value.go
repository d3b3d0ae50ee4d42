package yamlparts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// value is what a part is to become. It comes from JSON, whose keys keep their order and whose numbers keep their digits.
type value struct {
	kind   kind
	text   string
	number bool
	truth  bool
	keys   []string
	fields map[string]*value
	items  []*value
}

func valueOf(text string) (*value, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	v, err := next(decoder)
	if err != nil {
		return nil, fmt.Errorf("the value is no JSON: %w", err)
	}
	if _, err := decoder.Token(); err == nil {
		return nil, fmt.Errorf("the value is no JSON: there is something behind it")
	}
	return v, nil
}

func next(decoder *json.Decoder) (*value, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case string:
		return &value{kind: scalar, text: token}, nil
	case json.Number:
		return &value{kind: scalar, text: token.String(), number: true}, nil
	case bool:
		return &value{kind: scalar, text: strconv.FormatBool(token), truth: true}, nil
	case json.Delim:
		return compound(decoder, token)
	}
	return &value{kind: absent}, nil
}

func compound(decoder *json.Decoder, opening json.Delim) (*value, error) {
	v := &value{kind: list}
	if opening == '{' {
		v = &value{kind: mapping, fields: map[string]*value{}}
	}
	for decoder.More() {
		key := ""
		if v.kind == mapping {
			token, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			key, _ = token.(string)
			if _, twice := v.fields[key]; twice {
				return nil, fmt.Errorf("the key %q is there twice", key)
			}
		}
		one, err := next(decoder)
		if err != nil {
			return nil, err
		}
		if v.kind == list {
			v.items = append(v.items, one)
			continue
		}
		if one.kind != absent { // null is the same as leaving it out
			v.keys, v.fields[key] = append(v.keys, key), one
		}
	}
	_, err := decoder.Token()
	return v, err
}

// valueAt is what a part is now.
func (n *node) value() *value {
	v := &value{kind: n.kind, text: n.text, number: n.number, truth: n.truth}
	if n.kind == mapping {
		v.fields = map[string]*value{}
	}
	for _, e := range n.entries {
		v.keys = append(v.keys, e.key)
		v.fields[e.key] = e.value.value()
	}
	for _, i := range n.items {
		v.items = append(v.items, i.value.value())
	}
	return v
}

// same tells whether two values say the same. A number is the same as a text of its digits, since files write both.
func same(a, b *value) bool {
	if a.kind != b.kind || len(a.keys) != len(b.keys) || len(a.items) != len(b.items) {
		return false
	}
	if a.kind == scalar && (strings.TrimSpace(a.text) != strings.TrimSpace(b.text) || a.truth != b.truth) {
		return false
	}
	for key, field := range a.fields {
		if other, there := b.fields[key]; !there || !same(field, other) {
			return false
		}
	}
	for i, each := range a.items {
		if !same(each, b.items[i]) {
			return false
		}
	}
	return true
}

// style is how a value is written: as what stands in its place, or as its neighbours are.
type style struct {
	like   []*node // the nearest first; none: there is nothing to be like
	flow   bool    // within {} or []
	blocks bool    // a mapping goes over several lines
	Rules
}

// field is the style of a value below a key.
func (s style) field(key string, flow bool) style {
	below := style{flow: flow, Rules: s.Rules}
	for _, each := range s.like {
		if place := each.entry(key); place >= 0 {
			below.like = append(below.like, each.entries[place].value)
		}
	}
	return below
}

// item is the style of an item of a list.
func (s style) item(v *value, flow bool) style {
	below := style{flow: flow, Rules: s.Rules}
	for _, each := range s.like {
		for _, one := range each.items {
			below.like = append(below.like, one.value)
		}
	}
	fits := func(n *node) int {
		count := 0
		for _, key := range v.keys {
			if n.entry(key) >= 0 {
				count++
			}
		}
		return -count
	}
	slices.SortStableFunc(below.like, func(a, b *node) int { return fits(a) - fits(b) })
	if len(below.like) > 5 {
		below.like = below.like[:5] // enough, also for lists of thousands
	}
	return below
}

// first is what a value is written like, where that is of its kind.
func (s style) first(v *value) *node {
	for _, each := range s.like {
		if each.kind == v.kind {
			return each
		}
	}
	return nil
}

// ordered are the keys of a value in the order in which they are written: as files have them, unless a neighbour has them otherwise,
// then as they came.
func (s style) ordered(v *value) []string {
	like := s.first(v)
	own := func(key string) int {
		if like == nil {
			return -1
		}
		return like.entry(key)
	}
	place := func(key string) int {
		if i := slices.Index(s.Keys, key); i >= 0 {
			return i
		}
		return len(s.Keys)
	}
	keys := slices.Clone(v.keys)
	slices.SortStableFunc(keys, func(a, b string) int { return place(a) - place(b) })
	known := func(key string) bool { return own(key) >= 0 }
	if i := slices.IndexFunc(keys, known); i >= 0 && !slices.IsSortedFunc(slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !known(key) }),
		func(a, b string) int { return own(a) - own(b) }) {
		slices.SortStableFunc(keys, func(a, b string) int {
			if !known(a) || !known(b) {
				return 0
			}
			return own(a) - own(b)
		})
	}
	return keys
}

// inline tells whether a value fits within its line: most that people write so have few and short parts.
func (s style) inline(v *value) bool {
	switch {
	case v.kind == absent, v.kind == scalar, s.flow:
		return true
	case s.first(v) != nil:
		return s.first(v).flow
	case len(v.keys) == 0 && v.kind == mapping, len(v.items) == 0 && v.kind == list:
		return true
	case s.blocks && v.kind == mapping:
		return false
	}
	for _, each := range v.fields {
		if each.kind == mapping || each.kind == list || strings.Contains(each.text, "\n") {
			return false
		}
	}
	for _, each := range v.items {
		if each.kind == mapping || each.kind == list || strings.Contains(each.text, "\n") {
			return false
		}
	}
	return len(s.write(v)) <= 100
}

// write writes a value within one line.
func (s style) write(v *value) string {
	switch v.kind {
	case mapping:
		parts := make([]string, 0, len(v.keys))
		for _, key := range s.ordered(v) {
			parts = append(parts, name(key)+": "+s.field(key, true).write(v.fields[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case list:
		parts := make([]string, len(v.items))
		for i, each := range v.items {
			parts[i] = s.item(each, true).write(each)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case scalar:
		return s.scalar(v)
	case absent:
	}
	return "null"
}

func (s style) scalar(v *value) string {
	like := s.first(v)
	if v.number || v.truth {
		if like != nil && like.quote != 0 && v.number {
			return quoted(v.text)
		}
		return v.text
	}
	switch {
	case like != nil && like.quote == '\'' && !multiline(v.text) && (plain(like.text, s.flow) || isNumber(like.text) && isNumber(v.text)):
		return quoted(v.text) // by habit: it stands in quotes without need
	case like != nil && like.number && isNumber(v.text):
		return v.text
	case multiline(v.text):
		return doubled(v.text)
	case !plain(v.text, s.flow):
		return quoted(v.text)
	}
	return v.text
}

func multiline(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// doubled is a JSON text, which is YAML too.
func doubled(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return quoted(text) // a text always is JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// name is a key as it is written.
func name(key string) string {
	if plain(key, true) {
		return key
	}
	return quoted(key)
}

// numbers are what YAML takes for a number, or for a moment, where it stands without quotes.
var numbers = regexp.MustCompile(`^([-+]?(\d[\d_]*)?\.?\d+(\.|[eE][-+]?\d+)?|0[xob][\da-fA-F_]+|\d[\d_:.TZ+-]*)$`)

func isNumber(text string) bool { return numbers.MatchString(text) }

// plain tells whether a text may stand without quotes. It says no where in doubt.
func plain(text string, flow bool) bool {
	if text == "" || text != strings.TrimSpace(text) || multiline(text) || isNumber(text) {
		return false
	}
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~":
		return false
	}
	first := []rune(text)[0]
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && first != '(' && first != '/' {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") {
		return false
	}
	return !flow || !strings.ContainsAny(text, ",[]{}")
}

// lines writes a value that goes over several lines, each after an indent; the first follows what stands before it.
func (s style) lines(v *value, indent int) string {
	margin := "\n" + strings.Repeat(" ", indent)
	switch {
	case s.inline(v):
		return s.text(v, indent)
	case v.kind == mapping:
		parts := make([]string, 0, len(v.keys))
		for _, key := range s.ordered(v) {
			parts = append(parts, s.entry(key, v.fields[key], indent, false))
		}
		return strings.Join(parts, margin)
	}
	parts := make([]string, len(v.items))
	for i, each := range v.items {
		parts[i] = "- " + s.item(each, false).lines(each, indent+2)
	}
	return strings.Join(parts, margin)
}

// entry writes a key with its value.
func (s style) entry(key string, v *value, indent int, blocks bool) string {
	below := s.field(key, s.flow)
	below.blocks = blocks
	return name(key) + ":" + below.after(v, indent)
}

// after writes what stands after a key and its colon.
func (s style) after(v *value, indent int) string {
	if s.inline(v) {
		return " " + s.text(v, indent)
	}
	return "\n" + strings.Repeat(" ", indent+2) + s.lines(v, indent+2)
}

// text writes what fits within its line, and a text of several lines below | where that is permitted.
func (s style) text(v *value, indent int) string {
	if v.kind != scalar || s.flow || !strings.Contains(v.text, "\n") || strings.ContainsAny(strings.ReplaceAll(v.text, "\n", ""), "\t\r") {
		return s.write(v)
	}
	margin := "\n" + strings.Repeat(" ", indent+2)
	lines := strings.Split(strings.TrimRight(v.text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	if strings.HasPrefix(lines[0], " ") {
		return s.write(v) // the margin would not be known
	}
	return "|" + margin + strings.Join(lines, margin)
}
