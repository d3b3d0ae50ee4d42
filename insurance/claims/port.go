package claims

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/insurance/distribution"
)

// Bank pays claims. An implementation may be asked to pay the same key any number of times, concurrently and after years,
// and pays it at most once.
type Bank interface {
	// Pay orders a payment. Whatever leaves its effect unknown - no answer, a broken connection, a 5xx - answers
	// PayoutUnknown, never an error: the caller then asks with Find until it knows.
	Pay(ctx context.Context, order PayoutOrder) PayoutOutcome
	// Find asks what became of a key. PayoutAbsent: the bank has never seen it, so paying it again is safe.
	Find(ctx context.Context, key string) PayoutOutcome
}

// PayoutOrder is one payment.
type PayoutOrder struct {
	Key          string // idempotency key: claim number, hyphen, attempt: C000000000000012-1
	ClaimNumber  string
	PolicyNumber string
	Channel      string // code of the channel
	Payee        string // the channel's reference of the insured
	Account      string // of the payee, in clear; empty: the channel knows it by the reference
	Amount       money.Amount
}

// PayoutStatus is what a bank knows of a payment.
type PayoutStatus string

// Statuses.
const (
	PayoutPaid     PayoutStatus = "PAID"
	PayoutDeclined PayoutStatus = "DECLINED" // it was not paid and never will be under this key
	PayoutUnknown  PayoutStatus = "UNKNOWN"  // nobody can say yet
	PayoutAbsent   PayoutStatus = "ABSENT"   // the bank has never seen the key
)

// PayoutOutcome is what a bank says of a payment.
type PayoutOutcome struct {
	Status    PayoutStatus
	Reference string        // the bank's own number of the payment
	Reason    string        // the bank's code where it declined; what went wrong where it is unknown
	Retryable bool          // declined for now: another attempt, under another key, may succeed
	Paid      *money.Amount // what the bank says it paid, where it says so
}

// Tracker knows where parcels are.
type Tracker interface {
	// Track fails where the carrier cannot be asked now; that delays a claim and never decides it.
	Track(ctx context.Context, carrier, number string) (Parcel, error)
}

// Parcel is what a carrier says of a tracking number.
type Parcel struct {
	Found       bool // the carrier knows the number
	ShippedAt   *time.Time
	DeliveredAt *time.Time
	WeightKg    *money.Decimal
}

// Ports is where money and parcels really are. Live is for real business, Sandbox for sandboxes, which never
// reach a real bank or carrier.
type Ports struct {
	Bank, SandboxBank       Bank
	Tracker, SandboxTracker Tracker
}

// halves tells live channels from sandboxes, and what each of them is served by.
type halves struct {
	distribution *distribution.Service
	ports        Ports
}

func (s *halves) live(channelID int64) bool {
	c := s.distribution.Channel(channelID)
	return c != nil && c.Live
}

func (s *halves) bank(channelID int64) Bank {
	if s.live(channelID) {
		return s.ports.Bank
	}
	return s.ports.SandboxBank
}

func (s *halves) tracker(channelID int64) Tracker {
	if s.live(channelID) {
		return s.ports.Tracker
	}
	return s.ports.SandboxTracker
}

// scope is where unique facts and velocities count: 0, the whole company, for live channels; a sandbox has its own.
func (s *halves) scope(channelID int64) int64 {
	if s.live(channelID) {
		return 0
	}
	return channelID
}
