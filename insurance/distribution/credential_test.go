package distribution_test

import (
	"encoding/base64"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/ent/credential"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

func wanted(keyID string) distribution.CredentialRequest {
	return distribution.CredentialRequest{
		ChannelCode: insurancetest.Mall, KeyID: keyID, Algorithm: "hmac-sha256", RatePerSecond: new(100), OverlapHours: new(24), Reason: "r",
	}
}

// grant asks for a credential and has it approved.
func grant(t *testing.T, w *insurancetest.World, in distribution.CredentialRequest) {
	t.Helper()
	asked, _, err := w.Distribution.RequestCredential(ctx, w.Person("sam"), in)
	require.NoError(t, err)
	require.NoError(t, approve(w, "sec", asked))
	require.NoError(t, w.Cache.Refresh(ctx))
}

// C8: the secret is shown to the one who asks, works once a security admin other than them approved, and is nowhere to be read.
func TestCredentialsNeedFourEyes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		asked, secret, err := w.Distribution.RequestCredential(ctx, w.Person("sec"), wanted("k-1"))
		require.NoError(t, err)
		raw, err := base64.StdEncoding.DecodeString(secret)
		require.NoError(t, err)
		row := w.Store.Client.Approval.GetX(ctx, asked.ID)
		assert.NotContains(t, row.Content+*row.Secret, secret)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.Nil(t, w.Access.Key("k-1", w.Clock.Now()), "it waits")
		assert.True(t, fault.Has(approve(w, "sec", asked), fault.CodeFourEyes))
		assert.True(t, fault.Has(approve(w, "sam", asked), fault.CodeFourEyes))
		require.NoError(t, approve(w, "sly", asked))
		require.NoError(t, w.Cache.Refresh(ctx))
		c := w.Access.Key("k-1", w.Clock.Now())
		assert.Equal(t, []any{raw, "person:sec", 100}, []any{c.Secret, c.MadeBy, c.RatePerSecond})
		for _, record := range w.Store.Client.AuditRecord.Query().AllX(ctx) {
			if record.After != nil {
				assert.NotContains(t, *record.After, secret)
			}
		}
	})
}

// Two work at once; a third takes another's place, which works on for the overlap.
func TestCredentialsTakeTurns(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		grant(t, w, wanted("k-1"))
		grant(t, w, wanted("k-2"))
		_, _, err := w.Distribution.RequestCredential(ctx, w.Person("sam"), wanted("k-3"))
		has(t, err, fault.CodeConflict, "")
		third := wanted("k-3")
		third.Replaces = "k-1"
		grant(t, w, third)
		works := func() (list []string) {
			for _, id := range []string{"k-1", "k-2", "k-3", "k-4"} {
				if w.Access.Key(id, w.Clock.Now()) != nil {
					list = append(list, id)
				}
			}
			return list
		}
		assert.Equal(t, []string{"k-1", "k-2", "k-3"}, works())
		fourth := wanted("k-4")
		fourth.Replaces = "k-2"
		_, _, err = w.Distribution.RequestCredential(ctx, w.Person("sam"), fourth)
		has(t, err, fault.CodeConflict, "replaces")
		w.Clock.Advance(24 * time.Hour)
		assert.Equal(t, []string{"k-2", "k-3"}, works())
		fourth.Replaces = "k-1"
		_, _, err = w.Distribution.RequestCredential(ctx, w.Person("sam"), fourth)
		has(t, err, fault.CodeInvalidState, "replaces")
		_, err = w.Distribution.RevokeCredential(ctx, w.Person("sam"), distribution.RevokeInput{KeyID: "k-3", Reason: "lost"})
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.Equal(t, []string{"k-2"}, works())
		_, err = w.Distribution.RevokeCredential(ctx, w.Person("sam"), distribution.RevokeInput{KeyID: "k-3", Reason: "lost"})
		has(t, err, fault.CodeNotFound, "keyId")
		mall := w.Caller(insurancetest.Mall).Channel
		list, err := insurancetest.Of(ctx, w.Access.CredentialsOf, mall, mall.ID)
		require.NoError(t, err)
		assert.Len(t, list, 2, "one of them expired")
		assert.Equal(t, []string{"approval.request", "approval.approve", "credential.add", "credential.revoke"}, actions(w, "k-3"))
	})
}

// However many are approved at once, two work.
func TestCredentialsApprovedAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		grant(t, w, wanted("k-0"))
		var asked []*ent.Approval
		for _, id := range []string{"k-1", "k-2", "k-3"} {
			r, _, err := w.Distribution.RequestCredential(ctx, w.Person("sam"), wanted(id))
			require.NoError(t, err)
			asked = append(asked, r)
		}
		var group sync.WaitGroup
		var conflicts atomic.Int32
		w.Person("sec")
		for _, r := range asked {
			group.Go(func() {
				if err := approve(w, "sec", r); fault.Has(err, fault.CodeConflict) {
					conflicts.Add(1)
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 2, conflicts.Load())
		assert.Equal(t, 2, w.Store.Client.Credential.Query().CountX(ctx))
		assert.Equal(t, 2, w.Store.Client.Approval.Query().Where(stored.StateEQ(stored.StateVoid)).CountX(ctx))
	})
}

func TestRequestsForCredentialsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		key, broken := base64.StdEncoding.EncodeToString(make([]byte, 32)), "%%"
		past := w.Clock.Now()
		for name, c := range map[string]struct {
			change func(*distribution.CredentialRequest)
			code   fault.Code
			path   string
		}{
			"no reason":        {func(in *distribution.CredentialRequest) { in.Reason = "" }, fault.CodeInvalidValue, "reason"},
			"overlap below":    {func(in *distribution.CredentialRequest) { in.OverlapHours = new(-1) }, fault.CodeInvalidValue, "overlapHours"},
			"long overlap":     {func(in *distribution.CredentialRequest) { in.OverlapHours = new(721) }, fault.CodeInvalidValue, "overlapHours"},
			"no rate":          {func(in *distribution.CredentialRequest) { in.RatePerSecond = new(0) }, fault.CodeInvalidValue, "ratePerSecond"},
			"a secret of ours": {func(in *distribution.CredentialRequest) { in.PublicKey = &key }, fault.CodeInvalidValue, "publicKey"},
			"broken key":       {func(in *distribution.CredentialRequest) { in.Algorithm, in.PublicKey = "ed25519", &broken }, fault.CodeInvalidValue, "publicKey"},
			"no key":           {func(in *distribution.CredentialRequest) { in.Algorithm = "ed25519" }, fault.CodeInvalidValue, "publicKey"},
			"live bearer":      {func(in *distribution.CredentialRequest) { in.Algorithm = "bearer" }, fault.CodeInvalidValue, "algorithm"},
			"key id":           {func(in *distribution.CredentialRequest) { in.KeyID = strings.Repeat("k", 65) }, fault.CodeInvalidValue, "keyId"},
			"range":            {func(in *distribution.CredentialRequest) { in.Addresses = []string{"10.0.0.0/8", "x"} }, fault.CodeInvalidValue, "addresses.1"},
			"expired":          {func(in *distribution.CredentialRequest) { in.ExpiresAt = &past }, fault.CodeInvalidValue, "expiresAt"},
			"channel is none":  {func(in *distribution.CredentialRequest) { in.ChannelCode = "nobody" }, fault.CodeNotFound, "channelCode"},
			"replaces none":    {func(in *distribution.CredentialRequest) { in.Replaces = "k-0" }, fault.CodeNotFound, "replaces"},
		} {
			in := wanted("k-1")
			c.change(&in)
			_, secret, err := w.Distribution.RequestCredential(ctx, w.Person("sam"), in)
			t.Log(name)
			has(t, err, c.code, c.path)
			assert.Empty(t, secret)
		}
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))
		_, err := w.Distribution.SetCredentialAddresses(ctx, w.Person("sam"), distribution.AddressesInput{KeyID: "k-1", Addresses: nil, Reason: "r"})
		has(t, err, fault.CodeNotFound, "keyId")
	})
}

// C9: addresses are set and taken away, on record.
func TestAddressesAreSet(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		grant(t, w, wanted("k-1"))
		row, err := w.Distribution.SetCredentialAddresses(ctx, w.Person("sec"), distribution.AddressesInput{KeyID: "k-1", Addresses: []string{"192.0.2.0/24"}, Reason: "their office"})
		require.NoError(t, err)
		assert.Equal(t, []string{"192.0.2.0/24"}, row.Addresses)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.False(t, w.Access.Key("k-1", w.Clock.Now()).Admits("198.51.100.1"))
		_, err = w.Distribution.SetCredentialAddresses(ctx, w.Person("sec"), distribution.AddressesInput{KeyID: "k-1", Addresses: nil, Reason: "everywhere"})
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.True(t, w.Access.Key("k-1", w.Clock.Now()).Admits("198.51.100.1"))
		assert.Equal(t, 1, w.Store.Client.Credential.Query().Where(credential.RevokedAtIsNil()).CountX(ctx))
		assert.Contains(t, actions(w, "k-1"), "credential.addresses")
	})
}

// What channels use of the deprecated adds up over servers and days, for 30 days.
func TestUsesOfTheDeprecated(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		other := w.AddServer()
		w.Distribution.UsedDeprecated(1, []string{"Query.old", "Policy.rating"})
		w.Distribution.UsedDeprecated(1, []string{"Query.old"})
		other.Distribution.UsedDeprecated(1, []string{"Query.old"})
		other.Distribution.UsedDeprecated(2, []string{"Query.other"})
		var group sync.WaitGroup
		for _, s := range []*insurancetest.Server{w.Server, other, w.Server} {
			group.Go(func() { assert.NoError(t, s.Distribution.StoreUses(ctx)) })
		}
		group.Wait()
		w.Clock.Advance(10 * 24 * time.Hour)
		w.Distribution.UsedDeprecated(1, []string{"Query.old"})
		require.NoError(t, w.Distribution.StoreUses(ctx))
		check := func(want map[string]int64) {
			t.Helper()
			list, err := insurancetest.Of(ctx, w.Distribution.DeprecationsOf, &ent.Channel{ID: 1}, 1)
			require.NoError(t, err)
			got := map[string]int64{}
			for _, u := range list {
				got[u.Coordinate] = u.Calls
			}
			assert.Equal(t, want, got)
		}
		check(map[string]int64{"Query.old": 4, "Policy.rating": 1})
		w.Clock.Advance(25 * 24 * time.Hour)
		check(map[string]int64{"Query.old": 1})
	})
}
