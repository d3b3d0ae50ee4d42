// Package distribution decides who may sell what: channels (渠道), and agreements (契约) that authorize a channel to
// sell a product under terms of its own. What the product itself permits is the catalog's; who is calling is access's.
package distribution

import (
	"context"

	entapproval "baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/work"
)

// Service knows channels and agreements. Each of its parts has one job, and its acts lie in these files:
//
//	Masters             masters.go
//	Selling             offer.go, operation.go
//	StoredChannels      channel.go
//	StoredAgreements    agreements.go
//	Agreeing            agree.go, request.go
//	Accounts            account.go
//	ChannelCredentials  credential.go
//	Quotas              quota.go, used.go
//	Clock               clock.go
//	Deprecations        deprecation.go
//
// The service is safe for concurrent use.
type Service struct {
	*Masters
	*Selling
	*StoredChannels
	*StoredAgreements
	*Agreeing
	*Accounts
	*ChannelCredentials
	*Quotas
	*Clock
	*Deprecations
}

// New loads channels and agreements and keeps them in step, and handles requests for agreements and credentials.
func New(ctx context.Context, store *work.Store, cache *work.Cache, catalog *catalog.Service, credentials *access.Credentials, audit *audit.Log, approvals *approval.Service) (*Service, error) {
	known := &Masters{store: store}
	clock := &Clock{store: store, cache: cache, masters: known}
	s := &Service{
		Masters: known, Selling: &Selling{catalog, known}, StoredChannels: &StoredChannels{store, audit},
		StoredAgreements: &StoredAgreements{store, clock}, Agreeing: &Agreeing{store, catalog, audit, approvals}, Accounts: &Accounts{store, audit},
		ChannelCredentials: &ChannelCredentials{store, credentials, audit, approvals},
		Quotas:             &Quotas{store, catalog, clock}, Clock: clock, Deprecations: &Deprecations{store: store},
	}
	approvals.Handle(entapproval.KindAgreement, approval.Subject{Roles: []access.Role{access.Sales, access.Finance}, Apply: s.applyAgreement})
	approvals.Handle(entapproval.KindCredential, approval.Subject{Roles: []access.Role{access.SecurityAdmin}, Apply: s.applyCredential})
	return s, cache.Keep(ctx, s.load)
}
