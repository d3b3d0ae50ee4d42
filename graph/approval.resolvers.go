package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/approval"
)

func (r *approvalResolver) ID(ctx context.Context, obj *ent.Approval) (string, error) {
	return scalar.GlobalID(scalar.ApprovalID, obj.ID), nil
}

func (r *approvalResolver) Content(ctx context.Context, obj *ent.Approval) (map[string]any, error) {
	return object(&obj.Content)
}

func (r *approvalResolver) InForce(ctx context.Context, obj *ent.Approval) (map[string]any, error) {
	return object(obj.InForce)
}

func (r *approvalResolver) Differences(ctx context.Context, obj *ent.Approval) ([]*model.Difference, error) {
	return differences(approval.DifferencesOf(obj)), nil
}

func (r *approvalResolver) RequestedBy(ctx context.Context, obj *ent.Approval) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.RequestedBy)
}

func (r *approvalResolver) Votes(ctx context.Context, obj *ent.Approval) ([]*ent.ApprovalVote, error) {
	return r.Desk.Votes(ctx, obj)
}

func (r *approvalResolver) MayApprove(ctx context.Context, obj *ent.Approval) (bool, error) {
	return r.Desk.MayApprove(ctx, caller(ctx), obj)
}

func (r *approvalVoteResolver) Person(ctx context.Context, obj *ent.ApprovalVote) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.PersonID)
}

func (r *mutationResolver) ApproveRequest(ctx context.Context, input model.ApproveRequestInput) (*model.ApproveRequestPayload, error) {
	done, err := r.Desk.Approve(ctx, caller(ctx), decision(input.ID, input.ExpectedRevision, valueOf(input.Comment)))
	faults, err := userErrors(err)
	return &model.ApproveRequestPayload{Approval: done, UserErrors: faults}, err
}

func (r *mutationResolver) RejectRequest(ctx context.Context, input model.RejectRequestInput) (*model.RejectRequestPayload, error) {
	done, err := r.Desk.Reject(ctx, caller(ctx), decision(input.ID, input.ExpectedRevision, input.Comment))
	faults, err := userErrors(err)
	return &model.RejectRequestPayload{Approval: done, UserErrors: faults}, err
}

func (r *mutationResolver) WithdrawRequest(ctx context.Context, input model.WithdrawRequestInput) (*model.WithdrawRequestPayload, error) {
	done, err := r.Desk.Withdraw(ctx, caller(ctx), decision(input.ID, input.ExpectedRevision, ""))
	faults, err := userErrors(err)
	return &model.WithdrawRequestPayload{Approval: done, UserErrors: faults}, err
}

func (r *mutationResolver) CommentRequest(ctx context.Context, input model.CommentRequestInput) (*model.CommentRequestPayload, error) {
	done, err := r.Desk.Comment(ctx, caller(ctx), scalar.KeyOf(scalar.ApprovalID, input.ID), input.Comment)
	faults, err := userErrors(err)
	return &model.CommentRequestPayload{Approval: done, UserErrors: faults}, err
}

func (r *queryResolver) Approvals(ctx context.Context, filter *model.ApprovalFilter, first *int32, after *string, last *int32, before *string) (*model.ApprovalConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Desk.List(ctx, caller(ctx), approvalFilter(filter), page)
	edges := make([]*model.ApprovalEdge, len(list))
	for i, a := range list {
		edges[i] = &model.ApprovalEdge{Cursor: scalar.Cursor(a.ID), Node: a}
	}
	info := infoOf(page, more, edges, func(e *model.ApprovalEdge) string { return e.Cursor })
	return &model.ApprovalConnection{Edges: edges, PageInfo: info}, err
}

func (r *Resolver) Approval() exec.ApprovalResolver { return &approvalResolver{r} }

func (r *Resolver) ApprovalVote() exec.ApprovalVoteResolver { return &approvalVoteResolver{r} }

type (
	approvalResolver     struct{ *Resolver }
	approvalVoteResolver struct{ *Resolver }
)
