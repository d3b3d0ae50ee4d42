package demo

import (
	"context"

	"baodan/insurance/mail"
)

// Mailer is the mail server of the story: it takes every letter but those to an address that it does not know.
type Mailer struct{}

// unknownMailbox is an address that no mail server knows.
const unknownMailbox = "wuciren@post.example"

// Host is the right-hand side of Message-IDs.
func (*Mailer) Host() string { return "insurer.example" }

// Send takes a letter.
func (*Mailer) Send(_ context.Context, letter mail.Email) error {
	if letter.To == unknownMailbox {
		return mail.ErrRefused
	}
	return nil
}
