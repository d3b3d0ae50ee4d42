package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/helpdesk"
	"baodan/insurance/issuing"
)

func (r *mutationResolver) OpenServiceRequest(ctx context.Context, input model.OpenServiceRequestInput) (*model.OpenServiceRequestPayload, error) {
	done, err := r.Helpdesk.Open(ctx, caller(ctx), openInput(&input))
	faults, err := userErrors(err)
	if done == nil {
		return &model.OpenServiceRequestPayload{UserErrors: faults}, err
	}
	return &model.OpenServiceRequestPayload{ServiceRequest: done.Request, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) TakeServiceRequest(ctx context.Context, input model.TakeServiceRequestInput) (*model.TakeServiceRequestPayload, error) {
	done, err := r.Helpdesk.Take(ctx, caller(ctx), seen(input.ID, input.ExpectedRevision))
	faults, err := userErrors(err)
	return &model.TakeServiceRequestPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *mutationResolver) AttachToServiceRequest(ctx context.Context, input model.AttachToServiceRequestInput) (*model.AttachToServiceRequestPayload, error) {
	done, err := r.Helpdesk.Attach(ctx, caller(ctx), seen(input.ID, input.ExpectedRevision), fileKeys(input.FileIds))
	faults, err := userErrors(err)
	return &model.AttachToServiceRequestPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *mutationResolver) MailServiceRequest(ctx context.Context, input model.MailServiceRequestInput) (*model.MailServiceRequestPayload, error) {
	done, err := r.Helpdesk.Mail(ctx, caller(ctx), &helpdesk.MailInput{Seen: seen(input.ID, input.ExpectedRevision), Remark: input.Remark})
	faults, err := userErrors(err)
	return &model.MailServiceRequestPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *mutationResolver) MarkServiceRequestPosted(ctx context.Context, input model.MarkServiceRequestPostedInput) (*model.MarkServiceRequestPostedPayload, error) {
	done, err := r.Helpdesk.MarkPosted(ctx, caller(ctx), postedInput(&input))
	faults, err := userErrors(err)
	return &model.MarkServiceRequestPostedPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *mutationResolver) CloseServiceRequest(ctx context.Context, input model.CloseServiceRequestInput) (*model.CloseServiceRequestPayload, error) {
	done, err := r.Helpdesk.Close(ctx, caller(ctx), seen(input.ID, input.ExpectedRevision), input.Outcome)
	faults, err := userErrors(err)
	return &model.CloseServiceRequestPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *mutationResolver) CancelServiceRequest(ctx context.Context, input model.CancelServiceRequestInput) (*model.CancelServiceRequestPayload, error) {
	done, err := r.Helpdesk.Cancel(ctx, caller(ctx), seen(input.ID, input.ExpectedRevision), input.Reason)
	faults, err := userErrors(err)
	return &model.CancelServiceRequestPayload{ServiceRequest: done, UserErrors: faults}, err
}

func (r *queryResolver) ServiceRequests(ctx context.Context, filter *model.ServiceRequestFilter, first *int32, after *string, last *int32, before *string) (*model.ServiceRequestConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Helpdesk.List(ctx, requestFilter(filter), page)
	edges := make([]*model.ServiceRequestEdge, len(list))
	for i, s := range list {
		edges[i] = &model.ServiceRequestEdge{Cursor: scalar.Cursor(s.ID), Node: s}
	}
	info := infoOf(page, more, edges, func(e *model.ServiceRequestEdge) string { return e.Cursor })
	return &model.ServiceRequestConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) MailPreview(ctx context.Context, serviceRequestID string, remark string) (*model.MailPreview, error) {
	p, err := r.Helpdesk.Preview(ctx, scalar.KeyOf(scalar.RequestID, serviceRequestID), remark)
	if p == nil || err != nil {
		return nil, err
	}
	return &model.MailPreview{Subject: p.Subject, Text: p.Text, Recipient: p.Recipient}, nil
}

func (r *serviceRequestResolver) ID(ctx context.Context, obj *ent.ServiceRequest) (string, error) {
	return scalar.GlobalID(scalar.RequestID, obj.ID), nil
}

func (r *serviceRequestResolver) Policy(ctx context.Context, obj *ent.ServiceRequest) (*issuing.Policy, error) {
	return r.Office.ByID(ctx, caller(ctx), obj.PolicyID)
}

func (r *serviceRequestResolver) Recipient(ctx context.Context, obj *ent.ServiceRequest) (*model.ServiceRecipient, error) {
	return r.recipient(obj)
}

func (r *serviceRequestResolver) Files(ctx context.Context, obj *ent.ServiceRequest) ([]*ent.File, error) {
	return r.Helpdesk.Files(ctx, obj)
}

func (r *serviceRequestResolver) Mails(ctx context.Context, obj *ent.ServiceRequest) ([]*ent.Mail, error) {
	return r.Helpdesk.Mails(ctx, obj)
}

func (r *serviceRequestResolver) OpenedBy(ctx context.Context, obj *ent.ServiceRequest) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.OpenedBy)
}

func (r *serviceRequestResolver) Overdue(ctx context.Context, obj *ent.ServiceRequest) (bool, error) {
	return r.Helpdesk.Overdue(obj), nil
}

func (r *serviceRequestResolver) Assignee(ctx context.Context, obj *ent.ServiceRequest) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.Assignee)
}

func (r *Resolver) ServiceRequest() exec.ServiceRequestResolver { return &serviceRequestResolver{r} }

type serviceRequestResolver struct{ *Resolver }
