package yamlparts

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Operation is what a change does.
type Operation int

// Operations are named as those of JSON Patch (RFC 6902), whose meaning they have.
const (
	Add     Operation = iota // puts in: an item before the place, or at the end for "-"; a key that is there is replaced
	Replace                  // puts in the place of what is there
	Remove                   // takes out
	Move                     // gives an item of a list another place of it; its comments go with it
)

// Change is one change of a text. The path goes from the top through keys of mappings; of a list it says the name of an item, or its
// place from 0.
type Change struct {
	Operation Operation
	Path      []string
	Value     string // JSON; of Remove empty, of Move the place that it then has, from 0
}

// Rules say what is known of texts of a kind.
type Rules struct {
	Names []string // keys by which the items of a list are named, each different: code, name
	Keys  []string // the order of keys where a text does not show it
	Short []string // keys at the top of a text whose mapping is written within one line
}

// Errors of a change, beside ErrText.
var (
	ErrPath  = errors.New("there is no such part")
	ErrValue = errors.New("the part cannot be that")
)

// Apply makes the changes one after another. What a change is not about keeps its bytes. Errors: ErrText, ErrPath, ErrValue.
func (r Rules) Apply(source string, changes []Change) (string, error) {
	for _, change := range changes {
		var err error
		if source, err = r.apply(source, change); err != nil {
			return "", fmt.Errorf("%s: %w", strings.Join(change.Path, "."), err)
		}
	}
	return source, nil
}

func (r Rules) apply(source string, change Change) (string, error) {
	if len(change.Path) == 0 {
		return "", fmt.Errorf("%w: the whole text is none", ErrPath)
	}
	t, err := read(source)
	if err != nil {
		return "", err
	}
	var v *value
	if change.Operation != Remove {
		if v, err = valueOf(change.Value); err != nil {
			return "", fmt.Errorf("%w: %w", ErrValue, err)
		}
	}
	e := &editor{Rules: r, text: t}
	want := t.root.value()
	if err := e.change(change, v); err != nil {
		return "", err
	}
	if err := r.expect(want, change, v); err != nil {
		return "", err
	}
	fresh := e.done()
	return fresh, check(fresh, want)
}

// check refuses what would say something else than was asked for: a text is never changed by half.
func check(source string, want *value) error {
	t, err := read(source)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrValue, err)
	}
	if is := t.root.value(); !same(is, want) {
		return fmt.Errorf("%w: it cannot be written there", ErrValue)
	}
	return nil
}

// expect makes a change in a value.
func (r Rules) expect(in *value, change Change, v *value) error {
	last := len(change.Path) - 1
	for i, step := range change.Path[:last] {
		below := in.below(r.Names, step)
		if in.kind == mapping && (below == nil || below.kind == absent) && change.Operation == Add {
			for _, inner := range slices.Backward(change.Path[i+1:]) {
				v = around(inner, v)
			}
			if below == nil {
				in.keys = append(in.keys, step)
			}
			in.fields[step] = v
			return nil
		}
		if below == nil {
			return ErrPath
		}
		in = below
	}
	step := change.Path[last]
	if in.kind == list {
		return in.expectItem(r.Names, step, change.Operation, v)
	}
	if in.kind != mapping || change.Operation == Move || change.Operation != Add && in.fields[step] == nil {
		return ErrPath
	}
	if change.Operation == Remove || v.kind == absent {
		in.keys = slices.DeleteFunc(in.keys, func(key string) bool { return key == step })
		delete(in.fields, step)
		return nil
	}
	if in.fields[step] == nil {
		in.keys = append(in.keys, step)
	}
	in.fields[step] = v
	return nil
}

func (v *value) expectItem(names []string, step string, operation Operation, with *value) error {
	place, ok := v.place(names, step, operation == Add)
	switch {
	case !ok:
		return ErrPath
	case operation == Add:
		v.items = slices.Insert(v.items, place, with)
	case operation == Replace:
		v.items[place] = with
	case operation == Remove:
		v.items = slices.Delete(v.items, place, place+1)
	case operation == Move:
		to, err := with.placeIn(len(v.items))
		if err != nil {
			return err
		}
		v.items = moved(v.items, place, to)
	}
	return nil
}

func (v *value) below(names []string, step string) *value {
	switch v.kind {
	case mapping:
		return v.fields[step]
	case list:
		if place, ok := v.place(names, step, false); ok {
			return v.items[place]
		}
	case absent, scalar:
	}
	return nil
}

// place of an item that is named so, or that stands there.
func (v *value) place(names []string, step string, end bool) (int, bool) {
	for _, name := range names {
		for i, each := range v.items {
			if field := each.fields[name]; field != nil && field.text == step {
				return i, true
			}
		}
	}
	if end && step == "-" {
		return len(v.items), true
	}
	place, err := strconv.Atoi(step)
	if err != nil || place < 0 || place > len(v.items) || place == len(v.items) && !end {
		return 0, false
	}
	return place, true
}
