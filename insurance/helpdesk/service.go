// Package helpdesk passes customers' wishes on (A5, A6, B7): customer service opens a request for a policy document or an
// invoice, the desk that makes it works and sends it, by mail or by post, and it is closed.
//
//	OPEN -> IN_WORK -> SENDING -> SENT -> CLOSED     by mail; back to IN_WORK where it cannot be delivered
//	OPEN -> IN_WORK -> SENT -> CLOSED                by post
//	OPEN, IN_WORK -> CANCELLED
package helpdesk

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// ErrRefused says that the mail server will never take an e-mail.
var ErrRefused = errors.New("the mail server refuses it for good")

// Mailer takes mails to a mail server.
type Mailer interface {
	// Send gives an e-mail to the mail server. It fails with ErrRefused where the server says that it never will take it.
	Send(ctx context.Context, email Email) error
	// Host is the right-hand side of Message-IDs.
	Host() string
}

// Email is one mail.
type Email struct {
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

// Mailers of business and of the sandbox, whose e-mails reach nobody.
type Mailers struct{ Live, Sandbox Mailer }

// Service takes and works service requests. It is safe for concurrent use.
type Service struct {
	store        *work.Store
	audit        *audit.Log
	ring         *seal.Keyring
	distribution *distribution.Service
	files        *files.Service
	mailers      Mailers
	numbers      *work.Numbers
	asked        *seal.Mac // over what was asked, to tell a replay
}

// New opens the service.
func New(store *work.Store, book *audit.Log, ring *seal.Keyring, directory *distribution.Service, files *files.Service, mailers Mailers) *Service {
	o := &Service{
		store: store, audit: book, ring: ring, distribution: directory, files: files, mailers: mailers, asked: ring.Mac("service request"),
	}
	o.numbers = work.NewNumbers(store, number.Request, "service request number", o.highestNumber)
	return o
}

// highestNumber is that of the newest request.
func (s *Service) highestNumber(ctx context.Context) (string, error) {
	row, err := s.store.Client.ServiceRequest.Query().Order(ent.Desc(servicerequest.FieldNumber)).First(ctx)
	if err != nil {
		return "", fmt.Errorf("newest service request: %w", err)
	}
	return row.Number, nil
}

// mailer for a channel's customers.
func (s *Service) mailer(channelID int64) Mailer {
	if c := s.distribution.Channel(channelID); c != nil && c.Live {
		return s.mailers.Live
	}
	return s.mailers.Sandbox
}

// sealContext binds a sealed value to its place.
func sealContext(table string, channelID, id int64) string {
	return table + ".personal:" + strconv.FormatInt(channelID, 10) + ":" + strconv.FormatInt(id, 10)
}
