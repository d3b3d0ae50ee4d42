// Package event holds what happened. An event is a row of the transaction that caused it; webhooks, statistics and
// every other later thing start from that row and from nothing else. The payload of each type is the struct of the
// same name, published as it is; it never holds personal data.
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/outbox"
	"baodan/insurance/work"
)

// Payload is what happened, as it is published.
type Payload interface {
	// Type is the stable name: policy.issued.
	Type() string
}

// Time is an instant in a payload, written as the API writes it: UTC with Z and milliseconds.
type Time time.Time

const timeLayout = `"2006-01-02T15:04:05.000Z"`

// MarshalJSON writes it.
func (m Time) MarshalJSON() ([]byte, error) {
	return time.Time(m).UTC().AppendFormat(nil, timeLayout), nil
}

// UnmarshalJSON reads it.
func (m *Time) UnmarshalJSON(text []byte) error {
	return (*time.Time)(m).UnmarshalJSON(text)
}

// Row makes the row of an event; seq is the version of the subject (a policy or claim number) after it, without gaps.
// It is stored in the transaction it belongs to.
func Row(key, channelID int64, subject string, seq int, at time.Time, payload Payload) (*ent.Event, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	return &ent.Event{
		ID: key, ChannelID: channelID, Subject: subject, Seq: seq, Type: payload.Type(), Payload: string(body), OccurredAt: at,
	}, nil
}

// Inserts stores events together with what caused them, and notes that they are to be relayed.
func Inserts(events []*ent.Event) []work.Insert {
	rows, waiting := make([][]any, len(events)), make([][]any, len(events))
	for i, e := range events {
		rows[i] = []any{e.ID, e.ChannelID, e.Subject, e.Seq, e.Type, e.Payload, e.OccurredAt}
		waiting[i] = []any{e.ID}
	}
	return []work.Insert{
		{Table: event.Table, Columns: event.Columns, Rows: rows},
		{Table: outbox.Table, Columns: outbox.Columns, Rows: waiting},
	}
}

// Record stores an event in the transaction of its cause, and notes that it is to be relayed.
func Record(ctx context.Context, tx *work.Tx, channelID int64, subject string, seq int, at time.Time, payload Payload) error {
	e, err := Row(tx.NewKey(), channelID, subject, seq, at, payload)
	if err != nil {
		return err
	}
	err = tx.Event.Create().SetID(e.ID).SetChannelID(channelID).SetSubject(subject).SetSeq(seq).SetType(e.Type).
		SetPayload(e.Payload).SetOccurredAt(at).Exec(ctx)
	if err != nil {
		return fmt.Errorf("record %s: %w", e.Type, err)
	}
	return tx.Outbox.Create().SetID(e.ID).Exec(ctx)
}
