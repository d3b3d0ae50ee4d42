package graph

import (
	"context"

	"baodan/engine/rating"
	"baodan/ent"
	"baodan/insurance/claims"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// policyOfClaim is the policy that a claim was claimed under, as it stands now.
func (r *Resolver) policyOfClaim(ctx context.Context, c *claims.Claim) (*policy.Policy, error) {
	return lookUpPolicy(ctx, c, c.Key(), r.Claims.PoliciesOf)
}

// ratingOfDecision is how a decision computed its amount, in the words of the product of the claim's policy.
func (r *Resolver) ratingOfDecision(ctx context.Context, d *claims.Decision) (*rating.Worksheet, error) {
	if d.Rating == nil {
		return nil, nil
	}
	p, err := r.policyOfClaim(shared(ctx, "Claim.policy"), d.Claim)
	if err != nil {
		return nil, err
	}
	return p.Product().Explain(d.Rating), nil
}

// policyOfRequest is the policy that a service request is about, as far as the caller may see it.
func (r *Resolver) policyOfRequest(ctx context.Context, s *ent.ServiceRequest) (*policy.Policy, error) {
	return lookUpPolicy(ctx, s, s.PolicyID, policiesNow(r, func(s *ent.ServiceRequest) int64 { return s.PolicyID }))
}

// policiesNow looks up the policies that rows refer to, as they are now, as far as the caller may see them.
func policiesNow[P any](r *Resolver, key func(*P) int64) func(context.Context, []*P) (map[int64]work.Result[*policy.Policy], error) {
	return func(ctx context.Context, rows []*P) (map[int64]work.Result[*policy.Policy], error) {
		return r.Policies.ByIDs(ctx, caller(ctx), keysOf(rows, key))
	}
}

// now is the policy of an order as it is now: a replay answers it as it was bound, which nobody may take for the policy.
func (r *Resolver) now(ctx context.Context, issued *issuing.Issued) (*policy.Policy, error) {
	if !issued.Replayed {
		return issued.Policy, nil
	}
	return r.Policies.ByID(ctx, caller(ctx), issued.Policy.Key())
}

// claimNow is the claim of a request as it is now: a replay answers it as that request left it.
func (r *Resolver) claimNow(ctx context.Context, done *claims.Answer) (*claims.Claim, error) {
	if !done.Replayed {
		return done.Claim, nil
	}
	return r.Claims.ByID(ctx, caller(ctx), done.Claim.Key())
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
