// Package people decides who of the insurer's people may come in: persons and their roles, passwords and second factors,
// sessions, reporting tokens, and the insurer's identity provider. How a cookie travels is the server's; what a role may
// call is said in the schema.
package people

import (
	"baodan/engine/seal"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Office lets people in. It is safe for concurrent use.
type Office struct {
	store *work.Store
	book  *audit.Book
	desk  *approval.Desk
	ring  *seal.Keyring
	rules Rules
}

// Rules are what an insurer sets.
type Rules struct {
	// SecondFactor says that nobody does anything before he has set up a second factor.
	SecondFactor bool
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book, desk *approval.Desk, ring *seal.Keyring, rules Rules) *Office {
	return &Office{store: store, book: book, desk: desk, ring: ring, rules: rules}
}
