package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// defaultSimilar is how many similar claims are told where nobody says how many.
const defaultSimilar = 10

// permittedActs are those of some acts that the caller may send at all: by their roles, and by whose work the thing is.
func permittedActs(ctx context.Context, acts []*access.Act, err error) ([]*access.Act, error) {
	if err != nil {
		return nil, err
	}
	mutations := fullSchema().Mutation.Fields
	for _, a := range acts {
		if mutations.ForName(a.Name) == nil {
			return nil, fmt.Errorf("there is no mutation %s", a.Name)
		}
	}
	return slices.DeleteFunc(slices.Clone(acts), func(a *access.Act) bool {
		return mayCall(caller(ctx), mutations.ForName(a.Name)) != nil || !a.Possible() && a.Reason.Base().Code == fault.CodeForbidden
	}), nil
}

// actsOn policies, by their keys: those of all packages that do something with a policy.
func (r *Resolver) actsOn(ctx context.Context, c *access.Caller, list []*policy.Policy) (map[int64][]*access.Act, error) {
	all, err := r.Servicing.Allowed(ctx, c, list)
	if err != nil {
		return nil, err
	}
	claimed, err := r.Claims.AllowedUnder(list)
	if err != nil {
		return nil, err
	}
	requests, err := r.Helpdesk.AllowedFor(list)
	if err != nil {
		return nil, err
	}
	personal := map[int64][]*access.Act{}
	if c.Audience == access.Ops {
		if personal, err = r.Privacy.Allowed(ctx, c, keysOf(list, (*policy.Policy).Key)); err != nil {
			return nil, err
		}
	}
	for key := range all {
		all[key] = slices.Concat(all[key], requests[key], personal[key], claimed[key])
		slices.SortFunc(all[key], func(a, b *access.Act) int { return cmp.Compare(a.Name, b.Name) })
	}
	return all, nil
}

// allowedOn answers the acts on a row, by a function that takes all rows that are shown together.
func allowedOn[P any](ctx context.Context, row *P, key int64, look func(context.Context, *access.Caller, []*P) (map[int64][]*access.Act, error)) ([]*access.Act, error) {
	acts, err := lookUpList(ctx, row, key, func(ctx context.Context, rows []*P) (map[int64][]*access.Act, error) {
		return look(ctx, caller(ctx), rows)
	})
	return permittedActs(ctx, acts, err)
}

// similarTo are claims that have something in common with a claim.
func (r *Resolver) similarTo(ctx context.Context, c *claims.Claim, most int) ([]*claims.Similar, error) {
	return lookUpList(ctx, c, c.Key(), func(ctx context.Context, list []*claims.Claim) (map[int64][]*claims.Similar, error) {
		found, err := r.Claims.SimilarTo(ctx, caller(ctx), list, most)
		var others []*claims.Claim
		for _, some := range found {
			for _, one := range some {
				others = append(others, one.Claim)
			}
		}
		together(ctx, others)
		return found, err
	})
}
