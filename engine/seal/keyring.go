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
	"encoding/binary"
	"errors"
	"sync"
	"sync/atomic"
)

// Keyring holds the key-encryption keys, by number, and the root of the keyed hashes. It is safe for concurrent use,
// also while it is loaded again.
//
// Every sealed value has a data key of its own, wrapped by the current key-encryption key: rotating wraps the small
// data keys again and never touches the values, and destroying one data key erases one value for good.
type Keyring struct {
	now  atomic.Pointer[keys]
	root []byte // never changes
	mu   sync.Mutex
	load func() ([]byte, error) // see OnUnknown; under mu
}

// keys are the key-encryption keys at a time; they never change.
type keys struct {
	current uint32
	wraps   map[uint32]cipher.AEAD
}

// ErrSealed is returned for whatever cannot be opened: another key, another context, a changed byte.
var ErrSealed = errors.New("sealed value cannot be opened")

const keySize = 32

// ParseKeyring reads a keyring file.
func ParseKeyring(text []byte) (*Keyring, error) {
	f, err := readFile(text)
	if err != nil {
		return nil, err
	}
	now, err := f.open()
	if err != nil {
		return nil, err
	}
	k := &Keyring{root: f.root}
	k.now.Store(now)
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
	return k.now.Load().wrap(data, context), box
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
	now := k.now.Load()
	if number, ok := KeyNumber(key); ok && number == now.current {
		return key, true, nil
	}
	data, err := k.unwrap(key, context)
	if err != nil {
		return nil, false, err
	}
	return now.wrap(data, context), false, nil
}

// Current is the number of the key that wraps now.
func (k *Keyring) Current() uint32 { return k.now.Load().current }

// KeyNumber is the number of the key-encryption key that wrapped a data key; false for what is none.
func KeyNumber(key []byte) (uint32, bool) {
	if len(key) <= 4 {
		return 0, false
	}
	return binary.BigEndian.Uint32(key), true
}

func (k *keys) wrap(data []byte, context string) []byte {
	outer := k.wraps[k.current]
	out := make([]byte, 4+outer.NonceSize(), 4+outer.NonceSize()+keySize+outer.Overhead())
	binary.BigEndian.PutUint32(out, k.current)
	rand.Read(out[4:])
	return outer.Seal(out, out[4:], data, []byte(context))
}

func (k *Keyring) unwrap(key []byte, context string) ([]byte, error) {
	number, ok := KeyNumber(key)
	if !ok {
		return nil, ErrSealed
	}
	outer := k.now.Load().wraps[number]
	if outer == nil {
		outer = k.meet(number)
	}
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
