// Package mail sends e-mails to customers. An act queues a mail in its own transaction; a worker sends it and tells the owner
// of the mail how that ended. What a mail says and to whom is the act's to decide, and how a mail server is spoken to is a
// driver's.
package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/mail"
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

// Largest is how many bytes the files of a mail have at most; mail servers take little more, and it grows by a third.
const Largest = 20 << 20

// Service queues and sends mails. It is safe for concurrent use, on any number of workers.
type Service struct {
	store        *work.Store
	ring         *seal.Keyring
	distribution *distribution.Service
	files        *files.Service
	mailers      Mailers
}

// New opens the service.
func New(store *work.Store, ring *seal.Keyring, distribution *distribution.Service, files *files.Service, mailers Mailers) *Service {
	return &Service{store, ring, distribution, files, mailers}
}

// Draft is a mail that is to be sent for a service request.
type Draft struct {
	ChannelID         int64
	RequestID         int64
	RequestNumber     string // begins the Message-ID
	Template          string
	To, Subject, Text string
	FileIDs           []int64
	MadeBy            int64 // person
}

// personal is what of a mail is sealed.
type personal struct {
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// Queue stores a mail that is due at once, in the transaction of its cause, and answers its key.
func (s *Service) Queue(ctx context.Context, tx *work.Tx, d *Draft) (id int64, err error) {
	plain, err := json.Marshal(personal{To: d.To, Subject: d.Subject, Text: d.Text})
	if err != nil {
		return 0, err
	}
	id = tx.NewKey()
	key, box := s.ring.Seal(plain, sealContext(d.ChannelID, id))
	err = tx.Mail.Create().SetID(id).SetChannelID(d.ChannelID).SetRequestID(d.RequestID).SetTemplate(d.Template).
		SetState(mail.StateQueued).SetPersonalKey(key).SetPersonal(box).SetFileIds(d.FileIDs).
		SetMessageID(fmt.Sprintf("%s.%d@%s", d.RequestNumber, id, s.mailer(d.ChannelID).Host())).
		SetMadeBy(d.MadeBy).SetCreatedAt(tx.Now).SetDueAt(tx.Now).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("store mail: %w", err)
	}
	return id, nil
}

// mostListed bounds the mails of a request that are listed.
const mostListed = 100

// OfRequests are the mails of service requests, by the keys of these, oldest first; at most 100 of each.
func (s *Service) OfRequests(ctx context.Context, requests []*ent.ServiceRequest) (map[int64][]*ent.Mail, error) {
	list, err := s.store.Client.Mail.Query().Where(work.Each(requests, func(to *sql.Selector, request *ent.ServiceRequest) {
		mail.RequestID(request.ID)(to)
		to.OrderBy(sql.Asc(to.C(mail.FieldID))).Limit(mostListed)
	})).Order(ent.Asc(mail.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("mails of service requests: %w", err)
	}
	return work.Group(list, func(m *ent.Mail) int64 { return m.RequestID }), nil
}

// SealedColumns are those of mails.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("mails", "personal")}
}

// Forget destroys what the mails of a service request say of a person. A mail that was not sent yet will not be.
func Forget(ctx context.Context, tx *work.Tx, requestID int64) error {
	if _, err := tx.ExecContext(ctx, "UPDATE mails SET personal_key = NULL, personal = NULL WHERE request_id = ?", requestID); err != nil {
		return fmt.Errorf("forget mails: %w", err)
	}
	return nil
}

// mailer for a channel's customers.
func (s *Service) mailer(channelID int64) Mailer {
	if c := s.distribution.Channel(channelID); c != nil && c.Live {
		return s.mailers.Live
	}
	return s.mailers.Sandbox
}

// sealContext binds a sealed mail to its row.
func sealContext(channelID, id int64) string {
	return "mails.personal:" + strconv.FormatInt(channelID, 10) + ":" + strconv.FormatInt(id, 10)
}
