// Package privacy protects personal data of policies, claims and service requests (H7): it finds them by keyed hashes,
// shows them in clear only with a reason and on record, wraps their keys again when the key-encryption key changes, and
// erases a person for good. Where each kind of personal data lies is known to its act, which is a Holder.
package privacy

import (
	"baodan/engine/seal"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// Office protects personal data. It is safe for concurrent use.
type Office struct {
	store *work.Store
	book  *audit.Book
	desk  *approval.Desk
	jobs  *background.Office
	ring  *seal.Keyring
	marks *Marks
	// holders of personal data, that of policies first.
	holders []Holder
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book, desk *approval.Desk, jobs *background.Office, ring *seal.Keyring) *Office {
	return &Office{store: store, book: book, desk: desk, jobs: jobs, ring: ring, marks: NewMarks(ring)}
}

// Hold names the holders, once, at wiring; that of policies comes first.
func (o *Office) Hold(holders ...Holder) { o.holders = append(o.holders, holders...) }
