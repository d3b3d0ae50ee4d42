package histories

import (
	"fmt"
	"testing"

	"baodan/bench/histories/model"
	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
)

// Lab is a world in which histories are played one after the other. Each has a channel and an agreement of its own; some share a
// product. The clock jumps back between them.
type Lab struct {
	*insurancetest.World
	bank     map[string][]string // what becomes of the orders of a claim, by its number
	product  uint64
	code     string
	settings *model.Product
}

// historiesOfProduct is how many histories one product has.
const historiesOfProduct = 8

// NewLab makes a lab on a kind of database.
func NewLab(t testing.TB, kind string) *Lab {
	t.Helper()
	l := &Lab{World: insurancetest.New(t, kind), bank: map[string][]string{}}
	l.Bank.Answer = l.answer
	return l
}

// plan sets what becomes of the orders to pay a claim: after these every order is paid.
func (l *Lab) plan(claim string, outcomes []string) { l.bank[claim] = outcomes }

// answer is what the bank does with an order. A lost answer is that of a payment that was made, or was not.
func (l *Lab) answer(order claims.PayoutOrder, _ int) (pays bool, outcome claims.PayoutOutcome) {
	said := "paid"
	if planned := l.bank[order.ClaimNumber]; len(planned) > 0 {
		said, l.bank[order.ClaimNumber] = planned[0], planned[1:]
	}
	paid := claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: order.Key, Paid: new(money.Amount)}
	*paid.Paid = order.Amount
	switch said {
	case "no":
		return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "ACCOUNT_CLOSED"}
	case "later":
		return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "BUSY", Retryable: true}
	case "lost":
		return true, claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: "no answer", Paid: paid.Paid}
	case "gone":
		return false, claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: "no answer"}
	}
	return true, paid
}

// productOf is the product of a history: it is published when the first of its histories comes.
func (l *Lab) productOf(seed uint64) (*model.Product, string) {
	number := seed / historiesOfProduct
	if l.settings == nil || l.product != number {
		p := diceOf(number, 1).product()
		code := fmt.Sprintf("H%d", number)
		l.Publish(folder(code, p), code2name(code))
		l.product, l.code, l.settings = number, code, p
	}
	return l.settings, l.code
}
