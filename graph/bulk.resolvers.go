package graph

import (
	"context"
	"fmt"

	"baodan/graph/model"
)

func (r *mutationResolver) BulkIssuePolicies(ctx context.Context, input model.BulkIssuePoliciesInput) (*model.BulkIssuePoliciesPayload, error) {
	panic(fmt.Errorf("not implemented: BulkIssuePolicies - bulkIssuePolicies"))
}
