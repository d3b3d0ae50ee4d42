package access_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
)

// C8: keys prove a channel until they expire or are revoked; bearer keys exist in the sandbox only.
func TestCredentials(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		_, err := w.Distribution.AddChannel(ctx, insurancetest.Command, distribution.ChannelInput{Code: "shop", Name: "Shop"})
		require.NoError(t, err)
		tomorrow := w.Clock.Now().Add(24 * time.Hour)
		secret, err := w.Access.AddCredential(ctx, insurancetest.Command, access.CredentialInput{
			ChannelCode: "shop", Live: true, KeyID: "k-1", Algorithm: credential.AlgorithmHMAC, ExpiresAt: &tomorrow,
		})
		require.NoError(t, err)
		assert.Len(t, secret, 44, "32 bytes in base64")
		bearer, err := w.Access.AddCredential(ctx, insurancetest.Command, access.CredentialInput{ChannelCode: "shop", KeyID: "k-2", Algorithm: credential.AlgorithmBearer})
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(ctx))

		require.NotNil(t, w.Access.Key("k-1", w.Clock.Now()))
		assert.Nil(t, w.Access.Key("k-1", tomorrow), "expired")
		assert.Nil(t, w.Access.Key("k-2", w.Clock.Now()), "a bearer key signs nothing")
		require.NotNil(t, w.Access.Bearer(bearer, w.Clock.Now()))
		assert.Nil(t, w.Access.Bearer(bearer+"x", w.Clock.Now()))
		_, err = w.Distribution.RevokeCredential(ctx, insurancetest.Command, "k-1", "lost")
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.Nil(t, w.Access.Key("k-1", w.Clock.Now()), "revoked")

		rows := w.Store.Client.Credential.Query().AllX(ctx)
		for _, row := range rows {
			assert.False(t, bytes.Contains(row.Verifier, []byte(bearer)), "no key is stored in clear")
		}
	})
}

func TestMasks(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"张三": "*三", "欧阳小明": "***明", "李": "*", "": "", "Anna Li": "******i"} {
		assert.Equal(t, want, access.MaskName(in))
	}
	for in, want := range map[string]string{"11010519491231002X": "11**************2X", "E123": "****", "E1234": "E1*34"} {
		assert.Equal(t, want, access.MaskIdentityNo(in))
	}
	for in, want := range map[string]string{"13812341234": "138****1234", "+8613812341234": "+86*******1234", "1234567": "*******", "": ""} {
		assert.Equal(t, want, access.MaskPhone(in))
	}
	for in, want := range map[string]string{"zhang@example.com": "z****@example.com", "z@example.com": "*@example.com", "nobody": "******", "": ""} {
		assert.Equal(t, want, access.MaskEmail(in))
	}
	for in, want := range map[string]string{"浙江省杭州市文三路 100 号": "浙江省杭州市*********", "文三路": "***"} {
		assert.Equal(t, want, access.MaskAddress(in))
	}
	for in, want := range map[string]string{"6222021234567890": "************7890", "7890": "****"} {
		assert.Equal(t, want, access.MaskAccount(in))
	}
}

// A caller that is neither a channel nor of the insurer sees no rows at all.
func TestScopes(t *testing.T) {
	t.Parallel()
	for _, audience := range []access.Audience{access.Reporting, access.Public} {
		id, all := (&access.Caller{Audience: audience}).ChannelScope()
		assert.False(t, all)
		assert.Negative(t, id)
	}
	_, all := (&access.Caller{Audience: access.Ops}).ChannelScope()
	assert.True(t, all)
}
