package graph

import (
	"context"

	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/issuing"
	"baodan/insurance/servicing"
)

func (r *endorsementResolver) ID(ctx context.Context, obj *servicing.Endorsement) (string, error) {
	return scalar.GlobalID(scalar.EndorsementID, obj.Key()), nil
}

func (r *mutationResolver) EndorsePolicy(ctx context.Context, input servicing.EndorseInput) (*model.EndorsePolicyPayload, error) {
	done, err := r.Servicing.Endorse(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.EndorsePolicyPayload{UserErrors: faults}, err
	}
	return &model.EndorsePolicyPayload{Endorsement: done.Endorsement, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) RenewPolicy(ctx context.Context, input servicing.RenewInput) (*model.RenewPolicyPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	issued, err := r.Servicing.Renew(ctx, c, &input)
	faults, err := userErrors(err)
	if issued == nil {
		return &model.RenewPolicyPayload{UserErrors: faults}, err
	}
	return &model.RenewPolicyPayload{Policy: issued.Policy, Replayed: issued.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) CancelPolicy(ctx context.Context, input servicing.CancelInput) (*model.CancelPolicyPayload, error) {
	done, err := r.Servicing.Cancel(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.CancelPolicyPayload{UserErrors: faults}, err
	}
	return &model.CancelPolicyPayload{Endorsement: done.Endorsement, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *policyResolver) Endorsements(ctx context.Context, obj *issuing.Policy, first *int32, after *string, last *int32, before *string) (*model.EndorsementConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Servicing.Endorsements(ctx, obj, page)
	edges := make([]*model.EndorsementEdge, len(list))
	for i, e := range list {
		edges[i] = &model.EndorsementEdge{Cursor: scalar.Cursor(e.Key()), Node: e}
	}
	info := infoOf(page, more, edges, func(e *model.EndorsementEdge) string { return e.Cursor })
	return &model.EndorsementConnection{Edges: edges, PageInfo: info}, err
}

func (r *Resolver) Endorsement() exec.EndorsementResolver { return &endorsementResolver{r} }

type endorsementResolver struct{ *Resolver }
