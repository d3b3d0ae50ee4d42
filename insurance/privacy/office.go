// Package privacy protects personal data of policies, claims and service requests (H7): it finds them by keyed hashes,
// shows them in clear only with a reason and on record, wraps their keys again when the key-encryption key changes, and
// erases a person for good. Where each kind of personal data lies is known to its act, which is a Source.
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
	// sources of personal data, that of policies first.
	sources  []Source
	policies PolicySource
	sealed   []work.SealedColumn // of the sources, then of others
}

// Parts is what the office stands on.
type Parts struct {
	Store *work.Store
	Book  *audit.Book
	Desk  *approval.Desk
	Jobs  *background.Office
	Ring  *seal.Keyring
	Vault Vault
	Rules Rules
	// Policies comes first of all sources, since it learns who a person is. Sources are all others.
	Policies PolicySource
	Sources  []Source
	// Secrets are the sealed columns that hold nothing personal: their keys rotate too.
	Secrets []work.SealedColumn
}

// NewOffice opens an office.
func NewOffice(p Parts) *Office {
	rules := p.Rules
	if rules.RevealsPerDay == 0 {
		rules.RevealsPerDay = DefaultReveals
	}
	o := &Office{
		store: p.Store, book: p.Book, desk: p.Desk, jobs: p.Jobs, ring: p.Ring, vault: p.Vault, marks: NewMarks(p.Ring),
		rules: rules, policies: p.Policies, sources: append([]Source{p.Policies}, p.Sources...),
	}
	for _, s := range o.sources {
		o.sealed = append(o.sealed, s.SealedColumns()...)
	}
	o.sealed = append(o.sealed, p.Secrets...)
	o.handle()
	return o
}

// Sources are those of personal data, that of policies first.
func (o *Office) Sources() []Source { return o.sources }

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
