// Package statement makes the monthly accounts between insurer and channel (对账单): what happened under an agreement in an accounting month,
// line by line, frozen as it was booked. It reads bookings and nothing else.
package statement

import (
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Service makes statements. It is safe for concurrent use, on any number of servers.
//
//	make.go      makes a statement, or its next revision
//	lines.go     bookings become lines
//	totals.go    and are added up
//	frozen.go    how lines are kept, and read again
type Service struct {
	store        *work.Store
	audit        *audit.Log
	distribution *distribution.Service
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, distribution *distribution.Service) *Service {
	return &Service{store: store, audit: audit, distribution: distribution}
}
