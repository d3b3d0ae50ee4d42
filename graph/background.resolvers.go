package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
)

func (r *jobResolver) ID(ctx context.Context, obj *ent.Job) (string, error) {
	return scalar.GlobalID(scalar.JobID, obj.ID), nil
}

func (r *jobResolver) ResultURL(ctx context.Context, obj *ent.Job) (*string, error) {
	return r.jobFile(ctx, obj, obj.ResultSha256, "results"), nil
}

func (r *jobResolver) FailuresURL(ctx context.Context, obj *ent.Job) (*string, error) {
	return r.jobFile(ctx, obj, obj.FailuresSha256, "failures"), nil
}

func (r *mutationResolver) StopJob(ctx context.Context, input model.StopJobInput) (*model.StopJobPayload, error) {
	job, err := r.Jobs.Stop(ctx, caller(ctx), scalar.KeyOf(scalar.JobID, input.ID))
	faults, err := userErrors(err)
	return &model.StopJobPayload{Job: job, UserErrors: faults}, err
}

func (r *mutationResolver) ResumeJob(ctx context.Context, input model.ResumeJobInput) (*model.ResumeJobPayload, error) {
	job, err := r.Jobs.Resume(ctx, caller(ctx), scalar.KeyOf(scalar.JobID, input.ID))
	faults, err := userErrors(err)
	return &model.ResumeJobPayload{Job: job, UserErrors: faults}, err
}

func (r *queryResolver) Job(ctx context.Context, id string) (*ent.Job, error) {
	return r.Resolver.Jobs.ByID(ctx, caller(ctx), scalar.KeyOf(scalar.JobID, id))
}

func (r *queryResolver) Jobs(ctx context.Context, filter *model.JobFilter, first *int32, after *string, last *int32, before *string) (*model.JobConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Resolver.Jobs.List(ctx, caller(ctx), jobFilter(filter), page)
	edges := make([]*model.JobEdge, len(list))
	for i, j := range list {
		edges[i] = &model.JobEdge{Cursor: scalar.Cursor(j.ID), Node: j}
	}
	info := infoOf(page, more, edges, func(e *model.JobEdge) string { return e.Cursor })
	return &model.JobConnection{Edges: edges, PageInfo: info}, err
}

func (r *Resolver) Job() exec.JobResolver { return &jobResolver{r} }

type jobResolver struct{ *Resolver }
