package access

import (
	"fmt"
	"maps"
	"slices"

	"baodan/insurance/fault"
)

// Act is something that a person may do with a thing, and whether that is possible now.
type Act struct {
	Name   string      // of its mutation
	Reason fault.Error // why it is not possible; nil: it is
}

// Possible tells whether the act would not be refused by what the thing is now.
func (a *Act) Possible() bool { return a.Reason == nil }

// ActOf is an act with what refuses it; nil: nothing. What is no fault is an error.
func ActOf(name string, refused error) (*Act, error) {
	a := &Act{Name: name}
	if refused == nil {
		return a, nil
	}
	list := fault.All(refused)
	if len(list) == 0 {
		return nil, refused
	}
	a.Reason = list[0]
	return a, nil
}

// ActsOf are acts by the names of their mutations, with what refuses each; nil: nothing. They are in the order of their names.
func ActsOf(refused map[string]error) ([]*Act, error) {
	acts := make([]*Act, 0, len(refused))
	for _, name := range slices.Sorted(maps.Keys(refused)) {
		act, err := ActOf(name, refused[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		acts = append(acts, act)
	}
	return acts, nil
}
