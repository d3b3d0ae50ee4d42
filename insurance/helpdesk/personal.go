package helpdesk

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/servicerequest"
	"baodan/insurance/files"
	"baodan/insurance/mail"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// PersonalKind names service requests among what holds personal data.
func (s *Service) PersonalKind() string { return objectKind }

// SealedColumns are those of requests.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("service_requests", "personal")}
}

// Personal opens what a request says of persons (H7); nil where there is no such request.
func (s *Service) Personal(ctx context.Context, id int64) (*privacy.SubjectData, error) {
	row, err := s.byKey(ctx, id)
	if err != nil || row == nil {
		return nil, err
	}
	to, err := s.Recipient(row)
	if err != nil {
		return nil, err
	}
	held := &privacy.SubjectData{Object: row.Number, ChannelID: row.ChannelID}
	if to != nil {
		held.Values = to.values()
	}
	return held, nil
}

func (r *Recipient) values() (list []privacy.Value) {
	for _, v := range []privacy.Value{
		{Class: privacy.Name, Path: "recipient.name", Text: r.Name},
		{Class: privacy.Email, Path: "recipient.email", Text: r.Email},
		{Class: privacy.Contact, Path: "recipient.address", Text: r.Address},
		{Class: privacy.Phone, Path: "recipient.phone", Text: r.Phone},
		{Class: privacy.Name, Path: "recipient.invoiceTitle", Text: r.InvoiceTitle},
		{Class: privacy.IdentityNo, Path: "recipient.taxNo", Text: r.TaxNo},
	} {
		if v.Text != "" {
			list = append(list, v)
		}
	}
	return list
}

// Forget destroys what the service requests of a policy and their mails say of a person: keys, values, files and remarks.
// A request goes to one person, so all of it is theirs where any value is, or where they are alone in the policy. A mail that
// was not sent yet will not be.
func (s *Service) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	rows, err := tx.ServiceRequest.Query().
		Where(servicerequest.PolicyID(policyID), servicerequest.PersonalKeyNotNil()).Order(ent.Asc(servicerequest.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("forget service requests: %w", err)
	}
	for _, row := range rows {
		to, err := s.Recipient(row)
		if err != nil {
			return err
		}
		theirs := who.Alone || to != nil && slices.ContainsFunc(to.values(), func(v privacy.Value) bool { return who.Is(v.Class, v.Text) })
		if !theirs {
			continue
		}
		if err := files.Forget(ctx, tx, file.RequestID(row.ID)); err != nil {
			return err
		}
		if err := mail.Forget(ctx, tx, row.ID); err != nil {
			return err
		}
		const statement = "UPDATE service_requests SET personal_key = NULL, personal = NULL, note = '', outcome = '', changed_at = ? WHERE id = ?"
		if _, err := tx.ExecContext(ctx, statement, work.RealTime(), row.ID); err != nil {
			return fmt.Errorf("forget service request %s: %w", row.Number, err)
		}
	}
	return nil
}
