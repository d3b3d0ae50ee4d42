package storage

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"baodan/engine/seal"
)

// Contents lie encrypted, each under a key of its own in its head, wrapped by the keyring: age files with our own kind of
// recipient. Age cuts a content into sealed chunks, so a reader may begin anywhere, and neither a changed nor a cut off
// content reads as whole.

const (
	stanza      = "baodan-keyring"
	sealContext = "storage"
)

// safe wraps the key of a content. It implements age.Recipient and age.Identity.
type safe struct{ ring *seal.Keyring }

// Wrap implements age.Recipient: the data key comes first, after a byte that says how long it is.
func (s safe) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	key, box := s.ring.Seal(fileKey, sealContext)
	body := append([]byte{byte(len(key))}, key...)
	return []*age.Stanza{{Type: stanza, Body: append(body, box...)}}, nil
}

// Unwrap implements age.Identity.
func (s safe) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	key, box, err := parts(stanzas)
	if err != nil {
		return nil, err
	}
	return s.ring.Open(key, box, sealContext)
}

func parts(stanzas []*age.Stanza) (key, box []byte, err error) {
	if len(stanzas) != 1 || stanzas[0].Type != stanza {
		return nil, nil, fmt.Errorf("%w: not sealed by a keyring", age.ErrIncorrectIdentity)
	}
	body := stanzas[0].Body
	if len(body) == 0 || len(body) < 1+int(body[0]) {
		return nil, nil, seal.ErrSealed
	}
	end := 1 + int(body[0])
	return body[1:end], body[end:], nil
}

// glance reads which key wraps a content, and opens nothing.
type glance struct{ number uint32 }

var errSeen = errors.New("only looked at")

// Unwrap implements age.Identity.
func (g *glance) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	key, _, err := parts(stanzas)
	if err != nil {
		return nil, err
	}
	number, ok := seal.KeyNumber(key)
	if !ok {
		return nil, seal.ErrSealed
	}
	g.number = number
	return nil, errSeen
}

// wrappedBy is the number of the key-encryption key that wraps a content.
func wrappedBy(place string) (number uint32, err error) {
	file, err := os.Open(place)
	if err != nil {
		return 0, err
	}
	defer file.Close() //nolint:errcheck // it was read
	g := &glance{}
	if _, err := age.Decrypt(file, g); !errors.Is(err, errSeen) {
		return 0, fmt.Errorf("%s: %w", place, err)
	}
	return g.number, nil
}

// opened is a content that is read. It implements io.Seeker, too.
type opened struct {
	section  *io.SectionReader
	buffered *bufio.Reader // whole chunks; each read of the section costs as much as one
	file     *os.File
}

const chunk = 64 << 10

// Read implements io.Reader.
func (o *opened) Read(p []byte) (int, error) { return o.buffered.Read(p) }

// Seek implements io.Seeker.
func (o *opened) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset -= int64(o.buffered.Buffered())
	}
	at, err := o.section.Seek(offset, whence)
	o.buffered.Reset(o.section)
	return at, err
}

// Close implements io.Closer.
func (o *opened) Close() error { return o.file.Close() }

// openSealed reads what lies at a place.
func (s *Storage) openSealed(place string) (*opened, error) {
	file, err := os.Open(place)
	if err != nil {
		return nil, err
	}
	o, err := s.unseal(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", place, err), file.Close())
	}
	return o, nil
}

func (s *Storage) unseal(file *os.File) (*opened, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	content, size, err := age.DecryptReaderAt(file, info.Size(), safe{s.ring})
	if err != nil {
		return nil, err
	}
	section := io.NewSectionReader(content, 0, size)
	return &opened{section, bufio.NewReaderSize(section, chunk), file}, nil
}
