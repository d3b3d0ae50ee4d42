// Package seal protects bytes: envelope encryption of personal data, keyed hashes, signed tokens. It decides formats
// and algorithms (AES-256-GCM, HMAC-SHA-256, HKDF); where the keys come from and who may open what is decided above.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// Keyring holds the key-encryption keys, by number, and the root of the keyed hashes. It is safe for concurrent use.
//
// Every sealed value has a data key of its own, wrapped by the current key-encryption key: rotating wraps the small
// data keys again and never touches the values, and destroying one data key erases one value for good.
type Keyring struct {
	current uint32
	wraps   map[uint32]cipher.AEAD
	root    []byte
}

// ErrSealed is returned for whatever cannot be opened: another key, another context, a changed byte.
var ErrSealed = errors.New("sealed value cannot be opened")

const keySize = 32

type keyringFile struct {
	Current uint32            `json:"current"`
	Keys    map[uint32]string `json:"keys"`
	Root    string            `json:"root"`
}

// NewKeyringFile makes the text of a fresh keyring with one key.
func NewKeyringFile() []byte {
	random := func() string {
		b := make([]byte, keySize)
		rand.Read(b)
		return base64.StdEncoding.EncodeToString(b)
	}
	text, err := json.MarshalIndent(keyringFile{Current: 1, Keys: map[uint32]string{1: random()}, Root: random()}, "", "  ")
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return append(text, '\n')
}

// ParseKeyring reads a keyring file.
func ParseKeyring(text []byte) (*Keyring, error) {
	var f keyringFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	root, err := base64.StdEncoding.DecodeString(f.Root)
	if err != nil || len(root) != keySize {
		return nil, fmt.Errorf("keyring: root is not %d bytes in base64", keySize)
	}
	k := &Keyring{current: f.Current, wraps: map[uint32]cipher.AEAD{}, root: root}
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

// Seal encrypts a value under a fresh data key. The context (table, column, row, channel) must be given again to open
// it, so that a value moved elsewhere does not open. The first result is the wrapped data key: number of the
// key-encryption key, nonce, wrapped key.
func (k *Keyring) Seal(plain []byte, context string) (key, box []byte) {
	data := make([]byte, keySize)
	rand.Read(data)
	inner, err := aead(data)
	if err != nil {
		panic(err) // the size is right
	}
	// The data key encrypts one value only, so a constant nonce repeats nothing.
	box = inner.Seal(nil, make([]byte, inner.NonceSize()), plain, []byte(context))
	return k.wrap(k.current, data, context), box
}

// Open decrypts what Seal made.
func (k *Keyring) Open(key, box []byte, context string) ([]byte, error) {
	data, err := k.unwrap(key, context)
	if err != nil {
		return nil, err
	}
	inner, err := aead(data)
	if err != nil {
		return nil, ErrSealed
	}
	plain, err := inner.Open(nil, make([]byte, inner.NonceSize()), box, []byte(context))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Rewrap wraps a data key under the current key-encryption key; same says that it already was.
func (k *Keyring) Rewrap(key []byte, context string) (fresh []byte, same bool, err error) {
	if len(key) > 4 && binary.BigEndian.Uint32(key) == k.current {
		return key, true, nil
	}
	data, err := k.unwrap(key, context)
	if err != nil {
		return nil, false, err
	}
	return k.wrap(k.current, data, context), false, nil
}

func (k *Keyring) wrap(number uint32, data []byte, context string) []byte {
	outer := k.wraps[number]
	out := make([]byte, 4+outer.NonceSize(), 4+outer.NonceSize()+keySize+outer.Overhead())
	binary.BigEndian.PutUint32(out, number)
	rand.Read(out[4:])
	return outer.Seal(out, out[4:], data, []byte(context))
}

func (k *Keyring) unwrap(key []byte, context string) ([]byte, error) {
	if len(key) < 4 {
		return nil, ErrSealed
	}
	outer := k.wraps[binary.BigEndian.Uint32(key)]
	if outer == nil || len(key) < 4+outer.NonceSize() {
		return nil, ErrSealed
	}
	data, err := outer.Open(nil, key[4:4+outer.NonceSize()], key[4+outer.NonceSize():], []byte(context))
	if err != nil {
		return nil, ErrSealed
	}
	return data, nil
}

// Mac is a keyed hash for one purpose; hashes for different purposes have nothing in common.
type Mac struct{ key []byte }

// Mac derives the keyed hash of a purpose.
func (k *Keyring) Mac(purpose string) *Mac {
	key, err := hkdf.Key(sha256.New, k.root, nil, "baodan mac "+purpose, keySize)
	if err != nil {
		panic(err) // the length is right
	}
	return &Mac{key: key}
}

// Sum hashes the parts one after the other; the parts must not be ambiguous when joined.
func (m *Mac) Sum(parts ...[]byte) []byte {
	h := hmac.New(sha256.New, m.key)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
