package smtp

import (
	"context"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"

	"baodan/insurance/mail"
)

// Catcher keeps letters as .eml files in a folder: development, and the sandbox, whose letters reach nobody. The same
// letter again writes over itself.
type Catcher struct {
	folder string
	from   *netmail.Address
}

// NewCatcher makes the folder.
func NewCatcher(folder, from string) (*Catcher, error) {
	address, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", from, err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &Catcher{folder: folder, from: address}, nil
}

// Host is the right-hand side of Message-IDs.
func (c *Catcher) Host() string { return hostOf(c.from) }

var unsafeName = regexp.MustCompile(`[^A-Za-z0-9.@-]`)

// Send keeps a letter and says where.
func (c *Catcher) Send(ctx context.Context, letter mail.Email) error {
	message, err := compose(c.from, letter)
	if err != nil {
		return err
	}
	path := filepath.Join(c.folder, unsafeName.ReplaceAllString(letter.MessageID, "_")+".eml")
	file, err := os.CreateTemp(c.folder, ".letter-")
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	_, err = message.WriteTo(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	slog.InfoContext(ctx, "a mail was caught", "file", path)
	return nil
}
