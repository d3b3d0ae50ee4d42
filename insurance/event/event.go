// Package event holds what happened. An event is a row of the transaction that caused it; webhooks, statistics and
// every other later thing start from that row and from nothing else. The payload of each type is the struct of the
// same name, published as it is; it never holds personal data.
package event

import (
	"encoding/json"
	"time"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/insurance/work"
)

// Payload is what happened, as it is published.
type Payload interface {
	// Type is the stable name: policy.issued.
	Type() string
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

// Insert stores events together with what caused them.
func Insert(events []*ent.Event) work.Insert {
	rows := make([][]any, len(events))
	for i, e := range events {
		rows[i] = []any{e.ID, e.ChannelID, e.Subject, e.Seq, e.Type, e.Payload, e.OccurredAt}
	}
	return work.Insert{Table: event.Table, Columns: event.Columns, Rows: rows}
}
