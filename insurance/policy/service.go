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

// Service reads policies and writes their rows. Each of its parts has one job:
//
//	Reader        find.go, view.go, load.go: policies by number, order or key, at any moment by any knowledge
//	PersonalData  index.go, reveal.go, erase.go: persons found, shown and erased
//	Heads         head.go: what lists go by
//	sealer        seals what is personal, for the acts that write it
//
// The writer of the row is row.go. The service is safe for concurrent use, on any number of servers at once.
type Service struct {
	*Reader
	*PersonalData
	*Heads
	*sealer
}

// Reader reads policies.
type Reader struct {
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
	sealer       *sealer
	reads        *work.Batch[string, *ent.InsurancePolicy] // by policy number
}

// PersonalData finds, shows and erases what policies say of persons (H7).
type PersonalData struct {
	store   *work.Store
	reader  *Reader
	sealer  *sealer
	indexes *privacy.BlindIndex
}

// sealer seals and opens what is personal in a policy.
type sealer struct{ ring *seal.Keyring }

const (
	flushers = 1   // one is best measured: see issuing
	mostRead = 256 // policies that one statement reads by their numbers
)

// New opens the service; Close it to let what is queued finish.
func New(store *work.Store, catalog *catalog.Service, distribution *distribution.Service, ring *seal.Keyring) *Service {
	sealer, indexes := &sealer{ring}, privacy.NewBlindIndex(ring)
	reader := &Reader{store: store, catalog: catalog, distribution: distribution, sealer: sealer}
	reader.reads = work.NewBatch(flushers, mostRead, reader.readAll)
	return &Service{reader, &PersonalData{store, reader, sealer, indexes}, &Heads{reader}, sealer}
}

// Close answers what is queued and refuses the rest.
func (s *Service) Close() { s.reads.Close() }
