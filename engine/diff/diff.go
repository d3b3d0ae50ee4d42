// Package diff tells people what differs between two JSON documents, value by value, each by its path. A patch of RFC 6902
// does not say it: it adds and removes whole objects, appends to a list without a place, and removes several elements by
// one path. Which documents are compared, and who may see it, is left to who calls.
package diff

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Difference is one value that differs between two documents.
type Difference struct {
	Path          string  // plans.0.name.zh; empty: the whole document
	Before, After *string // as text; nil: it is not there
}

const (
	mostDifferences   = 1000 // more are of no use to a reader
	longestDifference = 2000 // characters of a value that are told
)

// JSON compares two JSON documents value by value and answers at most 1,000 differences, in the order of their
// paths. Objects are compared by key and lists by place; a value that is there on one side only is told leaf by leaf. No
// bytes are no document; a text that is no JSON is compared whole. Numbers differ where they are written differently.
func JSON(before, after []byte) []Difference {
	d := differ{list: []Difference{}}
	old, hasOld := document(before)
	fresh, hasFresh := document(after)
	d.compare("", side{old, hasOld}, side{fresh, hasFresh})
	return d.list
}

// side is a value of one of the documents, where it is there.
type side struct {
	value any
	there bool
}

func document(text []byte) (any, bool) {
	if len(text) == 0 {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // as written: no float stands near money
	var value any
	if err := decoder.Decode(&value); err != nil {
		return string(text), true
	}
	return value, true
}

type differ struct{ list []Difference }

func (d *differ) compare(path string, before, after side) {
	if len(d.list) == mostDifferences || !before.there && !after.there {
		return
	}
	if keys, ok := keysOf(before, after); ok {
		for _, key := range keys {
			d.compare(below(path, key), before.field(key), after.field(key))
		}
		return
	}
	if length, ok := lengthOf(before, after); ok {
		for i := range length {
			d.compare(below(path, strconv.Itoa(i)), before.element(i), after.element(i))
		}
		return
	}
	if before.there != after.there || before.json() != after.json() {
		d.list = append(d.list, Difference{Path: path, Before: before.text(), After: after.text()})
	}
}

// keysOf are those of either object; not ok where one of the sides is something else, or both are empty.
func keysOf(before, after side) ([]string, bool) {
	keys := map[string]bool{}
	for _, s := range []side{before, after} {
		if !s.there {
			continue
		}
		object, ok := s.value.(map[string]any)
		if !ok {
			return nil, false
		}
		for key := range object {
			keys[key] = true
		}
	}
	return slices.Sorted(maps.Keys(keys)), len(keys) > 0
}

func lengthOf(before, after side) (int, bool) {
	length := 0
	for _, s := range []side{before, after} {
		if !s.there {
			continue
		}
		list, ok := s.value.([]any)
		if !ok {
			return 0, false
		}
		length = max(length, len(list))
	}
	return length, length > 0
}

func (s side) field(key string) side {
	object, _ := s.value.(map[string]any)
	value, there := object[key]
	return side{value, there}
}

func (s side) element(i int) side {
	list, _ := s.value.([]any)
	if i >= len(list) {
		return side{}
	}
	return side{list[i], true}
}

// text of a value, as far as it is told: a string as it is, all else as JSON.
func (s side) text() *string {
	if !s.there {
		return nil
	}
	text, ok := s.value.(string)
	if !ok {
		text = s.json()
	}
	if utf8.RuneCountInString(text) > longestDifference {
		text = string([]rune(text)[:longestDifference]) + "…"
	}
	return &text
}

func (s side) json() string {
	text, err := json.Marshal(s.value)
	if err != nil {
		panic(err) // it was JSON before
	}
	return string(text)
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
