// Package backtest rates a sample of the real book again under another version of a product: what would change, for whom,
// before anybody sells it.
package backtest

import (
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Office runs back-tests. It is safe for concurrent use.
type Office struct {
	store     *work.Store
	book      *audit.Book
	jobs      *background.Office
	shelf     *catalog.Shelf
	directory *distribution.Directory
	policies  *issuing.Office
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book, jobs *background.Office, shelf *catalog.Shelf, directory *distribution.Directory, policies *issuing.Office) *Office {
	return &Office{store: store, book: book, jobs: jobs, shelf: shelf, directory: directory, policies: policies}
}
