package insurancetest

import (
	"context"
	"sync"

	"baodan/insurance/helpdesk"
)

// Postman is a mail server that keeps what it got. It takes everything until it is told otherwise.
type Postman struct {
	mu      sync.Mutex
	letters []helpdesk.Letter
	answer  func(helpdesk.Letter) error
}

// Host is the right-hand side of Message-IDs.
func (p *Postman) Host() string { return "insurer.example" }

// Send takes a letter, or fails as it was told to. What it fails with it did not keep.
func (p *Postman) Send(_ context.Context, letter helpdesk.Letter) error {
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
	p.letters = append(p.letters, letter)
	return nil
}

// Answer says what it does with each letter from now on; nil: it takes it.
func (p *Postman) Answer(answer func(helpdesk.Letter) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = answer
}

// Letters are what it took, in order.
func (p *Postman) Letters() []helpdesk.Letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]helpdesk.Letter{}, p.letters...)
}
