package mail

import (
	"context"
	"errors"
	"fmt"
)

// Try sends a mail to one of the insurer's people at once, by the mailer of live business. It fails with what the mail server said, without
// the address.
func (s *Service) Try(ctx context.Context, to, subject, text string) error {
	mailer := s.mailers.Live
	email := &Email{MessageID: fmt.Sprintf("test.%d@%s", s.store.NewKey(), mailer.Host()), To: to, Subject: subject, Text: text}
	if err := mailer.Send(ctx, *email); err != nil {
		return errors.New(told(err, email))
	}
	return nil
}
