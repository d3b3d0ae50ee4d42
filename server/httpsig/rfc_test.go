package httpsig_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

// The request of RFC 9421, appendix B.2, with the two signatures whose algorithms the profile has.
func rfcHeaders(input, signature string) http.Header {
	return http.Header{
		"Date":            {"Tue, 20 Apr 2021 02:07:55 GMT"},
		"Content-Type":    {"application/json"},
		"Content-Length":  {"18"},
		"Signature-Input": {input},
		"Signature":       {signature},
	}
}

func unbase64(t *testing.T, text string) []byte {
	raw, err := base64.StdEncoding.DecodeString(text)
	require.NoError(t, err)
	return raw
}

func TestRFC9421B25HMAC(t *testing.T) {
	t.Parallel()
	h := rfcHeaders(
		`sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"`,
		`sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:`,
	)
	base, err := httpsig.BaseOf(h, "POST", "example.com", "/foo", "param=Value&Pet=dog")
	require.NoError(t, err)
	assert.Equal(t, `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@authority": example.com
"content-type": application/json
"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"`, base)
	key := httpsig.Key{Algorithm: httpsig.HMACSHA256, Secret: unbase64(t,
		"uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")}
	assert.True(t, httpsig.SignatureFits(h, base, key))
	assert.False(t, httpsig.SignatureFits(h, base+" ", key))
	_, err = httpsig.Parse(h)
	assert.Equal(t, httpsig.ParameterMissing, httpsig.ReasonOf(err), "the profile wants a nonce")
}

func TestRFC9421B26Ed25519(t *testing.T) {
	t.Parallel()
	h := rfcHeaders(
		`sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")`+
			`;created=1618884473;keyid="test-key-ed25519"`,
		`sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:`,
	)
	base, err := httpsig.BaseOf(h, "POST", "example.com", "/foo", "param=Value&Pet=dog")
	require.NoError(t, err)
	assert.Equal(t, `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")`+
		`;created=1618884473;keyid="test-key-ed25519"`, base)
	public, err := x509.ParsePKIXPublicKey(unbase64(t, "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="))
	require.NoError(t, err)
	key := httpsig.Key{Algorithm: httpsig.Ed25519, Public: public.(ed25519.PublicKey)}
	assert.True(t, httpsig.SignatureFits(h, base, key))
	assert.False(t, httpsig.SignatureFits(h, base+" ", key))
}

// RFC 9530, appendix D, has this digest of this body.
func TestRFC9530Digest(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", httpsig.ContentDigest([]byte(`{"hello": "world"}`)))
}

// RFC 9421, section 2, on how values are written.
func TestComponentValues(t *testing.T) {
	t.Parallel()
	h := rfcHeaders(`a=("@authority" "@path" "@query" "x-list" "x-empty");created=1`, `a=:AAAA:`)
	h["X-List"] = []string{" one ", "two,three\t"}
	h["X-Empty"] = []string{""}
	base, err := httpsig.BaseOf(h, "GET", "WWW.Example.com:443", "", "")
	require.NoError(t, err)
	assert.Equal(t, `"@authority": www.example.com
"@path": /
"@query": ?
"x-list": one, two,three
"x-empty": `+`
"@signature-params": ("@authority" "@path" "@query" "x-list" "x-empty");created=1`, base)
}
