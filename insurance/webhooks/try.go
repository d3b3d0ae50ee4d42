package webhooks

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/insurance/access"
	happened "baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// TestInput asks for an event that is sent to one endpoint to try it.
type TestInput struct {
	RequestNo string
	ID        work.EndpointKey
}

// SendTest records an endpoint.tested for an endpoint and has it delivered as any event is: relayed, signed, tried again. It counts from
// 1 for each endpoint. Faults: NOT_FOUND for an endpoint that is missing or another channel's; INVALID_STATE for one that is switched off.
// What one of the insurer's people sends is on record.
func (s *Replays) SendTest(ctx context.Context, caller *access.Caller, in TestInput) (*ent.Event, error) {
	missing := fault.New(fault.CodeNotFound, "no such endpoint", "id")
	e, err := s.reader.Endpoint(ctx, caller, int64(in.ID))
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, missing
	}
	var row *ent.Event
	err = s.store.Do(ctx, "send test event", func(ctx context.Context, tx *work.Tx) error {
		// Changing nothing locks the row: tests of one endpoint follow each other.
		if e, err = tx.WebhookEndpoint.UpdateOneID(e.ID).AddRevision(0).Save(ctx); err != nil {
			return err
		}
		if e.DeletedAt != nil {
			return missing
		}
		if err := mayReplay(e); err != nil {
			return err
		}
		subject := work.EndpointID.Of(e.ID)
		before, err := tx.Event.Query().Where(event.Subject(subject)).Count(ctx) // none is ever deleted
		if err != nil {
			return fmt.Errorf("tests of an endpoint: %w", err)
		}
		now := s.distribution.Now(e.ChannelID)
		row, err = happened.Row(tx.NewKey(), e.ChannelID, subject, before+1, now, happened.EndpointTested{
			EndpointID: subject, RequestNo: in.RequestNo, SentAt: happened.Time(now),
		})
		if err != nil {
			return err
		}
		if err := tx.Insert(ctx, happened.Inserts([]*ent.Event{row})...); err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, row.ID, ""); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.test", e, map[string]any{"event": work.EventID.Of(row.ID)})
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}
