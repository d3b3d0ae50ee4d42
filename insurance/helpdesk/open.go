package helpdesk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Opened is the answer to Open.
type Opened struct {
	Request  *ent.ServiceRequest
	Replayed bool
}

// Open opens a service request for a customer (A5, A6, B7) and routes it: a policy document to underwriting, an invoice to
// finance. It is promised within a working day by mail, within three by post. Opening the same request twice is opening it
// once. Faults: INVALID_VALUE, REQUIRED, NOT_FOUND for the policy, INVALID_STATE for an invoice that nobody paid for,
// INVOICE_EXISTS, REQUEST_MISMATCH, FORBIDDEN for who is no person of customer service.
func (s *Service) Open(ctx context.Context, caller *access.Caller, in *OpenInput) (*Opened, error) {
	if caller.PersonID() == 0 || !caller.HasRole(access.Service) {
		return nil, fault.New(fault.CodeForbidden, "customer service opens requests")
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	p, err := s.policy(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	row, err := s.row(caller, in, p)
	if err != nil {
		return nil, err
	}
	if in.Kind == servicerequest.KindInvoice {
		payer, err := invoicedTo(p, in.Payer)
		if err != nil {
			if done, found := s.replay(ctx, row, err); done != nil || found != nil {
				return done, found // the premium was given back since
			}
			return nil, err
		}
		row.Payer, row.Invoices = string(payer), &row.PolicyID
	}
	return s.keep(ctx, caller, row, in.PolicyNumber)
}

// keep stores a request under a fresh number.
func (s *Service) keep(ctx context.Context, caller *access.Caller, row *ent.ServiceRequest, policyNo string) (*Opened, error) {
	var err error
	for range 2 {
		if row.Number, err = s.numbers.Next(ctx); err != nil {
			return nil, err
		}
		err = s.store.Do(ctx, "open service request", func(ctx context.Context, tx *work.Tx) error {
			return s.insert(ctx, tx, caller, row, policyNo)
		})
		if err == nil {
			return s.answer(ctx, row.ID)
		}
		if !work.IsDuplicate(err) && !errors.Is(err, work.ErrUnknownOutcome) {
			return nil, err
		}
		done, found := s.replay(ctx, row, err)
		if done != nil || found != nil {
			return done, found
		}
		if err := s.earlierInvoice(ctx, row); err != nil {
			return nil, err
		}
		if err := s.numbers.CatchUp(ctx); err != nil { // it was the number that is there already
			return nil, err
		}
	}
	return nil, err
}

// row is a request as it will be stored, except its number.
func (s *Service) row(caller *access.Caller, in *OpenInput, p *policy.Policy) (*ent.ServiceRequest, error) {
	content := []any{in.PolicyNumber, in.Kind, in.Delivery, in.Recipient, in.Note}
	if in.Payer != nil {
		content = append(content, *in.Payer)
	}
	asked, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	recipient, err := json.Marshal(in.Recipient)
	if err != nil {
		return nil, err
	}
	now := s.store.Now()
	row := &ent.ServiceRequest{
		ID: s.store.NewKey(), ChannelID: p.Row().ChannelID, PolicyID: p.Key(), RequestNo: in.RequestNo, RequestHash: s.asked.Sum(asked),
		Kind: in.Kind, Desk: deskOf[in.Kind], Delivery: in.Delivery, Note: in.Note, OpenedBy: caller.PersonID(), OpenedAt: now,
		PromisedAt: promised(s.workdays, now, within[in.Delivery]),
	}
	row.PersonalKey, row.Personal = s.ring.Seal(recipient, sealContext(row.ChannelID, row.ID))
	return row, nil
}

// promised is when a request of this moment is to be sent, within working days.
func promised(calendar *workday.Calendar, now time.Time, days int) time.Time {
	until := calendar.After(now, days)
	if !calendar.Knows(until) {
		slog.Warn("promised without public holidays: WORKING_DAYS_FILE knows none of the year", "year", until.In(workday.Zone).Year())
	}
	return until
}

func (s *Service) insert(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.ServiceRequest, policyNo string) error {
	err := tx.ServiceRequest.Create().SetID(row.ID).SetChannelID(row.ChannelID).SetPolicyID(row.PolicyID).SetNumber(row.Number).
		SetRequestNo(row.RequestNo).SetRequestHash(row.RequestHash).SetKind(row.Kind).SetDesk(row.Desk).SetDelivery(row.Delivery).
		SetState(servicerequest.StateOpen).SetNote(row.Note).SetPersonalKey(row.PersonalKey).SetPersonal(row.Personal).
		SetPayer(row.Payer).SetNillableInvoices(row.Invoices).
		SetOpenedBy(row.OpenedBy).SetOpenedAt(row.OpenedAt).SetPromisedAt(row.PromisedAt).Exec(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	after := map[string]any{"policy": policyNo, "kind": row.Kind, "delivery": row.Delivery, "desk": row.Desk}
	if row.Payer != "" {
		after["payer"] = row.Payer
	}
	return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "service_request.open", ObjectKind: objectKind, Object: row.Number, ChannelID: row.ChannelID,
		After: after,
	})
}

const objectKind = "service_request"

func (s *Service) answer(ctx context.Context, id int64) (*Opened, error) {
	row, err := s.store.Client.ServiceRequest.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("service request %d: %w", id, err)
	}
	return &Opened{Request: row}, nil
}

// replay answers a request whose number of the person is stored; neither an answer nor an error where it is not.
func (s *Service) replay(ctx context.Context, asked *ent.ServiceRequest, cause error) (*Opened, error) {
	row, err := s.store.Client.ServiceRequest.Query().
		Where(servicerequest.OpenedBy(asked.OpenedBy), servicerequest.RequestNo(asked.RequestNo)).Only(ctx)
	if ent.IsNotFound(err) {
		if errors.Is(cause, work.ErrUnknownOutcome) {
			return nil, fault.New(fault.CodeUnavailable, "it did not take effect; send it again")
		}
		return nil, nil // it was another unique key
	}
	if err != nil {
		return nil, fmt.Errorf("look up request: %w", err)
	}
	if !bytes.Equal(row.RequestHash, asked.RequestHash) {
		return nil, fault.RequestMismatch{
			Fault: fault.New(fault.CodeRequestMismatch, "", "requestNo"), FirstSeenAt: row.OpenedAt, Differs: []string{"content"},
		}
	}
	return &Opened{Request: row, Replayed: row.ID != asked.ID}, nil
}
