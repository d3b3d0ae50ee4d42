package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/files"
)

func (r *evidenceFileResolver) FileID(ctx context.Context, obj *ent.File) (string, error) {
	return scalar.GlobalID(scalar.FileID, obj.ID), nil
}

func (r *mutationResolver) CreateFileUpload(ctx context.Context, input model.CreateFileUploadInput) (*model.CreateFileUploadPayload, error) {
	u, err := r.Files.Expect(ctx, caller(ctx), files.UploadInput{
		Purpose: input.Purpose, Name: input.Name, Size: input.Size, SHA256: input.Sha256,
	})
	faults, err := userErrors(err)
	if u == nil {
		return &model.CreateFileUploadPayload{UserErrors: faults}, err
	}
	id, url := scalar.GlobalID(scalar.FileID, u.FileID), r.PublicURL+"/uploads/"+u.Token
	return &model.CreateFileUploadPayload{FileID: &id, URL: &url, ExpiresAt: &u.ExpiresAt, UserErrors: faults}, err
}

func (r *Resolver) EvidenceFile() exec.EvidenceFileResolver { return &evidenceFileResolver{r} }

type evidenceFileResolver struct{ *Resolver }
