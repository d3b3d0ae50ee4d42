// Package issuing decides whether and at what price a risk is covered, and binds it: quote and issue (D1-D3). What a product
// permits and costs is data of the catalog, who may sell it is distribution's, reading policies is policy's, and changing
// or ending one is servicing's.
package issuing

import (
	"baodan/engine/seal"
	"baodan/insurance/background"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Service quotes risks, issues policies and renews them. It is safe for concurrent use, on any number of servers.
//
// An act starts here (quote.go, issue.go, batch.go, dryrun.go, renewal.go). It is underwritten (underwrite.go) and
// priced (price.go), its quotas are looked up (quota.go), and binder stores it (bind.go); orders answers an order that
// was issued before (replay.go).
type Service struct {
	*Rerating
	*Previews
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	tokens       *seal.Mac // signs quote tokens
	underwriter  *underwriter
	orders       *orders
	quotas       *quotas
	binder       *binder
}

// New opens the service; Close it to let what is queued finish.
func New(store *work.Store, jobs *background.Service, catalog *catalog.Service, distribution *distribution.Service, policies *policy.Service, ring *seal.Keyring) *Service {
	orders := &orders{store: store, policies: policies, requests: ring.Mac("request hash")}
	quotas := &quotas{distribution: distribution}
	rerating := &Rerating{store, jobs, policies, distribution}
	jobs.Declare(rerateKind, background.Kind{Do: rerating.WorkRerates})
	return &Service{
		Rerating: rerating, Previews: &Previews{store, catalog, distribution},
		store: store, distribution: distribution, policies: policies, tokens: ring.Mac("quote token"),
		underwriter: &underwriter{catalog, distribution}, orders: orders, quotas: quotas, binder: newBinder(store, policies, orders, quotas),
	}
}

// Close answers what is queued and refuses the rest.
func (s *Service) Close() { s.binder.close() }
