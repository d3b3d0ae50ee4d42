package helpdesk

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
	"baodan/ent/servicerequest"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

const (
	// hold is how long a worker may try one mail; one that it dropped is due again then.
	hold = 3 * time.Minute
	// sendWithin bounds one try.
	sendWithin     = 2 * time.Minute
	mostTries      = 12
	firstPause     = 30 * time.Second
	longestPause   = time.Hour
	lettersAtOnce  = 4
	longestProblem = 300
)

// pause before the next try, after so many: 30 s, 1, 2, 4 ... minutes, an hour at most; twelve tries take about five hours.
func pause(tries int) time.Duration {
	return min(firstPause<<min(max(tries-1, 0), 10), longestPause)
}

// Send works on mails whose time has come, at most so many, and answers how many it took. The mail server gets each at
// least once, under one Message-ID: where the worker dies after the server took it, it gets it again. A mail that the
// server refuses for good, or that was tried twelve times, has failed, and its request is back on its desk.
func (o *Service) Send(ctx context.Context, most int) (int, error) {
	token, ids, err := o.store.Take(ctx, work.Due{Table: mail.Table, Count: mail.FieldTries}, most, hold)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	rows, err := o.store.Client.Mail.Query().Where(mail.IDIn(ids...), mail.Lease(token)).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("read mails: %w", err)
	}
	var group sync.WaitGroup
	turns := make(chan struct{}, lettersAtOnce)
	for _, row := range rows {
		turns <- struct{}{}
		group.Go(func() {
			defer func() { <-turns }()
			if err := o.send(ctx, row); err != nil {
				slog.ErrorContext(ctx, "a mail was not worked on", "mail", row.ID, "error", err)
			}
		})
	}
	group.Wait()
	return len(ids), nil
}

func (o *Service) send(ctx context.Context, row *ent.Mail) error {
	if row.State != mail.StateQueued {
		return o.store.Client.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease)).ClearDueAt().Exec(ctx)
	}
	letter, err := o.sealed(ctx, row)
	if err != nil {
		return err
	}
	if letter == nil {
		return o.fail(ctx, row, "the recipient's data was erased")
	}
	within, cancel := context.WithTimeout(ctx, sendWithin)
	err = o.mailer(row.ChannelID).Send(within, *letter)
	cancel()
	if err == nil {
		return o.sent(ctx, row)
	}
	if ctx.Err() != nil {
		return ctx.Err() // the worker stops: the mail is due again when its lease is over
	}
	problem := told(err, letter)
	if errors.Is(err, ErrRefused) || row.Tries >= mostTries {
		return o.fail(ctx, row, problem)
	}
	return o.store.Client.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease), mail.StateEQ(mail.StateQueued)).
		SetProblem(problem).SetDueAt(o.store.Now().Add(pause(row.Tries))).Exec(ctx)
}

// told is what the mail server said, without what is personal.
func told(err error, letter *Letter) string {
	name, _, _ := strings.Cut(letter.To, "@")
	text := strings.NewReplacer(letter.To, "***", name+"@", "***@", "\r", " ", "\n", " ").Replace(err.Error())
	text = strings.ToValidUTF8(text, "?")
	if runes := []rune(text); len(runes) > longestProblem {
		text = string(runes[:longestProblem])
	}
	return text
}

// sealed opens a mail and reads its files; nil where its data was erased.
func (o *Service) sealed(ctx context.Context, row *ent.Mail) (*Letter, error) {
	if len(row.PersonalKey) == 0 {
		return nil, nil // erased
	}
	plain, err := o.ring.Open(row.PersonalKey, row.Personal, sealContext("mails", row.ChannelID, row.ID))
	if err != nil {
		return nil, fmt.Errorf("mail %d: %w", row.ID, err)
	}
	var said sealedLetter
	if err := json.Unmarshal(plain, &said); err != nil {
		return nil, fmt.Errorf("mail %d: %w", row.ID, err)
	}
	letter := &Letter{MessageID: row.MessageID, To: said.To, Subject: said.Subject, Text: said.Text}
	for _, id := range row.FileIds {
		one, err := o.attachment(ctx, id)
		if err != nil {
			return nil, err
		}
		letter.Attachments = append(letter.Attachments, *one)
	}
	return letter, nil
}

func (o *Service) attachment(ctx context.Context, id int64) (*Attachment, error) {
	row, content, err := o.files.Open(ctx, nil, id, file.PurposeServiceRequest)
	if err != nil {
		return nil, fmt.Errorf("file %d: %w", id, err)
	}
	defer content.Close() //nolint:errcheck // it was read only
	bytes, err := io.ReadAll(io.LimitReader(content, largestMail+1))
	if err != nil {
		return nil, fmt.Errorf("file %d: %w", id, err)
	}
	return &Attachment{Name: row.Name, MediaType: row.MediaType, Content: bytes}, nil
}

// sent notes that the mail server took it.
func (o *Service) sent(ctx context.Context, row *ent.Mail) error {
	work.Point("mail.sent")
	return o.finish(ctx, row, "service_request.sent", "", func(tx *work.Tx, m *ent.MailUpdate, r *ent.ServiceRequestUpdate) {
		m.SetState(mail.StateSent).SetSentAt(tx.Now).SetProblem("")
		r.SetState(servicerequest.StateSent).SetSentAt(tx.Now)
	})
}

// fail gives a mail up: the request is back on its desk.
func (o *Service) fail(ctx context.Context, row *ent.Mail, problem string) error {
	slog.WarnContext(ctx, "a mail cannot be delivered", "mail", row.ID, "tries", row.Tries)
	return o.finish(ctx, row, "service_request.mail_failed", problem, func(_ *work.Tx, m *ent.MailUpdate, r *ent.ServiceRequestUpdate) {
		m.SetState(mail.StateFailed).SetProblem(problem)
		r.SetState(servicerequest.StateInWork)
	})
}

// finish ends a mail that this worker still holds, and moves its request on.
func (o *Service) finish(ctx context.Context, row *ent.Mail, action, problem string, set func(*work.Tx, *ent.MailUpdate, *ent.ServiceRequestUpdate)) error {
	return o.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) error {
		m := tx.Mail.Update().Where(mail.ID(row.ID), mail.Lease(row.Lease), mail.StateEQ(mail.StateQueued)).ClearDueAt()
		r := tx.ServiceRequest.Update().
			Where(servicerequest.ID(row.RequestID), servicerequest.StateEQ(servicerequest.StateSending)).AddRevision(1)
		set(tx, m, r)
		n, err := m.Save(ctx)
		if err != nil || n == 0 {
			return err // another worker holds it now
		}
		if _, err = r.Save(ctx); err != nil {
			return err
		}
		request, err := tx.ServiceRequest.Get(ctx, row.RequestID)
		if err != nil {
			return err
		}
		return o.audit.Record(ctx, tx, audit.Who{Actor: "system:mail"}, audit.Entry{
			Action: action, ObjectKind: objectKind, Object: request.Number, ChannelID: request.ChannelID,
			After: map[string]any{"state": request.State, "tries": row.Tries}, Reason: problem,
		})
	})
}
