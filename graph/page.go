package graph

import (
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

const (
	defaultPage = 20
	largestPage = 100
)

// pageOf reads the arguments of a list: the first n after a cursor, or the last n before one. Fault of the
// request: VARIABLE_INVALID.
func pageOf(first *int32, after *string, last *int32, before *string) (work.Page, error) {
	p := work.Page{Most: defaultPage}
	switch {
	case last != nil:
		p.Most, p.Backward = int(*last), true
	case first != nil:
		p.Most = int(*first)
	}
	if p.Most < 1 || p.Most > largestPage {
		return p, fault.Newf(fault.CodeVariableInvalid, "a page has 1 to %d rows", largestPage)
	}
	for _, c := range []struct {
		cursor *string
		key    *int64
	}{{after, &p.After}, {before, &p.Before}} {
		if c.cursor == nil {
			continue
		}
		key, err := scalar.ParseCursor(*c.cursor)
		if err != nil {
			return p, fault.New(fault.CodeVariableInvalid, "a cursor is one that a list gave")
		}
		*c.key = key
	}
	return p, nil
}

// infoOf says where a page lies. In the direction that was not asked for there is more if a cursor was given.
func infoOf[E any](p work.Page, more bool, edges []E, cursor func(E) string) *model.PageInfo {
	info := &model.PageInfo{HasNextPage: more, HasPreviousPage: p.After != 0}
	if p.Backward {
		info.HasNextPage, info.HasPreviousPage = p.Before != 0, more
	}
	if len(edges) > 0 {
		start, end := cursor(edges[0]), cursor(edges[len(edges)-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}
