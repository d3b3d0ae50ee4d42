package access_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// Addresses that a credential admits: IPv4, IPv6, IPv4 written as IPv6, with and without a port.
func TestAddressesOfCredentials(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		_, err := w.Access.AddCredential(t.Context(), insurancetest.Command, access.CredentialInput{
			ChannelCode: insurancetest.Mall, Live: true, KeyID: "k", Algorithm: credential.AlgorithmHMAC,
			Addresses: []string{"203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32"},
		})
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(t.Context()))
		c := w.Access.Key("k", w.Clock.Now())
		for address, want := range map[string]bool{
			"203.0.113.9": true, "203.0.113.9:4711": true, "203.0.114.0": false, "198.51.100.7": true, "198.51.100.8": false,
			"::ffff:203.0.113.9": true, "[::ffff:203.0.113.9]:1": true, "2001:db8:1::1": true, "2001:db9::1": false,
			"[2001:db8::2]:443": true, "fe80::1%eth0": false, "": false, "nonsense": false, "203.0.113.9, 203.0.113.8": false,
		} {
			assert.Equal(t, want, c.Admits(address), address)
		}
	})
}

func TestRangesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, list := range [][]string{
		{"203.0.113.5/24"}, {"203.0.113.0"}, {"203.0.113.0/33"}, {"::ffff:203.0.113.0/120"}, {""}, {"x"}, {"10.0.0.0/8 "},
		{"10.0.0.0/8", "10.0.0.0/8"}, {"2001:DB8::/32", "2001:db8::/32"}, make([]string, 51),
	} {
		_, err := access.Ranges(list)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%q: %v", list, err)
	}
	plain, err := access.Ranges([]string{"2001:DB8:0::/32", "0.0.0.0/0"})
	require.NoError(t, err)
	assert.Equal(t, []string{"2001:db8::/32", "0.0.0.0/0"}, plain)
}

func TestCredentialsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		past := w.Clock.Now()
		for name, c := range map[string]struct {
			change func(*access.CredentialInput)
			code   fault.Code
		}{
			"key id with space":  {func(in *access.CredentialInput) { in.KeyID = "a b" }, fault.CodeInvalidValue},
			"long key id":        {func(in *access.CredentialInput) { in.KeyID = strings.Repeat("k", 65) }, fault.CodeInvalidValue},
			"algorithm":          {func(in *access.CredentialInput) { in.Algorithm = "none" }, fault.CodeInvalidValue},
			"live bearer":        {func(in *access.CredentialInput) { in.Algorithm = credential.AlgorithmBearer }, fault.CodeInvalidValue},
			"short secret":       {func(in *access.CredentialInput) { in.Material = make([]byte, 31) }, fault.CodeInvalidValue},
			"long secret":        {func(in *access.CredentialInput) { in.Material = make([]byte, 65) }, fault.CodeInvalidValue},
			"public key of none": {func(in *access.CredentialInput) { in.Algorithm = credential.AlgorithmEd25519 }, fault.CodeInvalidValue},
			"negative rate":      {func(in *access.CredentialInput) { in.Rate = -1 }, fault.CodeInvalidValue},
			"rate without end":   {func(in *access.CredentialInput) { in.Rate = 1_000_000_001 }, fault.CodeInvalidValue},
			"expired":            {func(in *access.CredentialInput) { in.ExpiresAt = &past }, fault.CodeInvalidValue},
			"range":              {func(in *access.CredentialInput) { in.Addresses = []string{"10.0.0.1/8"} }, fault.CodeInvalidValue},
			"channel is none":    {func(in *access.CredentialInput) { in.ChannelCode = "nobody" }, fault.CodeNotFound},
			"replaces none":      {func(in *access.CredentialInput) { in.Replaces = "other" }, fault.CodeNotFound},
		} {
			in := access.CredentialInput{ChannelCode: insurancetest.Mall, Live: true, KeyID: "k", Algorithm: credential.AlgorithmHMAC}
			c.change(&in)
			_, err := w.Access.AddCredential(t.Context(), insurancetest.Command, in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
		}
		good := access.CredentialInput{ChannelCode: insurancetest.Mall, KeyID: "k", Algorithm: credential.AlgorithmHMAC}
		_, err := w.Access.AddCredential(t.Context(), insurancetest.Command, good)
		require.NoError(t, err)
		_, err = w.Access.AddCredential(t.Context(), insurancetest.Command, good)
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		assert.Equal(t, 1, w.Store.Client.Credential.Query().CountX(t.Context()))
	})
}

// Use is remembered in memory and stored at once for all; it never goes backwards, whichever server stores last.
func TestLastUseOfCredentials(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		_, err := w.Access.AddCredential(t.Context(), insurancetest.Command, access.CredentialInput{
			ChannelCode: insurancetest.Mall, Live: true, KeyID: "k", Algorithm: credential.AlgorithmHMAC,
		})
		require.NoError(t, err)
		other := w.AddServer()
		require.NoError(t, w.Cache.Refresh(t.Context()))
		last := func() *time.Time {
			return w.Store.Client.Credential.Query().Where(credential.KeyID("k")).OnlyX(t.Context()).LastUsedAt
		}
		early, late := w.Clock.Now(), w.Clock.Now().Add(20*time.Second)
		other.Access.Used(other.Access.Key("k", early), late)
		w.Access.Used(w.Access.Key("k", early), early)
		assert.Nil(t, last(), "nothing is written while it is used")
		require.NoError(t, other.Access.StoreUse(t.Context()))
		assert.WithinDuration(t, late, *last(), 0)
		require.NoError(t, w.Access.StoreUse(t.Context()))
		assert.WithinDuration(t, late, *last(), 0)
		w.Access.Used(w.Access.Key("k", early), late.Add(time.Minute))
		require.NoError(t, w.Access.StoreUse(t.Context()))
		assert.WithinDuration(t, late.Add(time.Minute), *last(), 0)
	})
}

// The verifier that is stored tells nothing of the secret.
func TestSecretsAreNotStored(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		for id, algorithm := range map[string]credential.Algorithm{"h": credential.AlgorithmHMAC, "b": credential.AlgorithmBearer} {
			secret, err := w.Access.AddCredential(t.Context(), insurancetest.Command, access.CredentialInput{
				ChannelCode: insurancetest.Mall, KeyID: id, Algorithm: algorithm,
			})
			require.NoError(t, err)
			raw, _ := base64.StdEncoding.DecodeString(secret)
			stored := string(w.Store.Client.Credential.Query().Where(credential.KeyID(id)).OnlyX(t.Context()).Verifier)
			assert.NotContains(t, stored, secret)
			assert.False(t, len(raw) == sha256.Size && strings.Contains(stored, string(raw)))
		}
	})
}
