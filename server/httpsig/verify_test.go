package httpsig_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

func TestSignedRequestsPass(t *testing.T) {
	t.Parallel()
	for _, key := range []httpsig.PrivateKey{hmacKey, edwardsKey} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for _, address := range []string{
				"https://api.example.com/graphql", "http://API.Example.com:80/a%2Fb?x=%20y&z", "http://127.0.0.1:8080", "http://[::1]:8080/",
			} {
				for _, body := range []string{"", body} {
					r, err := http.NewRequest(method, address, bytes.NewBufferString(body))
					require.NoError(t, err)
					r.Header.Set("Content-Type", "application/json")
					signer, err := httpsig.NewSigner(key)
					require.NoError(t, err)
					require.NoError(t, signer.Sign(r, []byte(body), now))
					require.NoError(t, signer.Sign(r, []byte(body), now), "a retry signs again")
					c := call{method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, key.Public(), now}
					assert.NoError(t, c.verify(), "%s %s %q", method, address, body)
				}
			}
		}
	}
}

func TestParamsAreThoseSent(t *testing.T) {
	t.Parallel()
	m, err := httpsig.Parse(signed(t, edwardsKey, nil, now))
	require.NoError(t, err)
	assert.Equal(t, httpsig.Params{KeyID: "demo-mall-2", Nonce: "0123456789abcdef", Created: now, Algorithm: "ed25519"}, m.Params())
}

func TestTamperingIsSeen(t *testing.T) {
	t.Parallel()
	all := `("@method" "@authority" "@path" "@query" "content-type" "content-digest" "x-trace")`
	require.NoError(t, forge(all, complete).verify())
	for name, tamper := range map[string]func(*call){
		"method":       func(c *call) { c.method = "GET" },
		"method case":  func(c *call) { c.method = "post" },
		"authority":    func(c *call) { c.authority = "api.example.org" },
		"port":         func(c *call) { c.authority += ":8080" },
		"kelvin sign":  func(c *call) { c.authority = "api.example.com\u212a" },
		"path":         func(c *call) { c.path += "/" },
		"query":        func(c *call) { c.query = "admin=1" },
		"content-type": func(c *call) { c.header.Set("Content-Type", "text/plain") },
		"header":       func(c *call) { c.header["X-Trace"] = []string{"b", "a"} },
		"more header":  func(c *call) { c.header.Add("X-Trace", "c") },
		"created":      func(c *call) { replace(c, "Signature-Input", "1780000000", "1780000001") },
		"nonce":        func(c *call) { replace(c, "Signature-Input", "abcdef", "abcdeg") },
		"no parameter": func(c *call) { replace(c, "Signature-Input", complete, complete+";expires=1780000200") },
		"order":        func(c *call) { replace(c, "Signature-Input", `"@method" "@authority"`, `"@authority" "@method"`) },
		"fewer":        func(c *call) { replace(c, "Signature-Input", ` "x-trace"`, "") },
		"digest": func(c *call) {
			c.header.Set("Content-Digest", httpsig.ContentDigest([]byte("other")))
			c.body = "other"
		},
		"signature":    func(c *call) { c.header.Set("Signature", "sig1=:"+strings.Repeat("A", 43)+"=:") },
		"short":        func(c *call) { c.header.Set("Signature", "sig1=:AAAA:") },
		"empty":        func(c *call) { c.header.Set("Signature", "sig1=::") },
		"other secret": func(c *call) { c.key.Secret = bytes.Repeat([]byte("x"), 32) },
	} {
		c := forge(all, complete)
		tamper(&c)
		want := httpsig.SignatureInvalid
		if name == "kelvin sign" {
			want = httpsig.SignatureMalformed
		}
		assert.Equal(t, want, httpsig.ReasonOf(c.verify()), name)
	}
	c := forge(all, complete)
	c.body += " "
	assert.Equal(t, httpsig.DigestMismatch, httpsig.ReasonOf(c.verify()))
	c.body = ""
	assert.Equal(t, httpsig.DigestMismatch, httpsig.ReasonOf(c.verify()), "a body taken away")
}

// A captured GET once cancelled a policy, because the signature left out the method.
func TestSignaturesThatLeaveOutTheMethodAreRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, forge(covering, complete).verify())
	for _, name := range []string{`"@method" `, `"@authority" `, `"@path" `, ` "content-digest"`} {
		c := forge(strings.Replace(covering, name, "", 1), complete)
		err := c.verify()
		assert.Equal(t, httpsig.ComponentMissing, httpsig.ReasonOf(err), name)
		assert.ErrorContains(t, err, strings.Trim(name, `" `))
	}
	assert.Equal(t, httpsig.ComponentMissing, httpsig.ReasonOf(forge("()", complete).verify()))
	c := forge(covering, complete)
	c.query = "x=1"
	assert.Equal(t, httpsig.ComponentMissing, httpsig.ReasonOf(c.verify()), "a query that is not covered")
	c = forge(`("@method" "@authority" "@path" "content-digest" "x-none")`, complete)
	assert.Equal(t, httpsig.ComponentMissing, httpsig.ReasonOf(c.verify()), "a covered header that is not there")
	c = forge(covering, complete)
	c.header.Del("Content-Digest")
	assert.Equal(t, httpsig.ComponentMissing, httpsig.ReasonOf(c.verify()))
	c = forge(`("@method" "@authority" "@path")`, complete)
	c.body = ""
	assert.NoError(t, c.verify(), "no body, no digest")
	for _, name := range []string{"@target-uri", "@request-target", "@scheme", "@query-param", "@status", "@signature-params", "@x"} {
		c := forge(fmt.Sprintf(`("@method" "@authority" "@path" %q "content-digest")`, name), complete)
		assert.Equal(t, httpsig.ComponentUnsupported, httpsig.ReasonOf(c.verify()), name)
	}
}

func TestTimesYearsAheadOrAnHourAgoAreRefused(t *testing.T) {
	t.Parallel()
	for _, at := range []struct {
		created string
		now     time.Duration
		want    httpsig.Reason
	}{
		{"1780000000", 300 * time.Second, ""},
		{"1780000000", 300*time.Second + 1, httpsig.SignatureStale},
		{"1780000000", -300 * time.Second, ""},
		{"1780000000", -300*time.Second - 1, httpsig.SignatureStale},
		{"2095360000", 0, httpsig.SignatureStale}, // ten years ahead
		{"1780000000", time.Hour, httpsig.SignatureStale},
		{"0", 0, httpsig.SignatureStale},
		{"999999999999999", 0, httpsig.SignatureStale},
		{"1780000000000", 0, httpsig.SignatureStale}, // milliseconds
		{"1780000000;expires=1780000010", 10 * time.Second, ""},
		{"1780000000;expires=1780000010", 10*time.Second + 1, httpsig.SignatureStale},
		{"1780000000;expires=0", 0, httpsig.SignatureStale},
		{"1780000000;expires=999999999999999", 301 * time.Second, httpsig.SignatureStale},
	} {
		c := forge(covering, strings.Replace(complete, "1780000000", at.created, 1))
		c.now = now.Add(at.now)
		assert.Equal(t, at.want, httpsig.ReasonOf(c.verify()), "%s at %s", at.created, at.now)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	c := forge(covering, complete+`;alg="hmac-sha256"`)
	require.NoError(t, c.verify())
	c.key.ID = "another"
	assert.Equal(t, httpsig.UnknownKey, httpsig.ReasonOf(c.verify()))
	for _, key := range []httpsig.Key{
		{},
		{ID: "demo-mall-1"},
		{ID: "demo-mall-1", Algorithm: "none"},
		{ID: "demo-mall-1", Algorithm: httpsig.HMACSHA256},
		{ID: "demo-mall-1", Algorithm: httpsig.HMACSHA256, Secret: hmacKey.Secret[:31]},
		{ID: "demo-mall-1", Algorithm: httpsig.Ed25519, Secret: hmacKey.Secret},
		{ID: "demo-mall-1", Algorithm: httpsig.Ed25519, Public: make(ed25519.PublicKey, 31)},
	} {
		c.key = key
		assert.Equal(t, httpsig.UnknownKey, httpsig.ReasonOf(c.verify()), "%+v", key)
	}
	for _, alg := range []string{"ed25519", "HMAC-SHA256", "none", "rsa-pss-sha512"} {
		c := forge(covering, complete+fmt.Sprintf(";alg=%q", alg))
		assert.Equal(t, httpsig.AlgorithmMismatch, httpsig.ReasonOf(c.verify()), alg)
	}
}

// An attacker who knows a public key must not be able to use it as a secret.
func TestThePublicKeyIsNoSecret(t *testing.T) {
	t.Parallel()
	public := edwardsKey.Public()
	thief := httpsig.PrivateKey{ID: public.ID, Algorithm: httpsig.HMACSHA256, Secret: public.Public}
	c := call{"POST", "api.example.com", "/graphql", "", signed(t, thief, []byte(body), now), body, public, now}
	assert.Equal(t, httpsig.AlgorithmMismatch, httpsig.ReasonOf(c.verify()))
	replace(&c, "Signature-Input", `;alg="hmac-sha256"`, "")
	assert.Equal(t, httpsig.SignatureInvalid, httpsig.ReasonOf(c.verify()))
}

func TestDigestsInOtherFormsAreRefused(t *testing.T) {
	t.Parallel()
	right := httpsig.ContentDigest([]byte(body))
	require.NoError(t, forgeDigest(covering, complete, right).verify())
	encoded := right[len("sha-256=:") : len(right)-1]
	for _, value := range []string{
		"", "sha-256=", "sha-256=:", "sha-256=::", right + " ", " " + right, right + ", " + right, right + ";a=1",
		"SHA-256=:" + encoded + ":", "sha-512=:" + encoded + ":", "sha-512=:AAAA:, " + right, `sha-256="` + encoded + `"`,
		"sha-256=:" + encoded[:43] + ":", "sha-256=:" + encoded + encoded + ":", "sha-256=:" + strings.Repeat("A", 500) + ":",
		"sha-256=:" + strings.ReplaceAll(encoded, "=", "!") + ":", encoded,
	} {
		assert.Equal(t, httpsig.DigestMismatch, httpsig.ReasonOf(forgeDigest(covering, complete, value).verify()), value)
	}
	c := forgeDigest(covering, complete, right+", "+right)
	c.header["Content-Digest"] = []string{right, right}
	assert.Equal(t, httpsig.DigestMismatch, httpsig.ReasonOf(c.verify()), "two lines")
}

func TestSignersRefuseUselessKeys(t *testing.T) {
	t.Parallel()
	secret := hmacKey.Secret
	for _, key := range []httpsig.PrivateKey{
		{},
		{ID: "a", Algorithm: "none", Secret: secret},
		{ID: "a", Algorithm: httpsig.HMACSHA256, Secret: secret[:31]},
		{ID: "a", Algorithm: httpsig.Ed25519, Secret: secret},
		{ID: "", Algorithm: httpsig.HMACSHA256, Secret: secret},
		{ID: `a"b`, Algorithm: httpsig.HMACSHA256, Secret: secret},
		{ID: "a b", Algorithm: httpsig.HMACSHA256, Secret: secret},
		{ID: strings.Repeat("a", 129), Algorithm: httpsig.HMACSHA256, Secret: secret},
	} {
		_, err := httpsig.NewSigner(key)
		assert.Error(t, err, "%+v", key)
	}
}

func TestReasonOf(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("request 7: %w", &httpsig.Error{Reason: httpsig.NonceReused, Detail: "came before"})
	assert.Equal(t, httpsig.NonceReused, httpsig.ReasonOf(err))
	assert.Empty(t, httpsig.ReasonOf(nil))
	assert.Empty(t, httpsig.ReasonOf(errors.New("other")))
}

func replace(c *call, header, old, with string) {
	c.header.Set(header, strings.Replace(c.header.Get(header), old, with, 1))
}
