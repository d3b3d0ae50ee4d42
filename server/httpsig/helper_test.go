package httpsig_test

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

var (
	hmacKey = httpsig.PrivateKey{
		ID: "demo-mall-1", Algorithm: httpsig.HMACSHA256, Secret: []byte("0123456789abcdef0123456789abcdef"),
	}
	edwardsKey = httpsig.PrivateKey{
		ID: "demo-mall-2", Algorithm: httpsig.Ed25519, Private: ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef")),
	}
	now = time.Unix(1_780_000_000, 0)
)

const (
	body     = `{"query":"{ viewer { live } }"}`
	complete = `;created=1780000000;nonce="0123456789abcdef";keyid="demo-mall-1"`
	covering = `("@method" "@authority" "@path" "content-digest")`
)

// signed is the headers of POST https://api.example.com/graphql.
func signed(t testing.TB, key httpsig.PrivateKey, body []byte, now time.Time) http.Header {
	t.Helper()
	signer, err := httpsig.NewSigner(key)
	require.NoError(t, err)
	digest, input, signature := signer.SignRaw(http.MethodPost, "api.example.com", "/graphql", body, now, "0123456789abcdef")
	return http.Header{
		"Content-Type": {"application/json"}, "Content-Digest": {digest},
		"Signature-Input": {input}, "Signature": {signature},
	}
}

// call is a request as the server sees it.
type call struct {
	method, authority, path, query string
	header                         http.Header
	body                           string
	key                            httpsig.Key
	now                            time.Time
}

func (c call) verify() error {
	m, err := httpsig.Parse(c.header)
	if err != nil {
		return err
	}
	return m.Verify(c.method, c.authority, c.path, c.query, c.header, []byte(c.body), c.key, c.now)
}

// forge makes a call that is rightly signed by the key of hmacKey with the given components and parameters, whatever
// they are. It is a second, plain implementation of the base.
func forge(components, params string) call {
	return forgeDigest(components, params, httpsig.ContentDigest([]byte(body)))
}

// forgeDigest forges with a Content-Digest of any form.
func forgeDigest(components, params, digest string) call {
	c := call{
		method: "POST", authority: "api.example.com", path: "/graphql", query: "", body: body,
		header: http.Header{"Content-Type": {"application/json"}, "X-Trace": {"a", "b"}},
		key:    hmacKey.Public(), now: now,
	}
	c.header.Set("Content-Digest", digest)
	values := map[string]string{
		"@method": c.method, "@authority": c.authority, "@path": c.path, "@query": "?", "content-type": "application/json",
		"content-digest": strings.TrimSpace(digest), "x-trace": "a, b",
	}
	var base strings.Builder
	for _, name := range strings.Fields(strings.Trim(components, "()")) {
		fmt.Fprintf(&base, "%s: %s\n", name, values[strings.Trim(name, `"`)])
	}
	base.WriteString(`"@signature-params": ` + components + params)
	mac := hmac.New(sha256.New, hmacKey.Secret)
	mac.Write([]byte(base.String()))
	c.header.Set("Signature-Input", "sig1="+components+params)
	c.header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(mac.Sum(nil))+":")
	return c
}

func nonceOf(i int) string { return fmt.Sprintf("nonce-%016d", i) }
