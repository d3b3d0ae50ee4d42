package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/helpdesk"
)

func openInput(in *model.OpenServiceRequestInput) *helpdesk.OpenInput {
	to := in.Recipient
	return &helpdesk.OpenInput{
		RequestNo: in.RequestNo, PolicyNumber: in.PolicyNumber, Kind: in.Kind, Delivery: in.Delivery, Note: in.Note,
		Recipient: helpdesk.Recipient{
			Name: to.Name, Email: valueOf(to.Email), Address: valueOf(to.Address), Phone: valueOf(to.Phone),
			InvoiceTitle: valueOf(to.InvoiceTitle), TaxNo: valueOf(to.TaxNo),
		},
	}
}

func seen(id string, revision int32) helpdesk.Ref {
	return helpdesk.Ref{ID: scalar.KeyOf(scalar.RequestID, id), ExpectedRevision: int(revision)}
}

func postedInput(in *model.MarkServiceRequestPostedInput) *helpdesk.PostedInput {
	return &helpdesk.PostedInput{Ref: seen(in.ID, in.ExpectedRevision), Carrier: in.Carrier, TrackingNo: in.TrackingNo}
}

// requestFilter reads a filter. An id that is none becomes a person that there is not.
func requestFilter(in *model.ServiceRequestFilter) helpdesk.Filter {
	if in == nil {
		return helpdesk.Filter{}
	}
	out := helpdesk.Filter{
		Desks: in.Desks, States: in.States, Kinds: in.Kinds, PolicyNumber: valueOf(in.PolicyNumber), Overdue: valueOf(in.Overdue),
	}
	if in.AssigneeID != nil {
		key := scalar.KeyOf(scalar.PersonID, *in.AssigneeID)
		if key == 0 {
			key = -1
		}
		out.Assignee = &key
	}
	return out
}

// recipient of a service request, masked.
func (r *Resolver) recipient(row *ent.ServiceRequest) (*model.ServiceRecipient, error) {
	to, err := r.Helpdesk.Masked(row)
	if err != nil {
		return nil, err
	}
	return &model.ServiceRecipient{
		Name: shown(to.Name), Email: shown(to.Email), Address: shown(to.Address), Phone: shown(to.Phone),
		InvoiceTitle: shown(to.InvoiceTitle), TaxNo: shown(to.TaxNo),
	}, nil
}

// serviceRequest finds one for those who may list them.
func (r *Resolver) serviceRequest(ctx context.Context, key int64) (*ent.ServiceRequest, error) {
	if !caller(ctx).HasRole(access.Service, access.Underwriting, access.Finance, access.Audit) {
		return nil, nil // no such thing in their view
	}
	return r.Helpdesk.ByID(ctx, key)
}
