package graph

import (
	"context"

	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/insurance/enquiry"
	"baodan/insurance/issuing"
)

func (r *mutationResolver) RequestPolicyExport(ctx context.Context, input model.RequestPolicyExportInput) (*model.RequestPolicyExportPayload, error) {
	asked, err := r.Enquiry.RequestExport(ctx, caller(ctx), input.Filter, input.Reason)
	faults, err := userErrors(err)
	return &model.RequestPolicyExportPayload{Approval: asked, UserErrors: faults}, err
}

func (r *policyResolver) Timeline(ctx context.Context, obj *issuing.Policy, kinds []model.TimelineKind) ([]*model.TimelineEntry, error) {
	list, err := r.Enquiry.Timeline(ctx, caller(ctx), obj, timelineKinds(kinds))
	return timelineOf(ctx, list), err
}

func (r *policyConnectionResolver) Count(ctx context.Context, obj *model.PolicyConnection, max int32) (*model.Count, error) {
	return obj.Counted(ctx, int(max))
}

func (r *queryResolver) Policies(ctx context.Context, filter enquiry.Filter, orderBy model.PolicyOrder, first *int32, after *string, last *int32, before *string) (*model.PolicyConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Enquiry.Policies(ctx, caller(ctx), &filter, enquiry.Order(orderBy), page)
	return r.policyConnection(&filter, page, list, more), err
}

func (r *Resolver) PolicyConnection() exec.PolicyConnectionResolver {
	return &policyConnectionResolver{r}
}

type policyConnectionResolver struct{ *Resolver }
