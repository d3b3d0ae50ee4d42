package graph

import (
	"context"
	"fmt"

	"baodan/graph/model"
	"baodan/insurance/issuing"
)

func (r *mutationResolver) RequestPolicyExport(ctx context.Context, input model.RequestPolicyExportInput) (*model.RequestPolicyExportPayload, error) {
	panic(fmt.Errorf("not implemented: RequestPolicyExport - requestPolicyExport"))
}

func (r *policyResolver) Timeline(ctx context.Context, obj *issuing.Policy, kinds []model.TimelineKind) ([]*model.TimelineEntry, error) {
	panic(fmt.Errorf("not implemented: Timeline - timeline"))
}

func (r *queryResolver) Policies(ctx context.Context, filter model.PolicyFilter, orderBy model.PolicyOrder, first *int32, after *string, last *int32, before *string) (*model.PolicyConnection, error) {
	panic(fmt.Errorf("not implemented: Policies - policies"))
}
