// Package bulk issues policies from a file (B1): row by row by the same rules as the API, resumable, with progress and a
// file of the rows that failed and why.
package bulk

import (
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Office issues from files. It is safe for concurrent use.
type Office struct {
	store     *work.Store
	book      *audit.Book
	jobs      *background.Office
	files     *files.Office
	directory *distribution.Directory
	policies  *issuing.Office
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book, jobs *background.Office, files *files.Office, directory *distribution.Directory, policies *issuing.Office) *Office {
	return &Office{store: store, book: book, jobs: jobs, files: files, directory: directory, policies: policies}
}
