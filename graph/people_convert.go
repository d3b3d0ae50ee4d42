package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

func loginInput(in *model.LoginInput) people.LoginInput {
	out := people.LoginInput{Name: in.Name, Password: in.Password}
	if in.Code != nil {
		out.Code = *in.Code
	}
	return out
}

func stateInput(id string, revision int32, reason string) people.StateInput {
	return people.StateInput{ID: scalar.KeyOf(scalar.PersonID, id), ExpectedRevision: int(revision), Reason: reason}
}

func personFilter(in *model.PersonFilter) people.Filter {
	if in == nil {
		return people.Filter{}
	}
	out := people.Filter{States: in.States, Roles: in.Roles}
	if in.Name != nil {
		out.Name = *in.Name
	}
	return out
}

func peoplePage(page work.Page, list []*ent.Person, more bool) *model.PersonConnection {
	edges := make([]*model.PersonEdge, len(list))
	for i, p := range list {
		edges[i] = &model.PersonEdge{Cursor: scalar.Cursor(p.ID), Node: p}
	}
	return &model.PersonConnection{Edges: edges, PageInfo: infoOf(page, more, edges, func(e *model.PersonEdge) string { return e.Cursor })}
}

// peopleNode finds a person, session or reporting token by its key, of those that the caller may see.
func (r *Resolver) peopleNode(ctx context.Context, kind string, key int64) (model.Node, error) {
	c := caller(ctx)
	if c.Audience != access.Ops {
		return nil, nil // no such thing
	}
	switch kind {
	case scalar.PersonID:
		if p, err := r.People.ByID(ctx, key); p != nil || err != nil {
			return p, err
		}
	case scalar.SessionID:
		if s, err := r.People.Session(ctx, c, key); s != nil || err != nil {
			return s, err
		}
	case scalar.TokenID:
		if t, err := r.People.Token(ctx, c, key); t != nil || err != nil {
			return t, err
		}
	}
	return nil, nil // no such thing
}

func addedPayload(added *people.Added, faults []fault.Error) *model.AddPersonPayload {
	if len(faults) > 0 || added == nil {
		return &model.AddPersonPayload{UserErrors: faults}
	}
	return &model.AddPersonPayload{
		Person: added.Person, TemporaryPassword: &added.Password, Approval: added.Approval, UserErrors: faults,
	}
}
