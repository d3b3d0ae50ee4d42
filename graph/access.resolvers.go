package graph

import (
	"context"

	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
)

func (r *queryResolver) Viewer(ctx context.Context) (*access.Caller, error) {
	return caller(ctx), nil
}

func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	kind, key, err := scalar.ParseGlobalID(id)
	if err != nil {
		return nil, nil //nolint:nilerr // no such thing, as for any id that is none
	}
	return r.node(ctx, kind, key)
}

func (r *viewerResolver) Setup(ctx context.Context, obj *access.Caller) ([]model.SetupStep, error) {
	return setupSteps(obj.Unready), nil
}

func (r *viewerResolver) RateLimit(ctx context.Context, obj *access.Caller) (*model.RateLimit, error) {
	left := r.Budget.Left(obj, false)
	return &model.RateLimit{Limit: int32(left.Limit), Remaining: int32(left.Remaining), ResetAt: left.ResetAt}, nil
}

func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

func (r *Resolver) Viewer() exec.ViewerResolver { return &viewerResolver{r} }

type (
	queryResolver  struct{ *Resolver }
	viewerResolver struct{ *Resolver }
)
