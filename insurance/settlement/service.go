// Package settlement is the money behind the books: what accounts owe and are owed, since when, and what finance does about it. Premium and
// commission become due by the ledger's bookings; here they are paid, set off, given back or written off. Each act is an entry that is never
// rewritten and is booked as it is.
package settlement

import (
	"context"

	"baodan/ent"
	"baodan/ent/settlementaccount"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Service settles accounts. It is safe for concurrent use, on any number of servers.
//
//	entries.go   the acts: receive, apply, give back, pay commission, set off, write off
//	till.go      what is open of an account, and what an act settles of it
//	share.go     how what settles a due day is shared among groups of contracts
type Service struct {
	store        *work.Store
	audit        *audit.Log
	distribution *distribution.Service
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, distribution *distribution.Service) *Service {
	return &Service{store: store, audit: audit, distribution: distribution}
}

// account finds an account and its channel's half. Fault: NOT_FOUND.
func (s *Service) account(ctx context.Context, code string, mode work.Mode) (*ent.SettlementAccount, *ent.Channel, error) {
	row, err := s.store.Client.SettlementAccount.Query().Where(settlementaccount.Code(code)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil, fault.Newf(fault.CodeNotFound, "account %s", code).At("account")
	}
	if err != nil {
		return nil, nil, err
	}
	channel, err := s.distribution.ChannelByCode(row.ChannelCode, mode.IsLive())
	return row, channel, err
}
