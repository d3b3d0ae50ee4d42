package webhooks_test

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/ent/webhookendpoint"
	"baodan/ent/webhookkey"
	"baodan/insurance/event"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// verify is the algorithm that Standard Webhooks publishes for receivers, for both schemes.
func verify(key string, header map[string]string, body []byte, now time.Time) error {
	seconds, err := strconv.ParseInt(header["webhook-timestamp"], 10, 64)
	if err != nil {
		return err
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > 5*time.Minute || age < -5*time.Minute {
		return errors.New("too old or from the future")
	}
	prefix, encoded, _ := strings.Cut(key, "_")
	material, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return err
	}
	content := []byte(header["webhook-id"] + "." + header["webhook-timestamp"] + "." + string(body))
	for _, one := range strings.Split(header["webhook-signature"], " ") {
		version, text, _ := strings.Cut(one, ",")
		signature, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			continue
		}
		if version == "v1" && prefix == "whsec" {
			mac := hmac.New(sha256.New, material)
			mac.Write(content)
			if hmac.Equal(mac.Sum(nil), signature) {
				return nil
			}
		}
		if version == "v1a" && prefix == "whpk" && ed25519.Verify(material, content, signature) {
			return nil
		}
	}
	return errors.New("no signature fits")
}

// verifyByTheLibrary verifies as receivers do that use the library of Standard Webhooks; it knows v1 only.
func verifyByTheLibrary(t *testing.T, secret string, g got) {
	t.Helper()
	library, err := standardwebhooks.NewWebhook(secret)
	require.NoError(t, err)
	header := http.Header{}
	for name, value := range g.Header {
		header.Set(name, value)
	}
	require.NoError(t, library.VerifyIgnoringTimestamp(g.Body, header))
	require.Error(t, library.VerifyIgnoringTimestamp(append(g.Body, ' '), header))
}

// Every live key signs, retired ones do not, and a changed byte is noticed (api item 7).
func TestSignaturesAndRotation(t *testing.T) {
	t.Parallel()
	for _, scheme := range []webhookkey.Scheme{webhookkey.SchemeHMAC, webhookkey.SchemeEd25519} {
		t.Run(string(scheme), func(t *testing.T) {
			each(t, func(t *testing.T, p *post) { testRotation(t, p, scheme) })
		})
	}
}

func testRotation(t *testing.T, p *post, scheme webhookkey.Scheme) {
	ctx := context.Background()
	e, first, err := p.Webhooks.Set(ctx, p.mall, webhooks.EndpointInput{
		URL: "https://hooks.example.com/x", EventTypes: []string{"*"}, Ordering: webhookendpoint.OrderingNone, Scheme: scheme,
	})
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(first, map[webhookkey.Scheme]string{"v1": "whsec_", "v1a": "whpk_"}[scheme]))
	p.attend(t)
	require.NoError(t, verify(first, p.receiver.got[0].Header, p.receiver.got[0].Body, p.Clock.Now()), "the challenge is signed")

	seq := 0
	next := func() got {
		seq++
		p.receiver.forget()
		p.happen(t, "C1", seq, seq)
		p.relay(t)
		p.deliver(t, e.ID)
		require.Len(t, p.receiver.events(), 1)
		return p.receiver.events()[0]
	}
	_, second, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), OverlapHours: new(24)})
	require.NoError(t, err)
	assert.NotEqual(t, first, second)
	g := next()
	assert.Len(t, strings.Fields(g.Header["webhook-signature"]), 2)
	require.NoError(t, verify(first, g.Header, g.Body, p.Clock.Now()))
	require.NoError(t, verify(second, g.Header, g.Body, p.Clock.Now()))
	require.Error(t, verify(second, g.Header, g.Body, p.Clock.Now().Add(time.Hour)))
	if scheme == "v1" {
		verifyByTheLibrary(t, second, g)
	}
	rapid.Check(t, func(r *rapid.T) {
		body, header := append([]byte{}, g.Body...), map[string]string{}
		for k, v := range g.Header {
			header[k] = v
		}
		switch rapid.IntRange(0, 2).Draw(r, "what") {
		case 0:
			body[rapid.IntRange(0, len(body)-1).Draw(r, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(r, "by"))
		case 1:
			header["webhook-id"] += rapid.StringN(1, 5, 10).Draw(r, "id")
		case 2:
			at, _ := strconv.ParseInt(header["webhook-timestamp"], 10, 64)
			header["webhook-timestamp"] = strconv.FormatInt(at+rapid.Int64Range(1, 299).Draw(r, "later"), 10)
		}
		if verify(second, header, body, p.Clock.Now()) == nil {
			r.Fatalf("a change was not noticed")
		}
	})
	p.Clock.Advance(25 * time.Hour)
	g = next()
	require.Error(t, verify(first, g.Header, g.Body, p.Clock.Now()), "the old key has retired")
	require.NoError(t, verify(second, g.Header, g.Body, p.Clock.Now()))
	keys, err := insurancetest.Of(ctx, p.Webhooks.Keys, e, e.ID)
	require.NoError(t, err)
	require.Len(t, keys, 2, "one retired less than a day ago")
	assert.NotNil(t, keys[0].RetiresAt)
	assert.Nil(t, keys[1].RetiresAt)
	assert.True(t, strings.HasPrefix(keys[1].KeyID, "whk_"))
	if scheme == "v1a" {
		assert.Equal(t, second, *keys[1].PublicKey)
	} else {
		assert.Nil(t, keys[1].PublicKey)
	}
	_, third, err := p.Webhooks.Rotate(ctx, p.mall, webhooks.RotateInput{ID: work.EndpointKey(e.ID), WithoutOverlap: true})
	require.NoError(t, err)
	g = next()
	require.Error(t, verify(second, g.Header, g.Body, p.Clock.Now()))
	require.NoError(t, verify(third, g.Header, g.Body, p.Clock.Now()))
}

// The message is what docs/events says, and its id is the one that the API answers.
func TestMessage(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingNone)
		id := p.happen(t, "C1", 3, 3)[0]
		p.relay(t)
		p.deliver(t, e.ID)
		g := p.receiver.events()[0]
		assert.Equal(t, work.EventID.Of(id), webhooks.MessageID(id))
		assert.Equal(t, webhooks.MessageID(id), g.Header["webhook-id"])
		assert.Equal(t, strconv.FormatInt(p.Clock.Now().Unix(), 10), g.Header["webhook-timestamp"])
		attempts, err := attemptsAt(p, p.deliveries(e.ID)[0])
		require.NoError(t, err)
		assert.Regexp(t, "^00-"+attempts[0].TraceID+"-[0-9a-f]{16}-01$", g.Header["traceparent"])
		assert.Equal(t, 10*time.Second, g.Timeout)
		stored := p.Store.Client.Event.GetX(context.Background(), id)
		assert.JSONEq(t, `{"id": "`+webhooks.MessageID(id)+`", "type": "claim.in_review", "timestamp": "2026-11-23T02:00:00.000Z",
			"apiVersion": "`+event.Version+`", "subject": "C1", "sequence": 3, "live": true, "data": `+stored.Payload+`}`, string(g.Body))
	})
}

// Secrets are nowhere in clear, and a row that was moved to another endpoint's channel does not open.
func TestSecretsAreSealed(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		e, secret, err := p.Webhooks.Set(ctx, p.mall, webhooks.EndpointInput{
			URL: "https://hooks.example.com/x", EventTypes: []string{"*"}, Ordering: webhookendpoint.OrderingNone, Scheme: "v1",
		})
		require.NoError(t, err)
		material, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		require.NoError(t, err)
		row := p.Store.Client.WebhookKey.Query().OnlyX(ctx)
		assert.NotContains(t, string(row.Secret)+string(row.SecretKey), string(material))
		p.Store.Client.WebhookKey.DeleteOne(row).ExecX(ctx)
		p.Store.Client.WebhookKey.Create().SetID(row.ID + 1).SetChannelID(row.ChannelID).SetEndpointID(e.ID).SetScheme(row.Scheme).
			SetSecret(row.Secret).SetSecretKey(row.SecretKey).SetCreatedAt(row.CreatedAt).ExecX(ctx)
		_, _, err = p.Webhooks.Attend(ctx, 0)
		assert.Error(t, err)
	})
}
