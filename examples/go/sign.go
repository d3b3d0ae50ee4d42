package main

import (
	"cmp"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// signer signs requests by RFC 9421 (HTTP Message Signatures). Copy this file; it needs the standard library alone.
type signer struct {
	keyID, algorithm string
	sign             func(base []byte) []byte
}

// newSigner takes what the insurer gave you: the key's id, its algorithm, and, in base64, the shared secret
// (hmac-sha256) or your own private key as PKCS #8 (ed25519).
func newSigner(keyID, algorithm, secret string) (*signer, error) {
	raw, err := base64.StdEncoding.DecodeString(secret)
	if err != nil {
		return nil, fmt.Errorf("BAODAN_SECRET is not base64: %w", err)
	}
	s := &signer{keyID: keyID, algorithm: algorithm}
	switch algorithm {
	case "hmac-sha256":
		s.sign = func(base []byte) []byte {
			mac := hmac.New(sha256.New, raw)
			mac.Write(base)
			return mac.Sum(nil)
		}
	case "ed25519":
		key, err := x509.ParsePKCS8PrivateKey(raw)
		if err != nil {
			return nil, fmt.Errorf("BAODAN_SECRET is not a PKCS #8 key: %w", err)
		}
		private, ok := key.(ed25519.PrivateKey)
		if !ok {
			return nil, errors.New("BAODAN_SECRET is not an ed25519 key")
		}
		s.sign = func(base []byte) []byte { return ed25519.Sign(private, base) }
	default:
		return nil, fmt.Errorf("BAODAN_ALGORITHM %q is neither hmac-sha256 nor ed25519", algorithm)
	}
	return s, nil
}

// add puts the three headers on a request that will send this body. Each signature works once and for five minutes:
// sign again before a retry, and keep the clock right.
func (s *signer) add(r *http.Request, body []byte) {
	digest := sha256.Sum256(body)
	r.Header.Set("Content-Digest", "sha-256="+binary(digest[:]))

	// What is covered, in this order. The host is the one you call, in lower case, without a default port.
	type component struct{ name, value string }
	components := []component{
		{"@method", r.Method},
		{"@authority", authority(r)},
		{"@path", cmp.Or(r.URL.EscapedPath(), "/")},
		{"content-type", r.Header.Get("Content-Type")},
		{"content-digest", r.Header.Get("Content-Digest")},
	}
	if r.URL.RawQuery != "" {
		components = append(components, component{"@query", "?" + r.URL.RawQuery})
	}

	// The signature base: a line for each component, then the parameters, no line break at the end.
	var names []string
	var base strings.Builder
	for _, c := range components {
		names = append(names, `"`+c.name+`"`)
		fmt.Fprintf(&base, "\"%s\": %s\n", c.name, c.value)
	}
	nonce := make([]byte, 18)
	rand.Read(nonce) // never fails
	params := fmt.Sprintf(`(%s);created=%d;nonce="%s";keyid="%s";alg="%s"`, strings.Join(names, " "),
		time.Now().Unix(), base64.RawURLEncoding.EncodeToString(nonce), s.keyID, s.algorithm)
	fmt.Fprintf(&base, `"@signature-params": %s`, params)

	r.Header.Set("Signature-Input", "sig1="+params)
	r.Header.Set("Signature", "sig1="+binary(s.sign([]byte(base.String()))))
}

// binary writes bytes as structured header fields do.
func binary(raw []byte) string { return ":" + base64.StdEncoding.EncodeToString(raw) + ":" }

func authority(r *http.Request) string {
	host := strings.ToLower(r.URL.Host)
	if r.URL.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}
