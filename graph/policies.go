package graph

import (
	"context"

	"baodan/ent"
	"baodan/insurance/claims"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// policyOfClaim is the policy that a claim was claimed under, as it stands now.
func (r *Resolver) policyOfClaim(ctx context.Context, c *claims.Claim) (*policy.Policy, error) {
	return lookUpPolicy(ctx, c, c.Key(), r.Claims.PoliciesOf)
}

// policyOfRequest is the policy that a service request is about, as far as the caller may see it.
func (r *Resolver) policyOfRequest(ctx context.Context, s *ent.ServiceRequest) (*policy.Policy, error) {
	return lookUpPolicy(ctx, s, s.PolicyID, func(ctx context.Context, rows []*ent.ServiceRequest) (map[int64]work.Result[*policy.Policy], error) {
		return r.Policies.ByIDs(ctx, caller(ctx), keysOf(rows, func(s *ent.ServiceRequest) int64 { return s.PolicyID }))
	})
}

// lookUpPolicy answers the policy that belongs to a row, by its key in what is looked up, or what is wrong with this one.
func lookUpPolicy[P any](ctx context.Context, row *P, key int64, look func(context.Context, []*P) (map[int64]work.Result[*policy.Policy], error)) (*policy.Policy, error) {
	found, err := lookUp(ctx, row, key, func(ctx context.Context, rows []*P) (map[int64]work.Result[*policy.Policy], error) {
		policies, err := look(ctx, rows)
		var all []*policy.Policy
		for _, one := range policies {
			if one.Value != nil {
				all = append(all, one.Value)
			}
		}
		together(ctx, all)
		return policies, err
	})
	if err != nil {
		return nil, err
	}
	return found.Value, found.Err
}
