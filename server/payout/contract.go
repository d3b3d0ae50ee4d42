package payout

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"baodan/engine/money"
	"baodan/insurance/claims"
)

// MaxBody is how large an answer or a callback may be, in bytes.
const MaxBody = 64 << 10

// Order is the body of POST /payouts, as docs/gateway.md has it.
type Order struct {
	Key          string `json:"key"`
	ClaimNumber  string `json:"claimNumber"`
	PolicyNumber string `json:"policyNumber"`
	Channel      string `json:"channel"`
	Payee        string `json:"payee"`
	Account      string `json:"account"` // empty: the gateway knows it by the payee
	Amount       string `json:"amount"`  // major units with all digits of the currency: "13.00"
	Currency     string `json:"currency"`
}

// Answer is what the gateway says of a payment, in the answer to POST and GET and in a callback.
type Answer struct {
	Key       string `json:"key"`
	Status    string `json:"status"`
	Reference string `json:"reference,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Retryable bool   `json:"retryable,omitempty"`
	Amount    string `json:"amount,omitempty"`
	Currency  string `json:"currency,omitempty"`
}

// Statuses of an answer. Paid and declined are final.
const (
	StatusPaid     = "paid"
	StatusDeclined = "declined"
	StatusPending  = "pending"
)

// Refusal is the body of every answer but 200.
type Refusal struct {
	Code      string `json:"code"`
	Message   string `json:"message,omitempty"`
	Key       string `json:"key,omitempty"`
	Retryable bool   `json:"retryable,omitempty"`
}

// CodeNotFound is the whole of the body by which a gateway says that it has never seen a key.
const CodeNotFound = "not_found"

// Why an outcome is unknown; beside these there is http_ with the status: http_502.
const (
	reasonPending    = "pending"
	reasonTimeout    = "timeout"
	reasonCanceled   = "canceled"
	reasonConnection = "connection"
	reasonBadAnswer  = "bad_answer" // not JSON, not a known status, paid without an amount, too large
	reasonOtherKey   = "other_key"
	reasonBadOrder   = "bad_order" // could not be written as a request; nothing was sent
)

// Lengths that outcomes are cut to, in bytes.
const (
	maxReference = 64
	maxReason    = 64
)

func unknown(reason string) claims.PayoutOutcome {
	return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reason: reason}
}

// outcome reads an answer about a key.
func outcome(key string, body []byte) claims.PayoutOutcome {
	var a Answer
	if err := json.Unmarshal(body, &a); err != nil {
		return unknown(reasonBadAnswer)
	}
	if a.Key != key {
		return unknown(reasonOtherKey)
	}
	return a.outcome()
}

func (a Answer) outcome() claims.PayoutOutcome {
	reference := visible(a.Reference, maxReference)
	switch a.Status {
	case StatusPaid:
		paid, err := amount(a.Amount, a.Currency)
		if err != nil {
			return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reference: reference, Reason: reasonBadAnswer}
		}
		return claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: reference, Paid: &paid}
	case StatusDeclined:
		reason := visible(a.Reason, maxReason)
		if reason == "" {
			reason = StatusDeclined
		}
		return claims.PayoutOutcome{Status: claims.PayoutDeclined, Reference: reference, Reason: reason, Retryable: a.Retryable}
	case StatusPending:
		return claims.PayoutOutcome{Status: claims.PayoutUnknown, Reference: reference, Reason: reasonPending}
	}
	return unknown(reasonBadAnswer)
}

func amount(text, currency string) (money.Amount, error) {
	known, err := money.ParseCurrency(currency)
	if err != nil {
		return money.Amount{}, err
	}
	value, err := money.ParseDecimal(text)
	if err != nil {
		return money.Amount{}, err
	}
	return money.FromDecimal(value, known)
}

// refusal reads the body of an answer that is not 200.
func refusal(body []byte) (Refusal, error) {
	var r Refusal
	if err := json.Unmarshal(body, &r); err != nil {
		return r, err
	}
	if r.Code == "" || r.Code != visible(r.Code, maxReason) {
		return r, errors.New("no code")
	}
	return r, nil
}

// absent tells whether the body of a 404 says that the gateway has never seen the key, and nothing but that: many
// proxies answer a 404 of their own, and paying again because of one pays twice.
func absent(key string, body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	var r struct {
		Code string `json:"code"`
		Key  string `json:"key"`
	}
	if d.Decode(&r) != nil || d.More() {
		return false
	}
	return r.Code == CodeNotFound && (r.Key == "" || r.Key == key)
}

// visible is the visible ASCII of a text, at most n characters: what the gateway chose ends in logs and pages.
func visible(text string, length int) string {
	text = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, text)
	return text[:min(len(text), length)]
}
