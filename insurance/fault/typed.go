package fault

import (
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// RuleRefused says which rule of the product said no, and what it saw.
type RuleRefused struct {
	Fault
	Rule     string
	Sentence rule.Text
	Facts    []rule.Fact
}

// Message is the rule's own sentence.
func (r RuleRefused) Message(language string) string {
	if language == "zh" {
		return r.Sentence.Zh
	}
	return r.Sentence.En
}

// PremiumMismatch says what the premium is instead.
type PremiumMismatch struct {
	Fault
	Expected money.Amount
}

// RequestMismatch says what differs from the first request with the same number.
type RequestMismatch struct {
	Fault
	FirstSeenAt time.Time
	Differs     []string
}

// InvoiceExists names the request that the invoice was asked for by.
type InvoiceExists struct {
	Fault
	RequestNumber string
}
