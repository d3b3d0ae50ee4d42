package distribution

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// ChannelCredentials lets channels have credentials that were approved, changes and revokes them.
type ChannelCredentials struct {
	store     *work.Store
	access    *access.Credentials
	audit     *audit.Log
	approvals *approval.Service
}

// CredentialRequest asks for a credential.
type CredentialRequest struct {
	RequestNo      string
	ChannelCode    string
	Mode           work.Mode
	KeyID          string
	Algorithm      credential.Algorithm
	PublicKey      *string // base64, of ed25519; nil: a secret is made
	Addresses      []string
	RatePerSecond  *int // nil: 1,000
	ExpiresAt      *time.Time
	Replaces       string // key id; empty: none
	OverlapHours   *int   // for which the one that is replaced works on; nil: a day
	WithoutOverlap bool   // the one that is replaced stops at once
	Reason         string
}

// mostOverlap is how long a credential that is replaced works on.
const mostOverlap = 720 * time.Hour

// wantedCredential is a request for a credential as it is frozen and shown.
type wantedCredential struct {
	ChannelCode   string     `json:"channelCode"`
	Mode          work.Mode  `json:"mode"`
	KeyID         string     `json:"keyId"`
	Algorithm     string     `json:"algorithm"`
	PublicKey     string     `json:"publicKey,omitempty"`
	Addresses     []string   `json:"addresses"`
	RatePerSecond int        `json:"ratePerSecond"`
	ExpiresAt     *time.Time `json:"expiresAt,omitempty"`
	Replaces      string     `json:"replaces,omitempty"`
	OverlapHours  int        `json:"overlapHours,omitempty"`
}

// sealedCredential is what takes effect of it and is never shown: a hash, or a sealed secret.
type sealedCredential struct {
	Verifier []byte `json:"verifier"`
}

// RequestCredential asks for a credential (C8), of the sandbox as well, or for one that takes another's place. The
// secret, if there is one, is made and answered now and works once a security admin other than the caller approves.
// Faults: INVALID_VALUE, NOT_FOUND, INVALID_STATE; CONFLICT for a key id that is taken or waits, and for a third live
// credential.
func (s *ChannelCredentials) RequestCredential(ctx context.Context, caller *access.Caller, in CredentialRequest) (asked *ent.Approval, secret string, err error) {
	wanted, made, err := in.check()
	if err != nil {
		return nil, "", err
	}
	verifier, secret, err := s.access.Prepare(made)
	if err != nil {
		return nil, "", err
	}
	wanted.Addresses = made.Addresses
	err = s.store.Do(ctx, "request credential", func(ctx context.Context, tx *work.Tx) error {
		channels, err := both(ctx, tx, in.ChannelCode)
		if err != nil {
			return err
		}
		if err := s.access.Room(ctx, tx, made); err != nil {
			return err
		}
		half := channels[0]
		if !in.Mode.IsLive() {
			half = channels[1]
		}
		asked, err = s.approvals.Request(ctx, tx, caller, approval.Request{
			Kind: entapproval.KindCredential, Object: in.KeyID, ChannelID: half.ID, Content: wanted,
			Secret: sealedCredential{verifier}, Reason: in.Reason,
		})
		if err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, asked.ID, secret)
	})
	if err != nil {
		return nil, "", err
	}
	return asked, secret, nil
}

// check reads a request into what is shown of it and what is made.
func (in *CredentialRequest) check() (*wantedCredential, *access.CredentialInput, error) {
	var faults fault.List
	if err := approval.CheckReason(in.Reason); err != nil {
		faults = append(faults, fault.All(err)...)
	}
	overlap, err := access.Overlap(in.OverlapHours, in.WithoutOverlap, mostOverlap)
	faults = append(faults, fault.All(err)...)
	rate := access.DefaultRate
	if in.RatePerSecond != nil {
		rate = *in.RatePerSecond
	}
	if rate < 1 {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a rate is positive", "ratePerSecond"))
	}
	wanted := &wantedCredential{
		ChannelCode: in.ChannelCode, Mode: work.ModeOf(in.Mode.IsLive()), KeyID: in.KeyID, Algorithm: string(in.Algorithm),
		RatePerSecond: rate, ExpiresAt: in.ExpiresAt, Replaces: in.Replaces,
	}
	if in.Replaces != "" {
		wanted.OverlapHours = int(overlap.Hours())
	}
	made := wanted.input(nil)
	if in.PublicKey != nil {
		key, err := base64.StdEncoding.DecodeString(*in.PublicKey)
		if err != nil || made.Algorithm != credential.AlgorithmEd25519 {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "base64, of ed25519; secrets are made here", "publicKey"))
		}
		made.Material, wanted.PublicKey = key, *in.PublicKey
	}
	made.Addresses = in.Addresses
	if len(faults) > 0 {
		return nil, nil, faults
	}
	return wanted, made, nil
}

func (w *wantedCredential) input(addresses []string) *access.CredentialInput {
	return &access.CredentialInput{
		ChannelCode: w.ChannelCode, Live: w.Mode.IsLive(), KeyID: w.KeyID, Algorithm: credential.Algorithm(w.Algorithm),
		Addresses: addresses, Rate: w.RatePerSecond, ExpiresAt: w.ExpiresAt, Replaces: w.Replaces,
		Overlap: time.Duration(w.OverlapHours) * time.Hour,
	}
}

// applyCredential lets an approved credential work. Faults: those of access.Credentials' Store; a key id that was taken
// meanwhile, and a third live credential, make the request void.
func (s *ChannelCredentials) applyCredential(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var wanted wantedCredential
	var sealed sealedCredential
	if err := read(r.Content, &wanted); err != nil {
		return fmt.Errorf("request %d: %w", r.ID, err)
	}
	if r.Secret == nil {
		return fmt.Errorf("request %d has no verifier", r.ID)
	}
	if err := read(*r.Secret, &sealed); err != nil {
		return fmt.Errorf("request %d: %w", r.ID, err)
	}
	who, err := asker(ctx, tx, r)
	if err != nil {
		return err
	}
	return s.access.Store(ctx, tx, by, wanted.input(wanted.Addresses), sealed.Verifier, who, r.Reason)
}

// RevokeInput is a credential to end.
type RevokeInput struct {
	KeyID            string
	ExpectedRevision *int // nil: whichever it has, for the command line
	Reason           string
}

// RevokeCredential ends a credential at once. Faults: INVALID_VALUE for the reason; NOT_FOUND for one that is not there or
// was revoked before.
func (s *ChannelCredentials) RevokeCredential(ctx context.Context, caller *access.Caller, in RevokeInput) (*ent.Credential, error) {
	return s.withCredential(ctx, caller, in.KeyID, in.ExpectedRevision, in.Reason, "credential.revoke", func(tx *work.Tx, row *ent.Credential) (*ent.CredentialUpdate, audit.Entry) {
		return tx.Credential.Update().SetRevokedAt(tx.Now), audit.Entry{}
	})
}

// AddressesInput says from where a credential may be used.
type AddressesInput struct {
	KeyID            string
	ExpectedRevision *int     // nil: whichever it has, for the command line
	Addresses        []string // ranges; none: all
	Reason           string
}

// SetCredentialAddresses says which ranges of addresses may use a credential; none: all. Faults: INVALID_VALUE,
// NOT_FOUND.
func (s *ChannelCredentials) SetCredentialAddresses(ctx context.Context, caller *access.Caller, in AddressesInput) (*ent.Credential, error) {
	plain, err := access.Ranges(in.Addresses)
	if err != nil {
		return nil, err
	}
	return s.withCredential(ctx, caller, in.KeyID, in.ExpectedRevision, in.Reason, "credential.addresses", func(tx *work.Tx, row *ent.Credential) (*ent.CredentialUpdate, audit.Entry) {
		return tx.Credential.Update().SetAddresses(plain), audit.Entry{
			Before: map[string]any{"addresses": row.Addresses}, After: map[string]any{"addresses": plain},
		}
	})
}

// noCredential refuses what is not there: NOT_FOUND.
func noCredential(keyID string) error {
	return fault.Newf(fault.CodeNotFound, "credential %s", keyID).At("keyId")
}

// mayChange refuses a credential that was revoked, as one that never was: NOT_FOUND.
func mayChange(row *ent.Credential) error {
	if row.RevokedAt != nil {
		return noCredential(row.KeyID)
	}
	return nil
}

// withCredential changes a credential that is not revoked, with its record.
func (s *ChannelCredentials) withCredential(
	ctx context.Context, caller *access.Caller, keyID string, expected *int, reason, action string,
	change func(*work.Tx, *ent.Credential) (*ent.CredentialUpdate, audit.Entry),
) (*ent.Credential, error) {
	if err := approval.CheckReason(reason); err != nil {
		return nil, err
	}
	missing := noCredential(keyID)
	var after *ent.Credential
	err := s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) error {
		row, err := tx.Credential.Query().Where(credential.KeyID(keyID)).Only(ctx)
		if ent.IsNotFound(err) {
			return missing
		}
		if err != nil {
			return err
		}
		if expected != nil && row.Revision != *expected {
			return fault.Changed(work.CredentialID.Of(row.ID), "somebody changed the credential meanwhile", "expectedRevision")
		}
		if err := mayChange(row); err != nil {
			return err
		}
		update, entry := change(tx, row)
		n, err := update.Where(credential.ID(row.ID), credential.Revision(row.Revision), credential.RevokedAtIsNil()).AddRevision(1).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return missing
		}
		if row, err = tx.Credential.Get(ctx, row.ID); err != nil {
			return err
		}
		after = row.Unwrap()
		entry.Action, entry.ObjectKind, entry.Object, entry.ChannelID, entry.Reason = action, "credential", keyID, row.ChannelID, reason
		return recordChange(ctx, tx, s.audit, caller, entry)
	})
	return onlyIf(after, err)
}
