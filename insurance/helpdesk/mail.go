package helpdesk

import (
	"context"
	"fmt"
	"strconv"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/insurancepolicy"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/mail"
	"baodan/insurance/work"
)

// MailInput asks that the files of a request are mailed.
type MailInput struct {
	Ref
	Remark string // beside the template
}

// Mail writes the email and lets a worker send it; the request is SENDING until the mail server took it. Faults:
// INVALID_VALUE, REQUIRED where no file is attached, NOT_FOUND, CONFLICT, INVALID_STATE, FORBIDDEN.
func (s *Service) Mail(ctx context.Context, caller *access.Caller, in *MailInput) (*ent.ServiceRequest, error) {
	if err := checkRemark(in.Remark); err != nil {
		return nil, err
	}
	return s.move(ctx, caller, in.Ref, step{
		rule: mailing,
		do: func(ctx context.Context, tx *work.Tx, row *ent.ServiceRequest, change *ent.ServiceRequestUpdate) (audit.Entry, error) {
			if err := s.stillPaid(ctx, tx, row); err != nil {
				return audit.Entry{}, err
			}
			id, count, err := s.write(ctx, tx, caller, row, in.Remark)
			if err != nil {
				return audit.Entry{}, err
			}
			change.SetState(servicerequest.StateSending)
			return audit.Entry{After: map[string]any{"mail": strconv.FormatInt(id, 10), "files": count}}, nil
		},
	})
}

func checkRemark(remark string) error {
	if !sentence(remark, 0, longestRemark, true) {
		return fault.Newf(fault.CodeInvalidValue, "at most %d characters", longestRemark).At("remark")
	}
	return nil
}

// write stores a mail that is due at once.
func (s *Service) write(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.ServiceRequest, remark string) (id int64, count int, err error) {
	attached, err := tx.File.Query().Where(file.RequestID(row.ID)).Order(ent.Asc(file.FieldID)).All(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("files of %s: %w", row.Number, err)
	}
	to, err := s.Recipient(row)
	if err != nil {
		return 0, 0, err
	}
	if err := mailable(len(attached), to); err != nil {
		return 0, 0, err
	}
	email, err := s.email(ctx, tx.InsurancePolicy, row, to, attached, remark)
	if err != nil {
		return 0, 0, err
	}
	ids := make([]int64, len(attached))
	for i, f := range attached {
		ids[i] = f.ID
	}
	id, err = s.mails.Queue(ctx, tx, &mail.Draft{
		ChannelID: row.ChannelID, RequestID: row.ID, RequestNumber: row.Number, Template: templateOf[row.Kind],
		To: to.Email, Subject: email.Subject, Text: email.Text, FileIDs: ids, MadeBy: caller.PersonID(),
	})
	return id, len(ids), err
}

// Send works on mails that are due, at most `most`, and answers how many it took. A request whose mail cannot be delivered is
// back on its desk.
func (s *Service) Send(ctx context.Context, most int) (int, error) {
	return s.mails.Send(ctx, most, s.mailEnded)
}

// mailEnded moves the request of a mail on.
func (s *Service) mailEnded(ctx context.Context, tx *work.Tx, row *ent.Mail, problem string) error {
	action := "service_request.sent"
	change := tx.ServiceRequest.Update().
		Where(servicerequest.ID(row.RequestID), servicerequest.StateEQ(servicerequest.StateSending)).AddRevision(1)
	if problem == "" {
		change.SetState(servicerequest.StateSent).SetSentAt(tx.Now)
	} else {
		action = "service_request.mail_failed"
		change.SetState(servicerequest.StateInWork)
	}
	if _, err := change.Save(ctx); err != nil {
		return err
	}
	request, err := tx.ServiceRequest.Get(ctx, row.RequestID)
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Actor{Name: "system:mail"}, audit.Entry{
		Action: action, ObjectKind: objectKind, Object: request.Number, ChannelID: request.ChannelID,
		After: map[string]any{"state": request.State, "tries": row.Tries}, Reason: problem,
	})
}

// email fills the template of a request.
func (s *Service) email(ctx context.Context, policies *ent.InsurancePolicyClient, row *ent.ServiceRequest, to *Recipient, attached []*ent.File, remark string) (*text, error) {
	policy, err := policies.Query().Where(insurancepolicy.ID(row.PolicyID)).Select(insurancepolicy.FieldNumber).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("policy of %s: %w", row.Number, err)
	}
	f := &filling{Recipient: *to, PolicyNumber: policy.Number, RequestNumber: row.Number, Remark: remark}
	for _, one := range attached {
		f.Files = append(f.Files, one.Name)
	}
	return fill(templateOf[row.Kind], f)
}

// Preview is a mail before it is sent.
type Preview struct {
	Subject, Text string
	Recipient     string // masked
}

// Preview writes the mail that Mail would send now, with what is personal in it masked; nil where there is no such
// request, or it goes by post. Fault: INVALID_VALUE for the remark.
func (s *Service) Preview(ctx context.Context, caller *access.Caller, id int64, remark string) (*Preview, error) {
	if err := checkRemark(remark); err != nil {
		return nil, err
	}
	row, err := s.byKey(ctx, id)
	if err != nil || row == nil || !caller.Sees(row.ChannelID) || row.Delivery != servicerequest.DeliveryEmail {
		return nil, err
	}
	to, err := s.Recipient(row)
	if err != nil || to == nil {
		return nil, err
	}
	attached, err := s.Files(ctx, []*ent.ServiceRequest{row})
	if err != nil {
		return nil, err
	}
	email, err := s.email(ctx, s.store.Client.InsurancePolicy, row, masked(to), attached[row.ID], remark)
	if err != nil {
		return nil, err
	}
	return &Preview{Subject: email.Subject, Text: email.Text, Recipient: masked(to).Email}, nil
}
