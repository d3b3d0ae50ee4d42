// Package issuing decides whether and at what price a risk is covered, and binds it: quote and issue (D1-D3). What a product
// permits and costs is data of the catalog, who may sell it is distribution's, reading policies is policy's, and changing
// or ending one is servicing's.
package issuing

import (
	"context"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Service issues policies. It is safe for concurrent use, on any number of servers at once.
type Service struct {
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
	policies     *policy.Service
	tokens       *seal.Mac // signs quote tokens
	requests     *seal.Mac // recognizes replays
	binds        *work.Batch[*binding, *Issued]
	quotaBinds   *work.Batch[*binding, *Issued] // of those that take of quotas
	counters     distribution.Counters          // of quotas, as far as they were seen
	numbers      *work.Numbers
}

const (
	// One flusher is best measured: while it waits for the disk the next batch gathers, and twice the commits of two
	// flushers cost more than their overlap gains.
	flushers  = 1
	batchSize = 256 // policies a transaction; with covers and events under 1,000 rows
)

// New opens the service; Close it to let what is queued finish.
func New(store *work.Store, catalog *catalog.Service, distribution *distribution.Service, policies *policy.Service, ring *seal.Keyring) *Service {
	o := &Service{
		store: store, catalog: catalog, distribution: distribution, policies: policies,
		tokens: ring.Mac("quote token"), requests: ring.Mac("request hash"),
	}
	o.numbers = work.NewNumbers(store, number.Policy, "policy number", o.highestNumber)
	o.binds = work.NewBatch(flushers, batchSize, o.bind)
	o.quotaBinds = work.NewBatch(flushers, batchSize, o.bind)
	return o
}

// Close answers what is queued and refuses the rest.
func (s *Service) Close() {
	s.binds.Close()
	s.quotaBinds.Close()
}

// queue is the flusher of a binding.
func (s *Service) queue(b *binding) *work.Batch[*binding, *Issued] {
	if len(b.uses) > 0 {
		return s.quotaBinds
	}
	return s.binds
}

// highestNumber is that of the policies that are stored.
func (s *Service) highestNumber(ctx context.Context) (string, error) {
	highest, err := s.store.Client.InsurancePolicy.Query().Order(ent.Desc(insurancepolicy.FieldNumber)).
		Select(insurancepolicy.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}
