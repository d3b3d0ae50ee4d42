package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

const (
	defaultPage = 20
	largestPage = 100
)

// pageOf reads the arguments of a list: the first n after a cursor, or the last n before one. Fault of the
// request: VARIABLE_INVALID.
func pageOf(first *int32, after *string, last *int32, before *string) (work.Page, error) {
	p, most := work.Page{Most: defaultPage}, "first"
	switch {
	case last != nil:
		p.Most, p.Backward, most = int(*last), true, "last"
	case first != nil:
		p.Most = int(*first)
	}
	if p.Most < 1 || p.Most > largestPage {
		return p, fault.Newf(fault.CodeVariableInvalid, "a page has 1 to %d rows", largestPage).At(most)
	}
	for _, c := range []struct {
		name   string
		cursor *string
		key    *int64
	}{{"after", after, &p.After}, {"before", before, &p.Before}} {
		if c.cursor == nil {
			continue
		}
		key, err := scalar.ParseCursor(*c.cursor)
		if err != nil {
			return p, fault.New(fault.CodeVariableInvalid, "a cursor is one that a list gave", c.name)
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

// claimsOnPage is a page of claims as it is answered.
func claimsOnPage(page work.Page, list []*claims.Claim, more bool) *model.ClaimConnection {
	edges := make([]*model.ClaimEdge, len(list))
	for i, c := range list {
		edges[i] = &model.ClaimEdge{Cursor: scalar.Cursor(c.Key()), Node: c}
	}
	info := infoOf(page, more, edges, func(e *model.ClaimEdge) string { return e.Cursor })
	return &model.ClaimConnection{Edges: edges, PageInfo: info}
}

func peoplePage(page work.Page, list []*ent.Person, more bool) *model.PersonConnection {
	edges := make([]*model.PersonEdge, len(list))
	for i, p := range list {
		edges[i] = &model.PersonEdge{Cursor: scalar.Cursor(p.ID), Node: p}
	}
	return &model.PersonConnection{Edges: edges, PageInfo: infoOf(page, more, edges, func(e *model.PersonEdge) string { return e.Cursor })}
}

func (r *Resolver) policyConnection(filter *enquiry.Filter, page work.Page, list []*policy.Policy, more bool) *model.PolicyConnection {
	edges := make([]*model.PolicyEdge, len(list))
	for i, p := range list {
		edges[i] = &model.PolicyEdge{Cursor: scalar.Cursor(p.Key()), Node: p}
	}
	info := infoOf(page, more, edges, func(e *model.PolicyEdge) string { return e.Cursor })
	return &model.PolicyConnection{Edges: edges, PageInfo: info, Counted: func(ctx context.Context, most int) (*work.Count, error) {
		n, err := r.Enquiry.Count(ctx, caller(ctx), filter, most)
		return &n, err
	}}
}
