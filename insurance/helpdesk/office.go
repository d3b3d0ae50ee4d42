// Package helpdesk passes customers' wishes on (A5, A6, B7): customer service opens a request for a policy document or an
// invoice, the desk that makes it works and sends it, by mail or by post, and it is closed.
package helpdesk

import (
	"context"

	"baodan/engine/seal"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// Mailer takes mails to a mail server.
type Mailer interface {
	// Send gives a letter to the mail server. It fails with ErrRefused where the server says that it never will take it.
	Send(ctx context.Context, letter Letter) error
}

// Letter is one mail.
type Letter struct {
	MessageID   string // the same at every try
	To          string
	Subject     string
	Text        string
	Attachments []Attachment
}

// Attachment is a file that goes with a mail.
type Attachment struct {
	Name      string
	MediaType string
	Content   []byte
}

// Office takes and works service requests. It is safe for concurrent use.
type Office struct {
	store     *work.Store
	book      *audit.Book
	ring      *seal.Keyring
	directory *distribution.Directory
	files     *files.Office
	mailer    Mailer
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book, ring *seal.Keyring, directory *distribution.Directory, files *files.Office, mailer Mailer) *Office {
	return &Office{store: store, book: book, ring: ring, directory: directory, files: files, mailer: mailer}
}
