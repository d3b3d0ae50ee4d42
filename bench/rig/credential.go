package rig

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"baodan/server/httpsig"
)

// credentials gives the sample channel and its partners a key each.
func (r *Rig) credentials(ctx context.Context) (err error) {
	if r.Signer, err = r.credential(ctx, channel, keyID); err != nil {
		return err
	}
	r.Partners = map[string]*httpsig.Signer{}
	for _, p := range r.options.Partners {
		if _, err := r.tool(ctx, "agreement", "add", p.Channel, p.Agreement, p.Product, "--commission", "0.10"); err != nil {
			return err
		}
		if r.Partners[p.Channel], err = r.credential(ctx, p.Channel, keyID+"-"+p.Channel); err != nil {
			return err
		}
	}
	return nil
}

// credential gives the live half of a sample channel a key without a limit worth the name.
func (r *Rig) credential(ctx context.Context, channel, id string) (*httpsig.Signer, error) {
	key := httpsig.PrivateKey{ID: id, Algorithm: r.options.Algorithm}
	arguments := []string{"credential", "add", channel, id, "--live", "--algorithm", string(key.Algorithm), "--rate", "100000000"}
	if key.Algorithm == httpsig.Ed25519 {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			return nil, err
		}
		key.Private = private
		arguments = append(arguments, "--material", base64.StdEncoding.EncodeToString(public))
	}
	secret, err := r.tool(ctx, arguments...)
	if err != nil {
		return nil, err
	}
	if key.Algorithm == httpsig.HMACSHA256 {
		if key.Secret, err = base64.StdEncoding.DecodeString(strings.TrimSpace(secret)); err != nil {
			return nil, fmt.Errorf("credential add printed no secret: %w", err)
		}
	}
	return httpsig.NewSigner(key)
}
