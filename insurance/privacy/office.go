// Package privacy protects personal data of policies, claims and service requests (H7): it finds them by keyed hashes,
// shows them in clear only with a reason and on record, wraps their keys again when the key-encryption key changes, and
// erases a person for good. Where each kind of personal data lies is known to its act, which is a Holder.
package privacy

import (
	"encoding/json"
	"fmt"

	"baodan/engine/seal"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// Office protects personal data. It is safe for concurrent use.
type Office struct {
	store *work.Store
	book  *audit.Book
	desk  *approval.Desk
	jobs  *background.Office
	ring  *seal.Keyring
	vault Vault
	marks *Marks
	rules Rules
	// holders of personal data, that of policies first.
	holders []Holder
}

// NewOffice opens an office. Holders are named before it is used.
func NewOffice(store *work.Store, book *audit.Book, desk *approval.Desk, jobs *background.Office, ring *seal.Keyring, vault Vault, rules Rules) *Office {
	if rules.RevealsPerDay == 0 {
		rules.RevealsPerDay = DefaultReveals
	}
	o := &Office{store: store, book: book, desk: desk, jobs: jobs, ring: ring, vault: vault, marks: NewMarks(ring), rules: rules}
	o.handle()
	return o
}

// Hold names the holders, once, at wiring; that of policies comes first.
func (o *Office) Hold(holders ...Holder) { o.holders = append(o.holders, holders...) }

// read and write what a job keeps of itself from part to part.
func read(text *string, into any) error {
	if text == nil {
		return nil // the first part
	}
	if err := json.Unmarshal([]byte(*text), into); err != nil {
		return fmt.Errorf("result of a job: %w", err)
	}
	return nil
}

func write(value any) (*string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("result of a job: %w", err)
	}
	written := string(text)
	return &written, nil
}
