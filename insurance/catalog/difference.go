package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/diff"
)

// tree is a product as a tree of values, to be compared with another one: items of a list stand under what names them,
// so that one that is put in between changes no other.
type tree struct {
	Product     any               `json:"product"`
	Attachments map[string]string `json:"attachments"` // SHA-256 by name
}

// order holds the names of a list's items in their order, which matters to rules and rating.
const order = "#"

// names are what items of a list are known by, the first that all of them have and that is different in all.
var names = []string{"code", "name", "key", "fact", "file", "from"}

func (b *Bundle) tree() (*tree, error) {
	var plain any
	if _, list := decode(b.File, &plain); len(list.List) > 0 {
		return nil, problems(list)
	}
	t := &tree{Product: keyed(plain), Attachments: map[string]string{}}
	for _, a := range b.Attachments() {
		t.Attachments[a.Name] = a.SHA256
	}
	return t, nil
}

func keyed(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, each := range value {
			value[name] = keyed(each)
		}
	case []any:
		for i, each := range value {
			value[i] = keyed(each)
		}
		for _, name := range names {
			if object, ok := byName(value, name); ok {
				return object
			}
		}
	}
	return value
}

func byName(list []any, name string) (map[string]any, bool) {
	object := make(map[string]any, len(list)+1)
	var in []string
	for _, each := range list {
		item, _ := each.(map[string]any)
		var key string
		switch value := item[name].(type) {
		case string:
			key = value
		case json.Number:
			key = value.String()
		}
		if _, twice := object[key]; key == "" || key == order || twice {
			return nil, false
		}
		object[key] = item
		in = append(in, key)
	}
	object[order] = strings.Join(in, ", ")
	return object, len(in) > 0
}

// Differences tells what differs between two versions of a product, value by value: of the file as it is understood -
// comments and layout do not count -, and of what lies beside it by SHA-256. At most 1,000. Fault: NOT_FOUND.
func (s *Reader) Differences(ctx context.Context, code string, from, to int) ([]diff.Difference, error) {
	var sides [2][]byte
	for i, number := range []int{from, to} {
		row, err := s.Row(ctx, code, number)
		if err != nil {
			return nil, err
		}
		b, err := stored(row)
		if err != nil {
			return nil, err
		}
		t, err := b.tree()
		if err != nil {
			return nil, err
		}
		if sides[i], err = json.Marshal(t); err != nil {
			return nil, fmt.Errorf("differences of %s: %w", Object(code, number), err)
		}
	}
	list := told(diff.JSON(sides[0], sides[1]))
	for i := range list {
		list[i].Path = strings.TrimPrefix(list[i].Path, "product.")
	}
	return list, nil
}

// told are differences without those of an order that only follows from what was put in or taken out.
func told(list []diff.Difference) []diff.Difference {
	return slices.DeleteFunc(list, func(d diff.Difference) bool {
		return strings.HasSuffix(d.Path, "."+order) && sameOrder(d.Before, d.After)
	})
}

// sameOrder tells whether the items that are on both sides stand in the same order; others show themselves.
func sameOrder(before, after *string) bool {
	if before == nil || after == nil {
		return true
	}
	old, fresh := strings.Split(*before, ", "), strings.Split(*after, ", ")
	return slices.Equal(common(old, fresh), common(fresh, old))
}

func common(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return !slices.Contains(other, name) })
}

// nameOf is the name of one of a product's own files.
func nameOf(code, ending string) string { return strings.ToLower(code) + ending }
