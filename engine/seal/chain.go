package seal

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
)

// Signer signs statements of one purpose with Ed25519. Everyone who has the public key may check them; who has the keyring
// may make them.
type Signer struct{ key ed25519.PrivateKey }

// Signer derives the signer of a purpose.
func (k *Keyring) Signer(purpose string) *Signer {
	seed, err := hkdf.Key(sha256.New, k.root, nil, "baodan signature "+purpose, ed25519.SeedSize)
	if err != nil {
		panic(err) // the length is right
	}
	return &Signer{key: ed25519.NewKeyFromSeed(seed)}
}

// Sign signs a statement.
func (s *Signer) Sign(statement []byte) []byte { return ed25519.Sign(s.key, statement) }

// Verify tells whether this signer signed a statement.
func (s *Signer) Verify(statement, signature []byte) bool {
	return ed25519.Verify(s.key.Public().(ed25519.PublicKey), statement, signature)
}

// Public is the key by which others check.
func (s *Signer) Public() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }
