package demo

import (
	"context"
	"sync"

	"baodan/engine/money"
	"baodan/insurance/claims"
)

// outcome is what becomes of an order to pay.
type outcome string

const (
	paid     outcome = ""         // it is paid
	declined outcome = "declined" // the account is closed: not under this key, and not by trying again
	busy     outcome = "busy"     // declined for now: another attempt may succeed
	silent   outcome = "silent"   // nobody can say yet
	short    outcome = "short"    // it says that it paid less than was ordered
)

// Bank is the payment gateway of the story: it moves no money, and pays a claim by the plan that the story made for it.
type Bank struct {
	mu    sync.Mutex
	plans map[string][]outcome // by claim number: what becomes of its orders, and of asking about them, in turn; then it pays
	known map[string]claims.PayoutOutcome
}

func newBank() *Bank {
	return &Bank{plans: map[string][]outcome{}, known: map[string]claims.PayoutOutcome{}}
}

// plan says what becomes of the orders to pay a claim.
func (b *Bank) plan(claimNumber string, plan ...outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plans[claimNumber] = plan
}

// Pay orders a payment.
func (b *Bank) Pay(_ context.Context, order claims.PayoutOrder) claims.PayoutOutcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	next := paid
	if plan := b.plans[order.ClaimNumber]; len(plan) > 0 {
		next, b.plans[order.ClaimNumber] = plan[0], plan[1:]
	}
	said := claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "BK" + order.Key, Paid: &order.Amount}
	switch next {
	case declined:
		said = claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "ACCOUNT_CLOSED"}
	case busy:
		said = claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "BANK_BUSY", Retryable: true}
	case silent:
		return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: "timeout"} // it never saw the order
	case short:
		less := money.Amount{Minor: order.Amount.Minor - order.Amount.Minor/10 - 1, Currency: order.Amount.Currency}
		said.Paid = &less
	case paid:
	}
	b.known[order.Key] = said
	return said
}

// Find tells what became of a key. One that it never saw may be ordered again, unless the claim's plan has it silent.
func (b *Bank) Find(_ context.Context, key string) claims.PayoutOutcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	if said, ok := b.known[key]; ok {
		return said
	}
	return claims.PayoutOutcome{Status: claims.PayoutAbsent}
}
