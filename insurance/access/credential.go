package access

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"sync/atomic"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/channel"
	"baodan/ent/credential"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Credential proves a channel's machines.
type Credential struct {
	*ent.Credential
	Secret []byte // opened, of hmac-sha256
}

// Gate holds the credentials in memory, in step with the database to within half a second.
type Gate struct {
	store *work.Store
	ring  *seal.Keyring
	book  *audit.Book
	now   atomic.Pointer[credentials]
}

type credentials struct {
	byKey    map[string]*Credential
	byBearer map[[sha256.Size]byte]*Credential
}

// DefaultRate is the cost points a second of a credential that says nothing else.
const DefaultRate = 1000

const secretSize = 32

var keyIDPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// NewGate loads the credentials and keeps them in step.
func NewGate(ctx context.Context, store *work.Store, masters *work.Masters, ring *seal.Keyring, book *audit.Book) (*Gate, error) {
	g := &Gate{store: store, ring: ring, book: book}
	return g, masters.Keep(ctx, g.load)
}

// Key is a signing credential by its key id, while it is neither expired nor revoked; nil otherwise.
func (g *Gate) Key(id string, at time.Time) *Credential {
	return alive(g.now.Load().byKey[id], at)
}

// Bearer is the sandbox credential of a bearer key; nil where there is none. It is looked up by hash, so the time it
// takes tells nothing of the key.
func (g *Gate) Bearer(key string, at time.Time) *Credential {
	return alive(g.now.Load().byBearer[sha256.Sum256([]byte(key))], at)
}

// CredentialInput is a credential to add.
type CredentialInput struct {
	ChannelCode string
	Live        bool
	KeyID       string
	Algorithm   credential.Algorithm
	Material    []byte // ed25519: the public key. bearer, hmac-sha256: the secret; empty: one is made
	Rate        int    // cost points a second; 0: DefaultRate
	ExpiresAt   *time.Time
}

// AddCredential gives a channel a way to prove itself, and answers the secret, which is shown this once; it is empty
// for ed25519, whose secret half never leaves the channel. Bearer keys exist in the sandbox only. Faults:
// INVALID_VALUE, NOT_FOUND, CONFLICT for a key id that is taken.
func (g *Gate) AddCredential(ctx context.Context, in CredentialInput) (secret string, err error) {
	if err := in.validate(); err != nil {
		return "", err
	}
	if in.Rate == 0 {
		in.Rate = DefaultRate
	}
	verifier, secret := g.verifier(&in)
	err = g.store.Do(ctx, "add credential", func(ctx context.Context, tx *work.Tx) error {
		owner, err := tx.Channel.Query().Where(channel.Code(in.ChannelCode), channel.Live(in.Live)).OnlyID(ctx)
		if ent.IsNotFound(err) {
			return fault.Newf(fault.NotFound, "channel %s", in.ChannelCode)
		}
		if err != nil {
			return err
		}
		err = tx.Credential.Create().SetID(tx.NewKey()).SetChannelID(owner).SetKeyID(in.KeyID).
			SetAlgorithm(in.Algorithm).SetVerifier(verifier).SetRatePerSecond(in.Rate).
			SetNillableExpiresAt(in.ExpiresAt).SetCreatedAt(tx.Now).Exec(ctx)
		if work.IsDuplicate(err) {
			return fault.Newf(fault.Conflict, "key id %s is taken", in.KeyID)
		}
		if err != nil {
			return err
		}
		return tx.Changed(ctx)
	})
	return secret, err
}

// RevokeCredential ends a credential at once. Fault: NOT_FOUND.
func (g *Gate) RevokeCredential(ctx context.Context, keyID string) error {
	return g.store.Do(ctx, "revoke credential", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Credential.Update().Where(credential.KeyID(keyID), credential.RevokedAtIsNil()).
			SetRevokedAt(tx.Now).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Newf(fault.NotFound, "credential %s", keyID)
		}
		return tx.Changed(ctx)
	})
}

func (in *CredentialInput) validate() error {
	switch {
	case !keyIDPattern.MatchString(in.KeyID):
		return fault.New(fault.InvalidValue, "a key id is 1 to 64 letters, digits, _ and -", "keyId")
	case in.Algorithm == credential.AlgorithmBearer && in.Live:
		return fault.New(fault.InvalidValue, "bearer keys exist in the sandbox only", "algorithm")
	case in.Algorithm == credential.AlgorithmEd25519 && len(in.Material) != ed25519.PublicKeySize:
		return fault.New(fault.InvalidValue, "an ed25519 public key has 32 bytes", "material")
	case in.Algorithm == credential.AlgorithmHMAC && len(in.Material) != 0 && len(in.Material) < secretSize:
		return fault.New(fault.InvalidValue, "an HMAC secret has 32 bytes or more", "material")
	case in.Rate < 0:
		return fault.New(fault.InvalidValue, "a rate is positive", "rate")
	}
	return credential.AlgorithmValidator(in.Algorithm)
}

// verifier is what is stored, and the secret to show.
func (g *Gate) verifier(in *CredentialInput) (stored []byte, secret string) {
	if in.Algorithm == credential.AlgorithmEd25519 {
		return in.Material, ""
	}
	if len(in.Material) == 0 {
		in.Material = make([]byte, secretSize)
		rand.Read(in.Material) // never fails: it ends the program instead
		if in.Algorithm == credential.AlgorithmBearer {
			in.Material = []byte("sandbox-" + hex.EncodeToString(in.Material))
		}
	}
	if in.Algorithm == credential.AlgorithmBearer {
		sum := sha256.Sum256(in.Material)
		return sum[:], string(in.Material)
	}
	key, box := g.ring.Seal(in.Material, sealContext(in.KeyID))
	return append(append([]byte{byte(len(key))}, key...), box...), base64.StdEncoding.EncodeToString(in.Material)
}

func (g *Gate) load(ctx context.Context) error {
	rows, err := g.store.Client.Credential.Query().Where(credential.RevokedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("load credentials: %w", err)
	}
	c := &credentials{byKey: map[string]*Credential{}, byBearer: map[[sha256.Size]byte]*Credential{}}
	for _, row := range rows {
		one := &Credential{Credential: row}
		switch row.Algorithm {
		case credential.AlgorithmBearer:
			c.byBearer[[sha256.Size]byte(row.Verifier)] = one
			continue
		case credential.AlgorithmHMAC:
			size := int(row.Verifier[0])
			if one.Secret, err = g.ring.Open(row.Verifier[1:1+size], row.Verifier[1+size:], sealContext(row.KeyID)); err != nil {
				return fmt.Errorf("secret of credential %s: %w", row.KeyID, err)
			}
		case credential.AlgorithmEd25519:
		}
		c.byKey[row.KeyID] = one
	}
	g.now.Store(c)
	return nil
}

func sealContext(keyID string) string { return "credentials.verifier:" + keyID }

func alive(c *Credential, at time.Time) *Credential {
	if c == nil || c.ExpiresAt != nil && !at.Before(*c.ExpiresAt) {
		return nil
	}
	return c
}
