package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
)

func (r *approvalResolver) ID(ctx context.Context, obj *ent.Approval) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *approvalResolver) Content(ctx context.Context, obj *ent.Approval) (map[string]any, error) {
	panic(fmt.Errorf("not implemented: Content - content"))
}

func (r *approvalResolver) InForce(ctx context.Context, obj *ent.Approval) (map[string]any, error) {
	panic(fmt.Errorf("not implemented: InForce - inForce"))
}

func (r *approvalResolver) Differences(ctx context.Context, obj *ent.Approval) ([]*model.Difference, error) {
	panic(fmt.Errorf("not implemented: Differences - differences"))
}

func (r *approvalResolver) RequestedBy(ctx context.Context, obj *ent.Approval) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: RequestedBy - requestedBy"))
}

func (r *approvalResolver) Votes(ctx context.Context, obj *ent.Approval) ([]*ent.ApprovalVote, error) {
	panic(fmt.Errorf("not implemented: Votes - votes"))
}

func (r *approvalResolver) MayApprove(ctx context.Context, obj *ent.Approval) (bool, error) {
	panic(fmt.Errorf("not implemented: MayApprove - mayApprove"))
}

func (r *approvalVoteResolver) Person(ctx context.Context, obj *ent.ApprovalVote) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Person - person"))
}

func (r *mutationResolver) ApproveRequest(ctx context.Context, input model.ApproveRequestInput) (*model.ApproveRequestPayload, error) {
	panic(fmt.Errorf("not implemented: ApproveRequest - approveRequest"))
}

func (r *mutationResolver) RejectRequest(ctx context.Context, input model.RejectRequestInput) (*model.RejectRequestPayload, error) {
	panic(fmt.Errorf("not implemented: RejectRequest - rejectRequest"))
}

func (r *mutationResolver) WithdrawRequest(ctx context.Context, input model.WithdrawRequestInput) (*model.WithdrawRequestPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawRequest - withdrawRequest"))
}

func (r *mutationResolver) CommentRequest(ctx context.Context, input model.CommentRequestInput) (*model.CommentRequestPayload, error) {
	panic(fmt.Errorf("not implemented: CommentRequest - commentRequest"))
}

func (r *queryResolver) Approvals(ctx context.Context, filter *model.ApprovalFilter, first *int32, after *string, last *int32, before *string) (*model.ApprovalConnection, error) {
	panic(fmt.Errorf("not implemented: Approvals - approvals"))
}

func (r *Resolver) Approval() exec.ApprovalResolver { return &approvalResolver{r} }

func (r *Resolver) ApprovalVote() exec.ApprovalVoteResolver { return &approvalVoteResolver{r} }

type (
	approvalResolver     struct{ *Resolver }
	approvalVoteResolver struct{ *Resolver }
)
