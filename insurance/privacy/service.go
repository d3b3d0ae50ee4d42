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

// Service protects personal data. It is safe for concurrent use.
type Service struct {
	*Reveals
	store      *work.Store
	audit      *audit.Log
	approvals  *approval.Service
	background *background.Service
	ring       *seal.Keyring
	vault      Vault
	blindIndex *BlindIndex
	// sources of personal data, that of policies first.
	sources  []Source
	policies PolicySource
	sealed   []work.SealedColumn // of the sources, then of others
}

// Parts is what the service stands on.
type Parts struct {
	Store      *work.Store
	Audit      *audit.Log
	Approvals  *approval.Service
	Background *background.Service
	Ring       *seal.Keyring
	Vault      Vault
	Rules      Rules
	// Policies comes first of all sources, since it learns who a person is. Sources are all others.
	Policies PolicySource
	Sources  []Source
	// Secrets are the sealed columns that hold nothing personal: their keys rotate too.
	Secrets []work.SealedColumn
}

// New opens the service.
func New(p Parts) *Service {
	rules := p.Rules
	if rules.RevealsPerDay == 0 {
		rules.RevealsPerDay = DefaultReveals
	}
	o := &Service{
		store: p.Store, audit: p.Audit, approvals: p.Approvals, background: p.Background, ring: p.Ring, vault: p.Vault, blindIndex: NewBlindIndex(p.Ring),
		Reveals: &Reveals{p.Store, rules}, policies: p.Policies, sources: append([]Source{p.Policies}, p.Sources...),
	}
	for _, s := range o.sources {
		o.sealed = append(o.sealed, s.SealedColumns()...)
	}
	o.sealed = append(o.sealed, p.Secrets...)
	o.handle()
	return o
}

// Sources are those of personal data, that of policies first.
func (s *Service) Sources() []Source { return s.sources }

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
