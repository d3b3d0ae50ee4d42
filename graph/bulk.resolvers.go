package graph

import (
	"context"

	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/bulk"
)

func (r *mutationResolver) BulkIssuePolicies(ctx context.Context, input model.BulkIssuePoliciesInput) (*model.BulkIssuePoliciesPayload, error) {
	job, err := r.Bulk.Start(ctx, caller(ctx), bulk.Input{
		FileID: scalar.KeyOf(scalar.FileID, input.FileID), ChannelCode: input.ChannelCode, Live: input.Live,
		AgreementCode: input.AgreementCode, Check: input.DryRun,
	})
	faults, err := userErrors(err)
	return &model.BulkIssuePoliciesPayload{Job: job, UserErrors: faults}, err
}
