// Package audit keeps the record of what people, tools and the command line did (H3): who, from where, what, on which
// object, before and after, why. A record is a row in the transaction of its change; a sealer gives it its number in a
// chain of keyed hashes within a second, and signs checkpoints. What is worth a record is decided by each act.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/insurance/work"
)

// Log is where records are written. It is safe for concurrent use.
type Log struct {
	store  *work.Store
	mac    *seal.Mac    // over a record
	chain  *seal.Mac    // over a link
	signer *seal.Signer // of checkpoints
}

// NewLog opens the log.
func NewLog(store *work.Store, ring *seal.Keyring) *Log {
	return &Log{
		store: store, mac: ring.Mac("audit record"), chain: ring.Mac("audit chain"), signer: ring.Signer("audit checkpoint"),
	}
}

// Actor did something, as a record says it.
type Actor struct {
	Name      string // person:alice, cli:root, token:NAME, system:NAME
	PersonID  int64  // 0: not a person
	Address   string
	RequestID string
}

// Entry is what was done.
type Entry struct {
	Action        string // noun.verb: product.publish
	ObjectKind    string // product, channel, agreement, credential, policy, claim, person, ...
	Object        string // RFI-01/3, demo-mall, a number
	ChannelID     int64  // 0: of no channel
	Before, After any    // as far as it changed, without personal data and secrets; nil: nothing. Written as JSON
	Reason        string
}

const longestReason = 500

// Record writes what was done, in the transaction of the change. Ids and masked values only: a record is never erased.
func (l *Log) Record(ctx context.Context, tx *work.Tx, who Actor, e Entry) error {
	row := &ent.AuditRecord{
		ID: tx.NewKey(), At: tx.Now, Actor: who.Name, PersonID: who.PersonID, Address: who.Address, RequestID: who.RequestID,
		Action: e.Action, ObjectKind: e.ObjectKind, Object: e.Object, ChannelID: e.ChannelID, Reason: e.Reason,
	}
	if !utf8.ValidString(e.Reason) || utf8.RuneCountInString(e.Reason) > longestReason {
		return fmt.Errorf("audit %s: a reason has at most %d characters", e.Action, longestReason)
	}
	var err error
	if row.Before, err = Document(e.Before); err != nil {
		return err
	}
	if row.After, err = Document(e.After); err != nil {
		return err
	}
	row.MAC = l.sum(row)
	err = tx.AuditRecord.Create().SetID(row.ID).SetAt(row.At).SetActor(row.Actor).SetPersonID(row.PersonID).
		SetAddress(row.Address).SetAction(row.Action).SetObjectKind(row.ObjectKind).SetObject(row.Object).
		SetChannelID(row.ChannelID).SetNillableBefore(row.Before).SetNillableAfter(row.After).SetReason(row.Reason).
		SetRequestID(row.RequestID).SetMAC(row.MAC).Exec(ctx)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return tx.AuditPending.Create().SetID(row.ID).Exec(ctx)
}

// Document writes a value as JSON for a column that may be empty: nil stays nil.
func Document(value any) (*string, error) {
	if value == nil {
		return nil, nil // nothing to say
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	written := string(text)
	return &written, nil
}

// sum hashes all that a record says, each part with its length, so that no two records read the same.
func (l *Log) sum(r *ent.AuditRecord) []byte {
	text, err := json.Marshal([]any{
		r.ID, r.At.UnixNano(), r.Actor, r.PersonID, r.Address, r.Action, r.ObjectKind, r.Object, r.ChannelID,
		r.Before, r.After, r.Reason, r.RequestID,
	})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return l.mac.Sum(text)
}
