package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/insurance/issuing"
)

func (r *mutationResolver) OpenServiceRequest(ctx context.Context, input model.OpenServiceRequestInput) (*model.OpenServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: OpenServiceRequest - openServiceRequest"))
}

func (r *mutationResolver) TakeServiceRequest(ctx context.Context, input model.TakeServiceRequestInput) (*model.TakeServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: TakeServiceRequest - takeServiceRequest"))
}

func (r *mutationResolver) AttachToServiceRequest(ctx context.Context, input model.AttachToServiceRequestInput) (*model.AttachToServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: AttachToServiceRequest - attachToServiceRequest"))
}

func (r *mutationResolver) MailServiceRequest(ctx context.Context, input model.MailServiceRequestInput) (*model.MailServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: MailServiceRequest - mailServiceRequest"))
}

func (r *mutationResolver) MarkServiceRequestPosted(ctx context.Context, input model.MarkServiceRequestPostedInput) (*model.MarkServiceRequestPostedPayload, error) {
	panic(fmt.Errorf("not implemented: MarkServiceRequestPosted - markServiceRequestPosted"))
}

func (r *mutationResolver) CloseServiceRequest(ctx context.Context, input model.CloseServiceRequestInput) (*model.CloseServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: CloseServiceRequest - closeServiceRequest"))
}

func (r *mutationResolver) CancelServiceRequest(ctx context.Context, input model.CancelServiceRequestInput) (*model.CancelServiceRequestPayload, error) {
	panic(fmt.Errorf("not implemented: CancelServiceRequest - cancelServiceRequest"))
}

func (r *queryResolver) ServiceRequests(ctx context.Context, filter *model.ServiceRequestFilter, first *int32, after *string, last *int32, before *string) (*model.ServiceRequestConnection, error) {
	panic(fmt.Errorf("not implemented: ServiceRequests - serviceRequests"))
}

func (r *queryResolver) MailPreview(ctx context.Context, serviceRequestID string, remark string) (*model.MailPreview, error) {
	panic(fmt.Errorf("not implemented: MailPreview - mailPreview"))
}

func (r *serviceRequestResolver) ID(ctx context.Context, obj *ent.ServiceRequest) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *serviceRequestResolver) Policy(ctx context.Context, obj *ent.ServiceRequest) (*issuing.Policy, error) {
	panic(fmt.Errorf("not implemented: Policy - policy"))
}

func (r *serviceRequestResolver) Recipient(ctx context.Context, obj *ent.ServiceRequest) (*model.ServiceRecipient, error) {
	panic(fmt.Errorf("not implemented: Recipient - recipient"))
}

func (r *serviceRequestResolver) Files(ctx context.Context, obj *ent.ServiceRequest) ([]*ent.File, error) {
	panic(fmt.Errorf("not implemented: Files - files"))
}

func (r *serviceRequestResolver) Mails(ctx context.Context, obj *ent.ServiceRequest) ([]*ent.Mail, error) {
	panic(fmt.Errorf("not implemented: Mails - mails"))
}

func (r *serviceRequestResolver) OpenedBy(ctx context.Context, obj *ent.ServiceRequest) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: OpenedBy - openedBy"))
}

func (r *serviceRequestResolver) Overdue(ctx context.Context, obj *ent.ServiceRequest) (bool, error) {
	panic(fmt.Errorf("not implemented: Overdue - overdue"))
}

func (r *serviceRequestResolver) Assignee(ctx context.Context, obj *ent.ServiceRequest) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Assignee - assignee"))
}

func (r *Resolver) ServiceRequest() exec.ServiceRequestResolver { return &serviceRequestResolver{r} }

type serviceRequestResolver struct{ *Resolver }
