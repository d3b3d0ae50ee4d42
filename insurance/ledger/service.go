// Package ledger keeps the books of the business: every movement of premium, commission, refund, reserve, payment, recovery and cover is one
// booking (业务明细). Bookings are folded from the log of events, each exactly once, and from rows that are never rewritten; so the books
// come out the same however often they are made. Statements, statistics, vouchers and reports read bookings and nothing else.
package ledger

import (
	"context"

	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

// Service keeps the books. It is safe for concurrent use, on any number of servers.
//
//	fold.go       events become bookings; sources.go reads what they are made of
//	policies.go   of issues, endorsements, cancellations
//	claims.go     of claims
//	months.go     months are closed
type Service struct {
	*Months
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
	consumer     eventlog.Consumer
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, log *eventlog.Log, catalog *catalog.Service, distribution *distribution.Service) *Service {
	s := &Service{Months: &Months{store, audit}, store: store, catalog: catalog, distribution: distribution}
	s.consumer = eventlog.Consumer{Name: consumerName, FromStart: true, Take: s.fold}
	log.Declare(s.consumer)
	return s
}

// Lines is how many lines a place has at most: the key of a booking is its place times Lines, and its line.
const Lines = 1000

// PlaceOf a booking, and its line.
func PlaceOf(key int64) (place int64, line int) { return key / Lines, int(key % Lines) }

// Booked is the place up to which everything is booked.
func Booked(ctx context.Context, store *work.Store) (int64, error) {
	place, _, err := store.FindCounter(ctx, eventlog.CursorOf(consumerName))
	return place, err
}

const consumerName = "ledger"
