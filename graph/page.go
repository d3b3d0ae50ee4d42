package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

const (
	defaultPage = 20
	largestPage = 100
	// defaultCount is how far is counted at most where nothing is said.
	defaultCount = 1000
)

// listing is a page of a list as it is asked for. Its cursors hold in this list alone: of this caller, in this order, with this
// filter.
type listing struct {
	work.Page
	bound scalar.Bound
}

// pageOf reads the arguments of the list that is being resolved: the first n after a cursor, or the last n before one. All its
// other arguments are its filter and order. Where it belongs to a row, under is that row's key. Faults of the request:
// VARIABLE_INVALID, CURSOR_INVALID.
func (r *Resolver) pageOf(ctx context.Context, first *int32, after *string, last *int32, before *string, under ...int64) (listing, error) {
	p, most := listing{Page: work.Page{Most: defaultPage}, bound: r.boundOf(ctx, under)}, "first"
	switch {
	case first != nil && last != nil:
		return p, fault.New(fault.CodeVariableInvalid, "first and last are not given together", "last")
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
		place  *work.Place
	}{{"after", after, &p.After}, {"before", before, &p.Before}} {
		if c.cursor == nil {
			continue
		}
		place, whole := p.bound.Place(*c.cursor)
		if !whole {
			return p, fault.New(fault.CodeCursorInvalid, "a cursor is one that the same list gave to the same caller, in the same order and with the same filter", c.name)
		}
		*c.place = place
	}
	return p, nil
}

// boundOf is what cursors of the list that is being resolved are bound to.
func (r *Resolver) boundOf(ctx context.Context, under []int64) scalar.Bound {
	field := graphql.GetFieldContext(ctx)
	filter := make(map[string]any, len(field.Args))
	for name, value := range field.Args {
		switch name {
		case "first", "after", "last", "before":
		default:
			filter[name] = value
		}
	}
	c := caller(ctx)
	channel, _ := c.ChannelScope()
	return scalar.Bind(r.Cursors, field.Object+"."+field.Field.Name, under, audienceOf(c), channel, c.PersonID(), filter)
}

func audienceOf(c *access.Caller) string { return string(c.Audience) }

// cursor of a row that a list has in the order of its keys.
func (p listing) cursor(key int64) string { return p.at(work.Place{Key: key}) }

// at is the cursor of a place.
func (p listing) at(place work.Place) string { return p.bound.Cursor(place) }

// infoOf says where a page lies. In the direction that was not asked for there is more if a cursor was given.
func infoOf[E any](p listing, more bool, edges []E, cursor func(E) string) *model.PageInfo {
	info := &model.PageInfo{HasNextPage: more, HasPreviousPage: p.After.Key != 0}
	if p.Backward {
		info.HasNextPage, info.HasPreviousPage = p.Before.Key != 0, more
	}
	if len(edges) > 0 {
		start, end := cursor(edges[0]), cursor(edges[len(edges)-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}

// claimsOnPage is a page of the claims of a policy as it is answered.
func claimsOnPage(page listing, list []*claims.Claim, more bool) *model.ClaimConnection {
	edges := make([]*model.ClaimEdge, len(list))
	for i, c := range list {
		edges[i] = &model.ClaimEdge{Cursor: page.cursor(c.Key()), Node: c}
	}
	info := infoOf(page, more, edges, func(e *model.ClaimEdge) string { return e.Cursor })
	return &model.ClaimConnection{Edges: edges, PageInfo: info}
}

// counted counts what a list finds, up to the maximum that is asked for. Fault: INVALID_VALUE.
func counted(ctx context.Context, count model.Counted, most *int32) (*work.Count, error) {
	n := defaultCount
	if most != nil {
		n = int(*most)
	}
	if n < 1 || n > work.MostCounted {
		return nil, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", work.MostCounted).At("max")
	}
	found, err := count(ctx, n)
	return &found, err
}

// goOn lets a page that was looked through further than its last row go on from there.
func (p listing) goOn(info *model.PageInfo, through *work.Place) {
	if through == nil {
		return
	}
	cursor := p.at(*through)
	if p.Backward {
		info.StartCursor = &cursor
	} else {
		info.EndCursor = &cursor
	}
}

// claimConnection is a page of the list of claims as it is answered.
func (r *Resolver) claimConnection(filter *claims.Filter, page listing, found *claims.Page) *model.ClaimConnection {
	edges := make([]*model.ClaimEdge, len(found.Claims))
	for i, c := range found.Claims {
		edges[i] = &model.ClaimEdge{Cursor: page.at(found.Places[i]), Node: c}
	}
	info := infoOf(page, found.More, edges, func(e *model.ClaimEdge) string { return e.Cursor })
	page.goOn(info, found.Through)
	return &model.ClaimConnection{Edges: edges, PageInfo: info, Counted: func(ctx context.Context, most int) (work.Count, error) {
		return r.Claims.Count(ctx, caller(ctx), filter, most)
	}}
}

// policyConnection is a page of policies as it is answered.
func (r *Resolver) policyConnection(filter *enquiry.Filter, page listing, found *enquiry.Page) *model.PolicyConnection {
	edges := make([]*model.PolicyEdge, len(found.Policies))
	for i, p := range found.Policies {
		edges[i] = &model.PolicyEdge{Cursor: page.at(found.Places[i]), Node: p}
	}
	info := infoOf(page, found.More, edges, func(e *model.PolicyEdge) string { return e.Cursor })
	page.goOn(info, found.Through)
	return &model.PolicyConnection{Edges: edges, PageInfo: info, Counted: func(ctx context.Context, most int) (work.Count, error) {
		return r.Enquiry.Count(ctx, caller(ctx), filter, most)
	}}
}

// eventConnection is a page of the log as it is answered.
func eventConnection(page listing, found *webhooks.LogPage) *model.EventConnection {
	edges := make([]*model.EventEdge, len(found.Entries))
	for i, e := range found.Entries {
		edges[i] = &model.EventEdge{Cursor: page.cursor(e.Offset), Node: e.Event}
	}
	info := infoOf(page, found.More, edges, func(e *model.EventEdge) string { return e.Cursor })
	page.goOn(info, found.Through)
	return &model.EventConnection{Edges: edges, PageInfo: info}
}
