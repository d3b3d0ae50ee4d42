package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"baodan/insurance/work"
)

// A list costs a bounded number of SQL statements, whatever its length. Rows that one answer shows together are siblings: the
// resolver of a list says so by together, and what a field looks up for one of them it looks up for all of them at once, by
// lookUp, lookUpList, lookUpPage or lookUpKey. What these find are siblings again, so lists in lists are batched too.
//
// gqlgen has batch resolvers of its own. They know only the elements of one list as siblings: neither the nodes of the edges of a
// connection, which all our long lists are, nor the rows of several lists that lie in the rows of another list.

// mostAtOnce bounds the rows that one look-up is for: more than a page, and fewer than the 500 parts that the embedded database takes
// in one statement.
const mostAtOnce = 400

// siblings of a request: each row with those that it is shown together with.
type siblings struct {
	mu sync.Mutex
	of map[any]*family // by the pointer of a row
}

// family are rows that are shown together, with what was looked up for them so far.
type family struct {
	rows any // []*P
	mu   sync.Mutex
	done map[string]any // by field: func() (map[K]V, error)
}

type siblingsKey struct{}

// withSiblings makes a context in which rows may be siblings, one for each request.
func withSiblings(ctx context.Context) context.Context {
	return context.WithValue(ctx, siblingsKey{}, &siblings{of: map[any]*family{}})
}

// together says that rows are shown together. A row that is shown elsewhere too keeps the siblings that it has.
func together[P any](ctx context.Context, rows []*P) {
	s, ok := ctx.Value(siblingsKey{}).(*siblings)
	if !ok || len(rows) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &family{done: map[string]any{}}
	added := make([]*P, 0, len(rows))
	for _, row := range rows {
		if row != nil && s.of[row] == nil {
			s.of[row] = f
			added = append(added, row)
		}
	}
	f.rows = added
}

// togetherOf does so for something of each row.
func togetherOf[R, P any](ctx context.Context, rows []*R, of func(*R) *P) {
	list := make([]*P, len(rows))
	for i, row := range rows {
		list[i] = of(row)
	}
	together(ctx, list)
}

// familyOf a row; nil where it is shown alone.
func familyOf(ctx context.Context, row any) *family {
	s, ok := ctx.Value(siblingsKey{}).(*siblings)
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of[row]
}

// batch looks something up for a row and its siblings, once for each field of a request with the same arguments.
func batch[P any, K comparable, V any](ctx context.Context, row *P, look func(context.Context, []*P) (map[K]V, error)) (map[K]V, error) {
	f := familyOf(ctx, row)
	if f == nil {
		return look(ctx, []*P{row})
	}
	field := fieldOf(ctx)
	f.mu.Lock()
	done, ok := f.done[field].(func() (map[K]V, error))
	if !ok {
		done = sync.OnceValues(func() (map[K]V, error) { return lookInParts(ctx, f.rows.([]*P), look) })
		f.done[field] = done
	}
	f.mu.Unlock()
	return done()
}

type sharedKey struct{}

// shared names what several fields of a row look up: it is looked up for all of them once.
func shared(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, sharedKey{}, name)
}

// fieldOf is the field that is being resolved, with its arguments as they are written, or what it shares with others.
func fieldOf(ctx context.Context) string {
	if name, ok := ctx.Value(sharedKey{}).(string); ok {
		return name
	}
	field := graphql.GetFieldContext(ctx).Field
	text := field.ObjectDefinition.Name + "." + field.Name
	for _, argument := range field.Arguments {
		text += " " + argument.Name + ":" + argument.Value.String()
	}
	return text
}

func lookInParts[P any, K comparable, V any](ctx context.Context, rows []*P, look func(context.Context, []*P) (map[K]V, error)) (map[K]V, error) {
	all := map[K]V{}
	for part := range slices.Chunk(rows, mostAtOnce) {
		found, err := look(ctx, part)
		if err != nil {
			return nil, err
		}
		for key, value := range found {
			all[key] = value
		}
	}
	return all, nil
}

// lookUp answers what belongs to a row, by its key in what is looked up.
func lookUp[P any, K comparable, V any](ctx context.Context, row *P, key K, look func(context.Context, []*P) (map[K]V, error)) (V, error) {
	found, err := batch(ctx, row, look)
	return found[key], err
}

// lookUpList answers the rows that belong to a row, by its key in what is looked up. Where there are none it is an empty list: null says
// that the caller may not see them.
func lookUpList[P any, K comparable, V any](ctx context.Context, row *P, key K, look func(context.Context, []*P) (map[K][]*V, error)) ([]*V, error) {
	list, err := lookUp(ctx, row, key, func(ctx context.Context, rows []*P) (map[K][]*V, error) {
		lists, err := look(ctx, rows)
		var all []*V
		for _, list := range lists {
			all = append(all, list...)
		}
		together(ctx, all)
		return lists, err
	})
	if list == nil && err == nil {
		list = []*V{}
	}
	return list, err
}

// lookUpRow answers the row that belongs to a row, by its key in what is looked up.
func lookUpRow[P any, K comparable, V any](ctx context.Context, row *P, key K, look func(context.Context, []*P) (map[K]*V, error)) (*V, error) {
	return lookUp(ctx, row, key, func(ctx context.Context, rows []*P) (map[K]*V, error) {
		found, err := look(ctx, rows)
		together(ctx, slices.Collect(maps.Values(found)))
		return found, err
	})
}

// lookUpPage answers a page of the rows that belong to a row, by its key in what is looked up.
func lookUpPage[P any, K comparable, V any](ctx context.Context, row *P, key K, page work.Page, look func(context.Context, []*P, work.Page) (map[K]work.Listed[*V], error)) (list []*V, more bool, err error) {
	listed, err := lookUp(ctx, row, key, func(ctx context.Context, rows []*P) (map[K]work.Listed[*V], error) {
		pages, err := look(ctx, rows, page)
		var all []*V
		for _, listed := range pages {
			all = append(all, listed.Rows...)
		}
		together(ctx, all)
		return pages, err
	})
	return listed.Rows, listed.More, err
}

// lookUpKey answers the row that a row refers to by a key; nil for the key 0, which refers to nothing.
func lookUpKey[P, V any](ctx context.Context, row *P, key func(*P) int64, byKeys func(context.Context, []int64) (map[int64]*V, error)) (*V, error) {
	if key(row) == 0 {
		return nil, nil // refers to nothing
	}
	found, err := lookUpRow(ctx, row, key(row), func(ctx context.Context, rows []*P) (map[int64]*V, error) {
		return byKeys(ctx, keysOf(rows, key))
	})
	if err == nil && found == nil {
		err = fmt.Errorf("%s: there is no row %d", fieldOf(ctx), key(row))
	}
	return found, err
}

// keysOf rows refer to, each once.
func keysOf[P any](rows []*P, key func(*P) int64) []int64 {
	var keys []int64
	for _, row := range rows {
		if k := key(row); k != 0 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
