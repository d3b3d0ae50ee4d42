package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/mail"
	"baodan/insurance/work"
)

const (
	// leaseFor is how long a worker may try one mail; one that it dropped is due again then.
	leaseFor = 3 * time.Minute
	// sendWithin bounds one try.
	sendWithin     = 2 * time.Minute
	maxAttempts    = 12
	firstPause     = 30 * time.Second
	longestPause   = time.Hour
	emailsAtOnce   = 4
	longestProblem = 300
)

// pause before the next try, after n tries: 30 s, 1, 2, 4 ... minutes, an hour at most; twelve tries take about five hours.
func pause(tries int) time.Duration {
	return min(firstPause<<min(max(tries-1, 0), 10), longestPause)
}

// Ended tells the owner of a mail, in the transaction that ends it, that it was sent, or with a problem that it was not and
// never will be.
type Ended func(ctx context.Context, tx *work.Tx, row *ent.Mail, problem string) error

// Send works on mails whose time has come, at most `most`, and answers how many it took. The mail server gets each at
// least once, under one Message-ID: where the worker dies after the server took it, it gets it again. A mail that the
// server refuses for good, or that was tried twelve times, has failed.
func (s *Service) Send(ctx context.Context, most int, ended Ended) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: mail.Table, Count: mail.FieldTries}, most, leaseFor)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	rows, err := s.store.Client.Mail.Query().Where(mail.IDIn(ids...), mail.Lease(token)).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("read mails: %w", err)
	}
	var group sync.WaitGroup
	turns := make(chan struct{}, emailsAtOnce)
	for _, row := range rows {
		turns <- struct{}{}
		group.Go(func() {
			defer func() { <-turns }()
			if err := s.send(ctx, row, ended); err != nil {
				slog.ErrorContext(ctx, "a mail was not worked on", "mail", row.ID, "error", err)
			}
		})
	}
	group.Wait()
	return len(ids), nil
}

func (s *Service) send(ctx context.Context, row *ent.Mail, ended Ended) error {
	if row.State != mail.StateQueued {
		return s.store.Client.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease)).ClearDueAt().Exec(ctx)
	}
	email, err := s.sealed(ctx, row)
	if err != nil {
		return err
	}
	if email == nil {
		return s.finish(ctx, row, "the recipient's data was erased", ended)
	}
	within, cancel := context.WithTimeout(ctx, sendWithin)
	err = s.mailer(row.ChannelID).Send(within, *email)
	cancel()
	if err == nil {
		work.Point("mail.sent")
		return s.finish(ctx, row, "", ended)
	}
	if ctx.Err() != nil {
		return ctx.Err() // the worker stops: the mail is due again when its lease is over
	}
	problem := told(err, email)
	if errors.Is(err, ErrRefused) || row.Tries >= maxAttempts {
		return s.finish(ctx, row, problem, ended)
	}
	return s.store.Client.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease), mail.StateEQ(mail.StateQueued)).
		SetProblem(problem).SetDueAt(s.store.Now().Add(pause(row.Tries))).SetLease(0).Exec(ctx)
}

// told is what the mail server said, without what is personal.
func told(err error, email *Email) string {
	name, _, _ := strings.Cut(email.To, "@")
	text := strings.NewReplacer(email.To, "***", name+"@", "***@", "\r", " ", "\n", " ").Replace(err.Error())
	text = strings.ToValidUTF8(text, "?")
	if runes := []rune(text); len(runes) > longestProblem {
		text = string(runes[:longestProblem])
	}
	return text
}

// sealed opens a mail and reads its files; nil where its data was erased.
func (s *Service) sealed(ctx context.Context, row *ent.Mail) (*Email, error) {
	if len(row.PersonalKey) == 0 {
		return nil, nil // erased
	}
	plain, err := s.ring.Open(row.PersonalKey, row.Personal, sealContext(row.ChannelID, row.ID))
	if err != nil {
		return nil, fmt.Errorf("mail %d: %w", row.ID, err)
	}
	var said personal
	if err := json.Unmarshal(plain, &said); err != nil {
		return nil, fmt.Errorf("mail %d: %w", row.ID, err)
	}
	email := &Email{MessageID: row.MessageID, To: said.To, Subject: said.Subject, Text: said.Text}
	for _, id := range row.FileIds {
		one, err := s.attachment(ctx, id)
		if err != nil {
			return nil, err
		}
		email.Attachments = append(email.Attachments, *one)
	}
	return email, nil
}

func (s *Service) attachment(ctx context.Context, id int64) (*Attachment, error) {
	row, content, err := s.files.Open(ctx, nil, id, file.PurposeServiceRequest)
	if err != nil {
		return nil, fmt.Errorf("file %d: %w", id, err)
	}
	defer content.Close() //nolint:errcheck // it was read only
	bytes, err := io.ReadAll(io.LimitReader(content, Largest+1))
	if err != nil {
		return nil, fmt.Errorf("file %d: %w", id, err)
	}
	return &Attachment{Name: row.Name, MediaType: row.MediaType, Content: bytes}, nil
}

// finish ends a mail that this worker still holds, and tells its owner.
func (s *Service) finish(ctx context.Context, row *ent.Mail, problem string, ended Ended) error {
	if problem != "" {
		slog.WarnContext(ctx, "a mail cannot be delivered", "mail", row.ID, "tries", row.Tries)
	}
	return s.store.Do(ctx, "end a mail", func(ctx context.Context, tx *work.Tx) error {
		change := tx.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease), mail.StateEQ(mail.StateQueued)).ClearDueAt().SetProblem(problem)
		if problem == "" {
			change.SetState(mail.StateSent).SetSentAt(tx.Now)
		} else {
			change.SetState(mail.StateFailed)
		}
		n, err := change.Save(ctx)
		if err != nil || n == 0 {
			return err // another worker holds it now
		}
		return ended(ctx, tx, row, problem)
	})
}
