package graph

import (
	"context"
	"time"

	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/issuing"
)

func (r *mutationResolver) Quote(ctx context.Context, input issuing.QuoteInput) (*model.QuotePayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	quote, err := r.Office.Quote(ctx, c, &input)
	faults, err := userErrors(err)
	return &model.QuotePayload{Quote: quote, UserErrors: faults}, err
}

func (r *mutationResolver) IssuePolicy(ctx context.Context, input issuing.IssueInput) (*model.IssuePolicyPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	issued, err := r.Office.Issue(ctx, c, &input)
	faults, err := userErrors(err)
	if issued == nil {
		return &model.IssuePolicyPayload{UserErrors: faults}, err
	}
	return &model.IssuePolicyPayload{Policy: issued.Policy, Replayed: issued.Replayed, UserErrors: faults}, err
}

func (r *policyResolver) ID(ctx context.Context, obj *issuing.Policy) (string, error) {
	return scalar.GlobalID(scalar.PolicyID, obj.Key()), nil
}

func (r *queryResolver) Policy(ctx context.Context, by model.PolicyLookup, asOf *time.Time, knownAt *time.Time) (*issuing.Policy, error) {
	moment := issuing.Moment{AsOf: asOf, KnownAt: knownAt}
	if by.Number != nil {
		return r.Office.ByNumber(ctx, caller(ctx), *by.Number, moment)
	}
	return r.Office.ByOrder(ctx, caller(ctx), *by.OrderNo, moment)
}

func (r *Resolver) Mutation() exec.MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Policy() exec.PolicyResolver { return &policyResolver{r} }

type (
	mutationResolver struct{ *Resolver }
	policyResolver   struct{ *Resolver }
)
