package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/background"
)

func jobFilter(in *model.JobFilter) background.Filter {
	if in == nil {
		return background.Filter{}
	}
	return background.Filter{Kinds: in.Kinds, States: in.States}
}

// jobFile is the address of a file of a job, for the caller alone; nil where there is none, or none for them.
func (r *Resolver) jobFile(ctx context.Context, j *ent.Job, sha256, what string) *string {
	if sha256 == "" || !r.Background.MayRead(caller(ctx), j) {
		return nil
	}
	name := j.Kind + "-" + what + "-" + scalar.GlobalID(scalar.JobID, j.ID) + ".csv"
	url := r.PublicURL + "/files/" + r.Files.Link(caller(ctx), sha256, name, "text/csv; charset=utf-8")
	return &url
}
