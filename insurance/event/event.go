// Package event holds what happened. An event is a row of the transaction that caused it; webhooks, statistics and
// every other later thing start from that row and from nothing else. The payload of each type is the struct of the
// same name, published as it is; it never holds personal data.
package event

import (
	"encoding/json"
	"time"

	"baodan/ent"
	"baodan/insurance/work"
)

// Payload is what happened, as it is published.
type Payload interface {
	// Type is the stable name: policy.issued.
	Type() string
}

// Record makes the row of an event; seq is the version of the subject (a policy or claim number) after it, without
// gaps. It is stored in the transaction it belongs to.
func Record(tx *work.Tx, channelID int64, subject string, seq int, at time.Time, payload Payload) (*ent.EventCreate, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	return tx.Event.Create().SetID(tx.NewKey()).SetChannelID(channelID).SetSubject(subject).SetSeq(seq).
		SetType(payload.Type()).SetPayload(body).SetOccurredAt(at), nil
}
