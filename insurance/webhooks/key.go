package webhooks

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Key is a signing key without its secret.
type Key struct {
	KeyID     string
	Scheme    webhookkey.Scheme
	PublicKey *string // whpk_…; nil for v1
	RetiresAt *time.Time
}

// RotateInput is an endpoint that is to have a new key.
type RotateInput struct {
	ID               work.EndpointKey
	ExpectedRevision *int // nil: whichever it has
	OverlapHours     *int // for which the old ones sign on; nil: a day
	WithoutOverlap   bool // the old ones stop at once
}

// Rotate gives an endpoint a new key of the same scheme, which is shown this once; the old ones sign on for the
// overlap. Faults: NOT_FOUND; INVALID_VALUE for an overlap of less than an hour or more than a week, and where five keys
// sign already.
func (s *Settings) Rotate(ctx context.Context, caller *access.Caller, in RotateInput) (endpoint *ent.WebhookEndpoint, key string, err error) {
	overlap, err := access.Overlap(in.OverlapHours, in.WithoutOverlap, mostOverlap)
	if err != nil {
		return nil, "", err
	}
	err = s.store.Do(ctx, "rotate webhook key", func(ctx context.Context, tx *work.Tx) error {
		endpoint, err = touch(ctx, tx, caller, in.ID, in.ExpectedRevision)
		if err != nil {
			return err
		}
		live, err := s.keys.liveKeys(ctx, tx.Client(), endpoint)
		if err != nil {
			return err
		}
		if len(live) >= mostKeys && overlap > 0 {
			return fault.New(fault.CodeInvalidValue, "five keys sign already: wait until one retires, or let all retire without overlap", "overlapHours")
		}
		if err := s.keys.retire(ctx, tx, endpoint, overlap); err != nil {
			return err
		}
		if key, err = s.keys.newKey(ctx, tx, endpoint, live[len(live)-1].Scheme); err != nil {
			return err
		}
		return recordAudit(ctx, tx, s.audit, caller, "endpoint.rotate", endpoint, map[string]any{"overlapHours": overlap.Hours()})
	})
	if err != nil {
		return nil, "", err
	}
	return endpoint, key, nil
}

// Keys of endpoints, oldest first: those that sign, and those that retired less than a day ago.
func (s *Settings) Keys(ctx context.Context, endpoints []*ent.WebhookEndpoint) (map[int64][]*Key, error) {
	since := func(e *ent.WebhookEndpoint) time.Time { return s.distribution.Now(e.ChannelID).Add(-24 * time.Hour) }
	all, err := keysSince(ctx, s.store.Client, endpoints, since)
	if err != nil {
		return nil, err
	}
	keys := make(map[int64][]*Key, len(endpoints))
	for id, rows := range all {
		for _, row := range rows {
			key := &Key{KeyID: work.WebhookKeyID.Of(row.ID), Scheme: row.Scheme, RetiresAt: row.RetiresAt}
			if row.Scheme == webhookkey.SchemeEd25519 {
				shown := publicText(row.Public)
				key.PublicKey = &shown
			}
			keys[id] = append(keys[id], key)
		}
	}
	return keys, nil
}

// signingKeys makes the keys that sign for endpoints, opens them, and lets them retire.
type signingKeys struct {
	store        *work.Store
	distribution *distribution.Service
	ring         *seal.Keyring
}

// liveKeys are the keys that sign now by the channel's clock, oldest first.
func (s *signingKeys) liveKeys(ctx context.Context, client *ent.Client, e *ent.WebhookEndpoint) ([]*ent.WebhookKey, error) {
	all, err := keysSince(ctx, client, []*ent.WebhookEndpoint{e}, func(e *ent.WebhookEndpoint) time.Time { return s.distribution.Now(e.ChannelID) })
	return all[e.ID], err
}

// keysSince are the keys of endpoints that had not retired at an instant, which each endpoint has by its channel's clock.
func keysSince(ctx context.Context, client *ent.Client, endpoints []*ent.WebhookEndpoint, since func(*ent.WebhookEndpoint) time.Time) (map[int64][]*ent.WebhookKey, error) {
	any := make([]predicate.WebhookKey, len(endpoints))
	for i, e := range endpoints {
		any[i] = webhookkey.And(webhookkey.EndpointID(e.ID), webhookkey.Or(webhookkey.RetiresAtIsNil(), webhookkey.RetiresAtGT(since(e))))
	}
	rows, err := client.WebhookKey.Query().Where(webhookkey.Or(any...)).Order(ent.Asc(webhookkey.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("keys of endpoints: %w", err)
	}
	return work.Group(rows, func(k *ent.WebhookKey) int64 { return k.EndpointID }), nil
}

// retire lets the keys that have no end yet sign on for a while only, by the channel's clock; with no overlap, those
// of earlier rotations end at once too.
func (s *signingKeys) retire(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, overlap time.Duration) error {
	end := s.distribution.Now(e.ChannelID).Add(overlap)
	return tx.WebhookKey.Update().
		Where(webhookkey.EndpointID(e.ID), webhookkey.Or(webhookkey.RetiresAtIsNil(), webhookkey.RetiresAtGT(end))).
		SetRetiresAt(end).Exec(ctx)
}

// newKey makes and stores a key and answers what the caller is shown: the secret of v1, the public half of v1a, whose
// private half nobody is shown.
func (s *signingKeys) newKey(ctx context.Context, tx *work.Tx, e *ent.WebhookEndpoint, scheme webhookkey.Scheme) (string, error) {
	secret := make([]byte, 32)
	rand.Read(secret)
	row := &ent.WebhookKey{ID: tx.NewKey(), ChannelID: e.ChannelID}
	create := tx.WebhookKey.Create().SetID(row.ID).SetChannelID(e.ChannelID).SetEndpointID(e.ID).SetScheme(scheme).
		SetCreatedAt(s.distribution.Now(e.ChannelID))
	shown := "whsec_" + base64.StdEncoding.EncodeToString(secret)
	if scheme == webhookkey.SchemeEd25519 {
		public := ed25519.NewKeyFromSeed(secret)[ed25519.SeedSize:]
		create.SetPublic(public)
		shown = publicText(public)
	}
	key, box := s.ring.Seal(secret, sealContext(row))
	return shown, create.SetSecretKey(key).SetSecret(box).Exec(ctx)
}

// signersOf opens the keys that sign for an endpoint now.
func (s *signingKeys) signersOf(ctx context.Context, e *ent.WebhookEndpoint) ([]signer, error) {
	rows, err := s.liveKeys(ctx, s.store.Client, e)
	if err != nil {
		return nil, err
	}
	signers := make([]signer, len(rows))
	for i, row := range rows {
		secret, err := s.ring.Open(row.SecretKey, row.Secret, sealContext(row))
		if err != nil {
			return nil, fmt.Errorf("webhook key %d: %w", row.ID, err)
		}
		signers[i] = signer{row.Scheme, secret}
	}
	return signers, nil
}

// sealContext binds a secret to its table, column, channel and row.
func sealContext(row *ent.WebhookKey) string {
	return "webhook_keys.secret:" + strconv.FormatInt(row.ChannelID, 10) + ":" + strconv.FormatInt(row.ID, 10)
}

func publicText(public []byte) string { return "whpk_" + base64.StdEncoding.EncodeToString(public) }

// SealedColumns are those of signing keys.
func (s *Settings) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("webhook_keys", "secret")}
}

// touch locks an endpoint of the caller's channel for the transaction, by moving its revision: whatever a worker
// learned of it before no longer counts. Faults: NOT_FOUND, CONFLICT where its revision is not the expected one.
func touch(ctx context.Context, tx *work.Tx, caller *access.Caller, which work.EndpointKey, expected *int) (*ent.WebhookEndpoint, error) {
	id := int64(which)
	mine := []predicate.WebhookEndpoint{webhookendpoint.ID(id), webhookendpoint.DeletedAtIsNil(), caller.InView(webhookendpoint.FieldChannelID)}
	update := tx.WebhookEndpoint.Update().Where(mine...).AddRevision(1)
	if expected != nil {
		update.Where(webhookendpoint.Revision(*expected))
	}
	n, err := update.Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		there, err := tx.WebhookEndpoint.Query().Where(mine...).Exist(ctx)
		switch {
		case err != nil:
			return nil, err
		case there:
			return nil, fault.Changed(work.EndpointID.Of(id), "the endpoint was changed meanwhile", "expectedRevision")
		}
		return nil, fault.New(fault.CodeNotFound, "no such endpoint", "id")
	}
	return tx.WebhookEndpoint.Get(ctx, id)
}
