// Package policy is the noun that all acts stand on: what a policy is at any moment by any knowledge, which persons it
// names, and how it is found by them (D3, H7). It is the only writer of the rows of policies: lock, next version, count of
// claims. Whether a risk is covered and at what price is decided by issuing, what an endorsement changes by servicing.
package policy

import (
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Service reads policies and writes their rows. It is safe for concurrent use, on any number of servers at once.
type Service struct {
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
	ring         *seal.Keyring
	indexes      *privacy.BlindIndex
	reads        *work.Batch[string, *ent.InsurancePolicy] // by policy number
}

const (
	flushers = 1   // one is best measured: see issuing
	mostRead = 256 // policies that one statement reads by their numbers
)

// New opens the service; Close it to let what is queued finish.
func New(store *work.Store, catalog *catalog.Service, distribution *distribution.Service, ring *seal.Keyring) *Service {
	s := &Service{store: store, catalog: catalog, distribution: distribution, ring: ring, indexes: privacy.NewBlindIndex(ring)}
	s.reads = work.NewBatch(flushers, mostRead, s.readAll)
	return s
}

// Close answers what is queued and refuses the rest.
func (s *Service) Close() { s.reads.Close() }
