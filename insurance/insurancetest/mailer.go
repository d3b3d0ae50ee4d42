package insurancetest

import (
	"context"
	"sync"

	"baodan/insurance/mail"
)

// FakeMailer is a mail server that keeps what it got. It takes everything until it is told otherwise.
type FakeMailer struct {
	mu     sync.Mutex
	emails []mail.Email
	answer func(mail.Email) error
}

// Host is the right-hand side of Message-IDs.
func (p *FakeMailer) Host() string { return "insurer.example" }

// Send takes a letter, or fails as it was told to. What it fails with it did not keep.
func (p *FakeMailer) Send(_ context.Context, letter mail.Email) error {
	p.mu.Lock()
	answer := p.answer
	p.mu.Unlock()
	if answer != nil {
		if err := answer(letter); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.emails = append(p.emails, letter)
	return nil
}

// Answer says what it does with each letter from now on; nil: it takes it.
func (p *FakeMailer) Answer(answer func(mail.Email) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = answer
}

// Emails are what it took, in order.
func (p *FakeMailer) Emails() []mail.Email {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]mail.Email{}, p.emails...)
}
