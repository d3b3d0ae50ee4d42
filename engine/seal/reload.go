package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// keyringFile is a keyring as it is written.
type keyringFile struct {
	Current uint32            `json:"current"`
	Since   *time.Time        `json:"since,omitempty"` // when current became so; null: from the beginning
	Keys    map[uint32]string `json:"keys"`
	Root    string            `json:"root"`

	root []byte
}

// NewKeyringFile makes the text of a fresh keyring with one key.
func NewKeyringFile() []byte {
	return (&keyringFile{Current: 1, Keys: map[uint32]string{1: random()}, Root: random()}).text()
}

func random() string {
	b := make([]byte, keySize)
	rand.Read(b) // never fails: it ends the program instead
	return base64.StdEncoding.EncodeToString(b)
}

func readFile(text []byte) (*keyringFile, error) {
	var f keyringFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	var err error
	if f.root, err = base64.StdEncoding.DecodeString(f.Root); err != nil || len(f.root) != keySize {
		return nil, fmt.Errorf("keyring: root is not %d bytes in base64", keySize)
	}
	return &f, nil
}

func (f *keyringFile) text() []byte {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // strings, numbers and times always marshal
	}
	return append(text, '\n')
}

// open makes the keys of a file ready for use.
func (f *keyringFile) open() (*keys, error) {
	k := &keys{current: f.Current, wraps: map[uint32]cipher.AEAD{}}
	for number, encoded := range f.Keys {
		key, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || len(key) != keySize {
			return nil, fmt.Errorf("keyring: key %d is not %d bytes in base64", number, keySize)
		}
		if k.wraps[number], err = aead(key); err != nil {
			return nil, err
		}
	}
	if k.wraps[f.Current] == nil {
		return nil, fmt.Errorf("keyring: the current key %d is missing", f.Current)
	}
	return k, nil
}

// Reload takes the keys of a newer file over; what is under way goes on with those it has. A file with another root is
// refused, since every keyed hash hangs on it. Changed tells whether another key wraps now.
func (k *Keyring) Reload(text []byte) (changed bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.reload(text)
}

func (k *Keyring) reload(text []byte) (changed bool, err error) {
	f, err := readFile(text)
	if err != nil {
		return false, err
	}
	if !bytes.Equal(f.root, k.root) {
		return false, errors.New("keyring: another root; that of a keyring never changes")
	}
	fresh, err := f.open()
	if err != nil {
		return false, err
	}
	return k.now.Swap(fresh).current != fresh.current, nil
}

// OnUnknown says how the newest file is read. It is read at once where a value is met that a key wrapped which is not
// known here: another server may have it already.
func (k *Keyring) OnUnknown(load func() ([]byte, error)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.load = load
}

// meet looks for a key in the newest file; nil where there is none.
func (k *Keyring) meet(number uint32) cipher.AEAD {
	k.mu.Lock()
	defer k.mu.Unlock()
	if known := k.now.Load().wraps[number]; known != nil || k.load == nil {
		return known // somebody was faster
	}
	text, err := k.load()
	if err != nil {
		return nil // the value does not open, and says so
	}
	if _, err := k.reload(text); err != nil {
		return nil
	}
	return k.now.Load().wraps[number]
}

// AddKey adds a fresh key to the text of a keyring, under the number after the highest. It wraps nothing yet: where
// servers have copies of the file, all must have the key before one uses it.
func AddKey(text []byte) (fresh []byte, number uint32, err error) {
	f, err := readFile(text)
	if err != nil {
		return nil, 0, err
	}
	for n := range f.Keys {
		number = max(number, n)
	}
	number++
	f.Keys[number] = random()
	return f.text(), number, nil
}

// UseKey makes a key of a keyring's text the one that wraps, from an instant on.
func UseKey(text []byte, number uint32, now time.Time) ([]byte, error) {
	f, err := readFile(text)
	if err != nil {
		return nil, err
	}
	if f.Keys[number] == "" {
		return nil, fmt.Errorf("keyring: there is no key %d", number)
	}
	if f.Current != number {
		since := now.UTC().Truncate(time.Second)
		f.Current, f.Since = number, &since
	}
	return f.text(), nil
}

// settled is how long every process may take to learn of another current key, and to end what it seals with the last.
const settled = time.Minute

// RetireKey takes a key out of a keyring's text. It refuses the current one, and any within a minute after another
// became current: a process that has not looked yet may still wrap with it. Whether any value needs it is for the
// caller to know.
func RetireKey(text []byte, number uint32, now time.Time) ([]byte, error) {
	f, err := readFile(text)
	switch {
	case err != nil:
		return nil, err
	case f.Keys[number] == "":
		return nil, fmt.Errorf("keyring: there is no key %d", number)
	case f.Current == number:
		return nil, fmt.Errorf("keyring: key %d is the current one", number)
	case f.Since != nil && now.Before(f.Since.Add(settled)):
		return nil, fmt.Errorf("keyring: key %d is current since %s; wait a minute, until every process knows", f.Current, f.Since.Format(time.RFC3339))
	}
	delete(f.Keys, number)
	return f.text(), nil
}

// Since is when the current key of a keyring's text became so; zero: from the beginning.
func Since(text []byte) (time.Time, error) {
	f, err := readFile(text)
	if err != nil || f.Since == nil {
		return time.Time{}, err
	}
	return *f.Since, nil
}
