package access

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"sync"
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
	ranges []netip.Prefix
}

// Credentials holds the credentials in memory, in step with the database to within half a second.
type Credentials struct {
	store *work.Store
	ring  *seal.Keyring
	audit *audit.Log
	now   atomic.Pointer[credentials]
	used  sync.Map // credential -> *lastUse
}

type credentials struct {
	byKey    map[string]*Credential
	byBearer map[[sha256.Size]byte]*Credential
}

// DefaultRate is the cost points a second of a credential that says nothing else.
const DefaultRate = 1000

const (
	secretSize      = 32
	mostRate        = 1_000_000_000
	mostAddresses   = 50
	mostCredentials = 2 // live, of one half of a channel
)

var keyIDPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// NewCredentials loads the credentials and keeps them in step.
func NewCredentials(ctx context.Context, store *work.Store, cache *work.Cache, ring *seal.Keyring, audit *audit.Log) (*Credentials, error) {
	g := &Credentials{store: store, ring: ring, audit: audit}
	return g, cache.Keep(ctx, g.load)
}

// SealedColumns are those of secrets that channels sign with.
func (c *Credentials) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{{
		Table: "credentials", Column: "verifier", Narrow: "algorithm = 'hmac-sha256'", Also: "key_id", Packed: true,
		Context: func(_ int64, keyID string) string { return "credentials.verifier:" + keyID },
	}}
}

// Key is a signing credential by its key id, while it is neither expired nor revoked; nil otherwise.
func (c *Credentials) Key(id string, at time.Time) *Credential {
	return alive(c.now.Load().byKey[id], at)
}

// Bearer is the sandbox credential of a bearer key; nil where there is none. It is looked up by hash, so the time it
// takes tells nothing of the key.
func (c *Credentials) Bearer(key string, at time.Time) *Credential {
	return alive(c.now.Load().byBearer[sha256.Sum256([]byte(key))], at)
}

// Admits tells whether a credential may be used from an address, which may have a port. A credential that names no ranges
// may be used from everywhere.
func (c *Credential) Admits(address string) bool {
	if len(c.Addresses) == 0 {
		return true
	}
	from, err := netip.ParseAddr(address)
	if err != nil {
		withPort, err := netip.ParseAddrPort(address)
		if err != nil {
			return false
		}
		from = withPort.Addr()
	}
	from = from.Unmap().WithZone("")
	return slices.ContainsFunc(c.ranges, func(r netip.Prefix) bool { return r.Contains(from) })
}

// CredentialInput is a credential to add.
type CredentialInput struct {
	ChannelCode string
	Live        bool
	KeyID       string
	Algorithm   credential.Algorithm
	Material    []byte   // ed25519: the public key. bearer, hmac-sha256: the secret; empty: one is made
	Addresses   []string // ranges that may use it; none: all
	Rate        int      // cost points a second; 0: DefaultRate
	ExpiresAt   *time.Time
	Replaces    string        // key id of the one that it takes the place of; empty: none
	Overlap     time.Duration // that the replaced one works on
}

// AddCredential gives a channel a way to prove itself at once: people ask by distribution's RequestCredential, the
// command line is trusted. It answers the secret, which is shown this once. Faults: those of Prepare and Store.
func (c *Credentials) AddCredential(ctx context.Context, caller *Caller, in CredentialInput) (secret string, err error) {
	verifier, secret, err := c.Prepare(&in)
	if err != nil {
		return "", err
	}
	err = c.store.Do(ctx, "add credential", func(ctx context.Context, tx *work.Tx) error {
		return c.Store(ctx, tx, caller, &in, verifier, caller.Actor(), "")
	})
	return secret, err
}

// Prepare checks a credential and gives what is stored of it, and the secret to show, which is empty for ed25519: its
// secret half never leaves the channel. Addresses are put into their plain form. Bearer keys exist in the sandbox only.
// Fault: INVALID_VALUE.
func (c *Credentials) Prepare(in *CredentialInput) (verifier []byte, secret string, err error) {
	if in.Rate == 0 {
		in.Rate = DefaultRate
	}
	faults := in.check(c.store.Now())
	if in.Addresses, err = Ranges(in.Addresses); err != nil {
		faults = append(faults, fault.All(err)...)
	}
	if len(faults) > 0 {
		return nil, "", faults
	}
	verifier, secret = c.verifier(in)
	return verifier, secret, nil
}

// Store adds a prepared credential in a transaction, with its record; who names the one who asked for it. Faults:
// INVALID_VALUE where it has expired; NOT_FOUND for the channel, and for the key to replace; INVALID_STATE where that works
// no more; CONFLICT for a key id that is taken, and for a third live credential of one half.
func (c *Credentials) Store(ctx context.Context, tx *work.Tx, caller *Caller, in *CredentialInput, verifier []byte, who, reason string) error {
	owner, err := c.room(ctx, tx, in)
	if err != nil {
		return err
	}
	err = tx.Credential.Create().SetID(tx.NewKey()).SetChannelID(owner).SetKeyID(in.KeyID).
		SetAlgorithm(in.Algorithm).SetVerifier(verifier).SetRatePerSecond(in.Rate).SetAddresses(in.Addresses).
		SetMadeBy(who).SetNillableExpiresAt(in.ExpiresAt).SetCreatedAt(tx.Now).Exec(ctx)
	if work.IsDuplicate(err) {
		return fault.Newf(fault.CodeConflict, "key id %s is taken", in.KeyID).At("keyId")
	}
	if err != nil {
		return err
	}
	after := map[string]any{"algorithm": in.Algorithm, "live": in.Live, "addresses": in.Addresses, "ratePerSecond": in.Rate}
	if in.Replaces != "" {
		after["replaces"] = in.Replaces
	}
	err = c.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "credential.add", ObjectKind: "credential", Object: in.KeyID, ChannelID: owner, After: after, Reason: reason,
	})
	if err != nil {
		return err
	}
	return tx.Changed(ctx)
}

// Room tells whether a credential may be stored now, without storing it. Faults: those of Store.
func (c *Credentials) Room(ctx context.Context, tx *work.Tx, in *CredentialInput) error {
	owner, err := ownerOf(ctx, tx, in)
	if err != nil {
		return err
	}
	if taken, err := tx.Credential.Query().Where(credential.KeyID(in.KeyID)).Exist(ctx); err != nil || taken {
		return orFault(err, fault.Newf(fault.CodeConflict, "key id %s is taken", in.KeyID).At("keyId"))
	}
	_, err = check(ctx, tx, in, owner)
	return err
}

// room makes room for a credential and answers its channel's key: the replaced one ends after the overlap. Two that are
// stored at once take turns on the channel's row, and so count each other.
func (c *Credentials) room(ctx context.Context, tx *work.Tx, in *CredentialInput) (owner int64, err error) {
	if owner, err = ownerOf(ctx, tx, in); err != nil {
		return 0, err
	}
	if err := tx.Channel.Update().Where(channel.ID(owner)).AddRevision(0).Exec(ctx); err != nil {
		return 0, err
	}
	replaced, err := check(ctx, tx, in, owner)
	if err != nil || replaced == nil {
		return owner, err
	}
	end := tx.Now.Add(in.Overlap)
	if replaced.ExpiresAt != nil && replaced.ExpiresAt.Before(end) {
		return owner, nil
	}
	return owner, tx.Credential.UpdateOneID(replaced.ID).SetExpiresAt(end).Exec(ctx)
}

func ownerOf(ctx context.Context, tx *work.Tx, in *CredentialInput) (int64, error) {
	owner, err := tx.Channel.Query().Where(channel.Code(in.ChannelCode), channel.Live(in.Live)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return 0, fault.Newf(fault.CodeNotFound, "channel %s", in.ChannelCode).At("channelCode")
	}
	return owner, err
}

// check counts the live credentials of a half and finds the one to replace; nil: none is asked to be.
func check(ctx context.Context, tx *work.Tx, in *CredentialInput, owner int64) (replaced *ent.Credential, err error) {
	if in.ExpiresAt != nil && !in.ExpiresAt.After(tx.Now) {
		return nil, fault.New(fault.CodeInvalidValue, "it would have expired", "expiresAt")
	}
	rows, err := tx.Credential.Query().Where(credential.ChannelID(owner), credential.RevokedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	live := 0
	for _, row := range rows {
		works := row.ExpiresAt == nil || row.ExpiresAt.After(tx.Now)
		if works {
			live++
		}
		if row.KeyID == in.Replaces {
			if !works {
				return nil, fault.New(fault.CodeInvalidState, "the one to replace has expired", "replaces")
			}
			replaced = row
		}
	}
	switch {
	case in.Replaces != "" && replaced == nil:
		return nil, fault.New(fault.CodeNotFound, "the channel has no such credential in this half", "replaces")
	case replaced != nil && live > mostCredentials:
		return nil, fault.New(fault.CodeConflict, "three work while one takes another's place: wait, or revoke one", "replaces")
	case replaced == nil && live >= mostCredentials:
		return nil, fault.New(fault.CodeConflict, "two credentials work already: replace or revoke one")
	}
	return replaced, nil
}

func (in *CredentialInput) check(now time.Time) (faults fault.List) {
	bad := func(detail string, path ...string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, path...))
	}
	if !keyIDPattern.MatchString(in.KeyID) {
		bad("a key id is 1 to 64 letters, digits, _ and -", "keyId")
	}
	switch in.Algorithm {
	case credential.AlgorithmBearer:
		if in.Live {
			bad("bearer keys exist in the sandbox only", "algorithm")
		}
	case credential.AlgorithmEd25519:
		if len(in.Material) != ed25519.PublicKeySize {
			bad("an ed25519 public key has 32 bytes", "publicKey")
		}
	case credential.AlgorithmHMAC:
		if n := len(in.Material); n != 0 && (n < secretSize || n > 2*secretSize) {
			bad("an HMAC secret has 32 to 64 bytes", "material")
		}
	default:
		bad("ed25519, hmac-sha256, or bearer in the sandbox", "algorithm")
	}
	if in.Rate < 0 || in.Rate > mostRate {
		bad("a rate is positive, and a billion at most", "ratePerSecond")
	}
	if in.ExpiresAt != nil && !in.ExpiresAt.After(now) {
		bad("it would have expired", "expiresAt")
	}
	return faults
}

// Ranges puts ranges of addresses into their plain form. Fault: INVALID_VALUE for what is no CIDR range, for more than
// 50, and for one that is there twice.
func Ranges(list []string) ([]string, error) {
	var faults fault.List
	plain := make([]string, 0, len(list))
	if len(list) > mostAddresses {
		return nil, fault.List{fault.Newf(fault.CodeInvalidValue, "at most %d ranges", mostAddresses).At("addresses")}
	}
	for i, text := range list {
		r, err := netip.ParsePrefix(text)
		switch {
		case err != nil || r.Addr().Is4In6() || r != r.Masked():
			faults = append(faults, fault.New(fault.CodeInvalidValue, "a range is written 203.0.113.0/24 or 2001:db8::/32, with no bit set past its length", "addresses", strconv.Itoa(i)))
		case slices.Contains(plain, r.String()):
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the range is there twice", "addresses", strconv.Itoa(i)))
		default:
			plain = append(plain, r.String())
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return plain, nil
}

// verifier is what is stored, and the secret to show.
func (c *Credentials) verifier(in *CredentialInput) (stored []byte, secret string) {
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
	key, box := c.ring.Seal(in.Material, sealContext(in.KeyID))
	return append(append([]byte{byte(len(key))}, key...), box...), base64.StdEncoding.EncodeToString(in.Material)
}

func (c *Credentials) load(ctx context.Context) error {
	rows, err := c.store.Client.Credential.Query().Where(credential.RevokedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("load credentials: %w", err)
	}
	all := &credentials{byKey: map[string]*Credential{}, byBearer: map[[sha256.Size]byte]*Credential{}}
	for _, row := range rows {
		one := &Credential{Credential: row}
		for _, text := range row.Addresses {
			if r, err := netip.ParsePrefix(text); err == nil { // one that is none admits nobody
				one.ranges = append(one.ranges, r)
			}
		}
		switch row.Algorithm {
		case credential.AlgorithmBearer:
			all.byBearer[[sha256.Size]byte(row.Verifier)] = one
			continue
		case credential.AlgorithmHMAC:
			size := int(row.Verifier[0])
			if one.Secret, err = c.ring.Open(row.Verifier[1:1+size], row.Verifier[1+size:], sealContext(row.KeyID)); err != nil {
				return fmt.Errorf("secret of credential %s: %w", row.KeyID, err)
			}
		case credential.AlgorithmEd25519:
		}
		all.byKey[row.KeyID] = one
	}
	c.now.Store(all)
	return nil
}

func sealContext(keyID string) string { return "credentials.verifier:" + keyID }

func alive(c *Credential, at time.Time) *Credential {
	if c == nil || c.ExpiresAt != nil && !at.Before(*c.ExpiresAt) {
		return nil
	}
	return c
}

// orFault is a fault that counts where nothing else went wrong.
func orFault(err error, f fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}
