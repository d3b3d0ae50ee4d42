package rating

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Table gives a decimal, or a decline, for what it is keyed by: any number of exact keys, and at most one number that
// falls into a band. A table has an answer for everything that the factors permit; one with a gap, an overlap or the
// same key twice is refused when it is compiled, by the row.
type Table struct {
	Name  string
	Title rule.Text
	Keys  []string // variables: category, plan, from.province
	Band  string   // a number
	Rows  []Row
}

// Row is one line of a table. Key and Keys are the same for one key; "else" stands for every key that has no row.
type Row struct {
	Key      rule.Literal
	Keys     []rule.Literal
	From     rule.Literal // the band begins with this; empty: as low as it goes
	Below    rule.Literal // and ends before this; empty: as high as it goes
	Value    rule.Literal // the answer, a decimal
	Decline  string       // or the code of a refusal
	Sentence rule.Text    // of the refusal
}

const otherKeys = "else"

type table struct {
	name   string
	index  int // among the tables of the book
	keys   []*rule.Reader
	band   *rule.Reader
	groups map[string][]cell // by key, ordered by band
	others []cell            // of the else rows
	digits int               // most after the point
}

type cell struct {
	from, below *money.Decimal
	value       money.Decimal
	text        string
	decline     *Decline
	row         int
}

const separator = "\x1f"

func newTable(env *rule.Environment, t *Table) (*table, []rule.Problem) {
	var problems rule.Problems
	c := &table{name: t.Name, groups: map[string][]cell{}}
	for i, name := range t.Keys {
		reader, err := env.Reader(name)
		if err == nil && reader.Kind != rule.StringType && reader.Kind != rule.IntegerType && reader.Kind != rule.BooleanType {
			err = fmt.Errorf("%s is a %s: keys are strings, integers or booleans", name, reader.Kind)
		}
		if err != nil {
			problems.Add(fmt.Sprintf("keys[%d]", i), "%v", err)
			continue
		}
		c.keys = append(c.keys, reader)
	}
	if t.Band != "" {
		reader, err := env.Reader(t.Band)
		if err == nil && reader.Kind != rule.IntegerType && reader.Kind != rule.DecimalType {
			err = fmt.Errorf("%s is a %s: bands are of numbers", t.Band, reader.Kind)
		}
		if err != nil {
			problems.Add("band", "%v", err)
		}
		c.band = reader
	}
	if len(t.Keys) == 0 && t.Band == "" {
		problems.Add("keys", "a table needs keys or a band")
	}
	if len(problems.List) > 0 {
		return nil, problems.List
	}
	for i := range t.Rows {
		c.add(&problems, &t.Rows[i], i)
	}
	c.checkBands(&problems)
	c.checkKeys(&problems)
	return c, problems.List
}

// add reads a row.
func (t *table) add(problems *rule.Problems, row *Row, number int) {
	at := fmt.Sprintf("rows[%d]", number)
	one := cell{row: number}
	if row.Decline != "" {
		if !rule.ValidCode(row.Decline) || row.Sentence.Zh == "" || row.Sentence.En == "" {
			problems.Add(at+".decline", "row %d: a decline needs a code and a sentence in zh and en", number+1)
		}
		one.decline, one.text = &Decline{Code: row.Decline, Sentence: row.Sentence}, "decline"
	}
	if (row.Value == "") == (row.Decline == "") {
		problems.Add(at, "row %d: either a value or a decline", number+1)
	}
	if row.Value != "" {
		value, err := money.ParseDecimal(string(row.Value))
		if err != nil {
			problems.Add(at+".value", "row %d: %v", number+1, err)
		}
		one.value, one.text = value, value.String()
		t.digits = max(t.digits, fraction(value))
	}
	one.from, one.below = t.limit(problems, at+".from", row.From), t.limit(problems, at+".below", row.Below)
	if one.from != nil && one.below != nil && one.from.Cmp(*one.below) >= 0 {
		problems.Add(at, "row %d: nothing lies from %s to below %s", number+1, one.from, one.below)
	}
	keys := row.Keys
	if row.Key != "" {
		keys = append([]rule.Literal{row.Key}, keys...)
	}
	t.file(problems, at, keys, one)
}

// file puts a row under its key.
func (t *table) file(problems *rule.Problems, at string, keys []rule.Literal, one cell) {
	if len(t.keys) > 0 && len(keys) == 1 && keys[0] == otherKeys {
		t.others = append(t.others, one)
		return
	}
	if len(keys) != len(t.keys) {
		problems.Add(at, "row %d: %d keys, the table has %d", one.row+1, len(keys), len(t.keys))
		return
	}
	texts := make([]string, len(keys))
	for i, key := range keys {
		r := t.keys[i]
		texts[i] = string(key)
		_, err := strconv.ParseInt(texts[i], 10, 64)
		switch {
		case r.Kind == rule.StringType && r.Enum != nil && !slices.Contains(r.Enum, texts[i]),
			r.Kind == rule.BooleanType && texts[i] != "true" && texts[i] != "false",
			r.Kind == rule.IntegerType && err != nil:
			problems.Add(at, "row %d: %s is never %q%s", one.row+1, r.Name, texts[i], rule.DidYouMean(texts[i], r.Enum))
		}
	}
	joined := strings.Join(texts, separator)
	t.groups[joined] = append(t.groups[joined], one)
}

func (t *table) limit(problems *rule.Problems, at string, text rule.Literal) *money.Decimal {
	if text == "" {
		return nil
	}
	value, err := money.ParseDecimal(string(text))
	if err != nil {
		problems.Add(at, "%v", err)
	}
	if t.band == nil {
		problems.Add(at, "the table has no band")
	}
	return &value
}

// checkBands refuses gaps, overlaps and repeated keys.
func (t *table) checkBands(problems *rule.Problems) {
	for key, cells := range t.groups {
		t.checkGroup(problems, strings.ReplaceAll(key, separator, ", "), cells)
	}
	if len(t.others) > 0 {
		t.checkGroup(problems, otherKeys, t.others)
	}
	slices.SortFunc(problems.List, func(a, b rule.Problem) int { return strings.Compare(a.Path, b.Path) })
}

func (t *table) checkGroup(problems *rule.Problems, key string, cells []cell) {
	add := func(c cell, format string, arguments ...any) {
		problems.Add(fmt.Sprintf("rows[%d]", c.row), "row %d: %s", c.row+1, fmt.Sprintf(format, arguments...))
	}
	if t.band == nil {
		for _, again := range cells[1:] {
			add(again, "%s is there already, in row %d", key, cells[0].row+1)
		}
		return
	}
	slices.SortStableFunc(cells, func(a, b cell) int {
		switch {
		case a.from == nil || b.from == nil:
			return boolInt(b.from == nil) - boolInt(a.from == nil)
		default:
			return a.from.Cmp(*b.from)
		}
	})
	least, most, open := t.band.Limits()
	first, last := cells[0], cells[len(cells)-1]
	if first.from != nil && (least == nil || first.from.Cmp(*least) > 0) {
		add(first, "gap: nothing for %s below %s", t.band.Name, first.from)
	}
	for i, c := range cells[1:] {
		before := cells[i]
		switch {
		case before.below == nil || c.from == nil || c.from.Cmp(*before.below) < 0:
			add(c, "overlaps row %d", before.row+1)
		case c.from.Cmp(*before.below) > 0:
			add(c, "gap: nothing for %s from %s to below %s, after row %d", t.band.Name, before.below, c.from, before.row+1)
		}
	}
	if last.below != nil && (most == nil || most.Cmp(*last.below) > 0 || most.Cmp(*last.below) == 0 && !open) {
		add(last, "gap: nothing for %s from %s on", t.band.Name, last.below)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkKeys refuses keys that have no row.
func (t *table) checkKeys(problems *rule.Problems) {
	if len(t.keys) == 0 && len(t.groups[""]) == 0 {
		problems.Add("rows", "the table is empty")
	}
	if len(t.keys) == 0 || len(t.others) > 0 {
		return
	}
	all := []string{""}
	for i, r := range t.keys {
		values := r.Enum
		if r.Kind == rule.BooleanType {
			values = []string{"false", "true"}
		}
		if values == nil {
			problems.Add("rows", "%s can be anything: the table needs an else row", r.Name)
			return
		}
		var longer []string
		for _, before := range all {
			for _, value := range values {
				if i > 0 {
					value = before + separator + value
				}
				longer = append(longer, value)
			}
		}
		all = longer
	}
	for _, key := range all {
		if _, there := t.groups[key]; !there {
			problems.Add("rows", "no row for %s, and no else row", strings.ReplaceAll(key, separator, ", "))
		}
	}
}

// reads names the variables that the table is keyed by.
func (t *table) reads() []string {
	if t == nil {
		return nil
	}
	var names []string
	for _, key := range t.keys {
		names = append(names, key.Name)
	}
	if t.band != nil {
		names = append(names, t.band.Name)
	}
	return names
}

// find is the cell for a case, with the facts it was found by.
func (t *table) find(s *rule.Scope, inputs []rule.Fact) (*cell, []rule.Fact, error) {
	var buffer [64]byte
	key, before := buffer[:0], len(inputs)
	for i, r := range t.keys {
		value, err := r.Value(s)
		if err != nil {
			return nil, nil, err
		}
		text := r.Text(value)
		inputs = append(inputs, rule.Fact{Name: r.Name, Value: text})
		if i > 0 {
			key = append(key, separator...)
		}
		key = append(key, text...)
	}
	cells, known := t.groups[string(key)]
	if !known {
		cells = t.others
	}
	var number money.Decimal
	if t.band != nil {
		value, err := t.band.Value(s)
		if err != nil {
			return nil, nil, err
		}
		switch value := value.(type) {
		case money.Decimal:
			number = value
		case int64:
			number = money.FromInt(value)
		}
		inputs = append(inputs, rule.Fact{Name: t.band.Name, Value: t.band.Text(value)})
	}
	for i := range cells {
		c := &cells[i]
		if (c.from == nil || c.from.Cmp(number) <= 0) && (c.below == nil || number.Cmp(*c.below) < 0) {
			if c.decline != nil {
				return nil, nil, &Decline{Code: c.decline.Code, Sentence: c.decline.Sentence, Facts: slices.Clone(inputs[before:])}
			}
			return c, append(inputs, rule.Fact{Name: t.name, Value: c.text}), nil
		}
	}
	return nil, nil, fmt.Errorf("table %s has no row for %v", t.name, inputs[before:])
}

// fraction counts the digits after the point.
func fraction(value money.Decimal) int {
	_, digits, _ := strings.Cut(value.String(), ".")
	return len(digits)
}
