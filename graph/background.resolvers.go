package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
)

func (r *jobResolver) ID(ctx context.Context, obj *ent.Job) (string, error) {
	return scalar.GlobalID(scalar.JobID, obj.ID), nil
}

func (r *jobResolver) ResultURL(ctx context.Context, obj *ent.Job) (*string, error) {
	panic(fmt.Errorf("not implemented: ResultURL - resultUrl"))
}

func (r *jobResolver) FailuresURL(ctx context.Context, obj *ent.Job) (*string, error) {
	panic(fmt.Errorf("not implemented: FailuresURL - failuresUrl"))
}

func (r *mutationResolver) StopJob(ctx context.Context, input model.StopJobInput) (*model.StopJobPayload, error) {
	panic(fmt.Errorf("not implemented: StopJob - stopJob"))
}

func (r *mutationResolver) ResumeJob(ctx context.Context, input model.ResumeJobInput) (*model.ResumeJobPayload, error) {
	panic(fmt.Errorf("not implemented: ResumeJob - resumeJob"))
}

func (r *queryResolver) Job(ctx context.Context, id string) (*ent.Job, error) {
	return r.Post.Job(ctx, caller(ctx), scalar.KeyOf(scalar.JobID, id))
}

func (r *queryResolver) Jobs(ctx context.Context, filter *model.JobFilter, first *int32, after *string, last *int32, before *string) (*model.JobConnection, error) {
	panic(fmt.Errorf("not implemented: Jobs - jobs"))
}

func (r *Resolver) Job() exec.JobResolver { return &jobResolver{r} }

type jobResolver struct{ *Resolver }
