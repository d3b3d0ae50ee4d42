package fake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/server/payout"
)

// payment is all that the gateway knows of a key; its JSON is a line of the journal. It is read and changed under the
// gateway's lock.
type payment struct {
	Key         string       `json:"key"`
	ClaimNumber string       `json:"claimNumber"`
	Content     string       `json:"content"` // hash of the order: the journal holds no accounts
	Mode        Mode         `json:"mode"`
	Tries       int          `json:"tries"`
	Status      string       `json:"status"` // empty: never accepted, the key is not known
	Reason      string       `json:"reason,omitempty"`
	Retryable   bool         `json:"retryable,omitempty"`
	Asked       money.Amount `json:"asked"`
	Paid        money.Amount `json:"paid"`
	Times       int          `json:"times"`
	Due         time.Time    `json:"due,omitzero"`   // of a late payment
	Owed        int          `json:"owed,omitempty"` // callbacks to be delivered
}

const (
	paid     = payout.StatusPaid
	declined = payout.StatusDeclined
	pending  = payout.StatusPending
)

func newPayment(o payout.Order, amount money.Amount, mode Mode) *payment {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err) // strings alone
	}
	sum := sha256.Sum256(text)
	return &payment{
		Key: o.Key, ClaimNumber: strings.Clone(o.ClaimNumber), Content: hex.EncodeToString(sum[:]), Mode: mode, Asked: amount,
	}
}

// reaction is what becomes of a request beside the payment's state.
type reaction int

const (
	answers reaction = iota
	fails            // 500
	hangs
	saysPending // whatever the state is by now
)

// try is one more order of the key: what the mode makes of it.
func (p *payment) try(now time.Time, delay time.Duration) reaction {
	p.Tries++
	if p.Status != "" {
		return answers
	}
	if p.Tries > 1 { // the first was lost
		p.pay(p.Asked)
		return answers
	}
	switch p.Mode {
	case Decline:
		p.Status, p.Reason = declined, "account_closed"
	case DeclineRetry:
		p.Status, p.Reason, p.Retryable = declined, "try_later", true
	case ErrorBefore:
		return fails
	case ErrorAfter:
		p.pay(p.Asked)
		return fails
	case HangPaid:
		p.pay(p.Asked)
		return hangs
	case HangLost:
		return hangs
	case DuplicateCallback:
		p.pay(p.Asked)
		p.Owed = 2
		return saysPending
	case LateCallback:
		p.Status, p.Due = pending, now.Add(delay)
	case WrongAmount:
		p.pay(money.Amount{Minor: p.Asked.Minor + 1, Currency: p.Asked.Currency})
	default:
		p.pay(p.Asked)
	}
	return answers
}

func (p *payment) pay(amount money.Amount) {
	p.Status, p.Paid = paid, amount
	p.Times++
}

// answer is the contract's form of the state.
func (p *payment) answer() payout.Answer {
	a := payout.Answer{Key: p.Key, Status: p.Status, Reference: p.reference(), Reason: p.Reason, Retryable: p.Retryable}
	if p.Status == paid {
		a.Amount, a.Currency = p.Paid.Text(), string(p.Paid.Currency)
	}
	return a
}

func (p *payment) reference() string { return "FAKE" + strings.ToUpper(p.Content[:16]) }
