package httpsig_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

// A request as the load sends it: 1.2 KB of GraphQL.
var benchBody = bytes.Repeat([]byte(`{"query":"mutation"}`), 60)

func BenchmarkVerifyHMAC(b *testing.B)    { benchmarkVerify(b, hmacKey) }
func BenchmarkVerifyEd25519(b *testing.B) { benchmarkVerify(b, edwardsKey) }

// Both halves, as the server does them.
func benchmarkVerify(b *testing.B, key httpsig.PrivateKey) {
	now := time.Unix(1_780_000_000, 0)
	h := signed(b, key, benchBody, now)
	public := key.Public()
	b.ReportAllocs()
	for b.Loop() {
		m, err := httpsig.Parse(h)
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Verify(http.MethodPost, "api.example.com", "/graphql", "", h, benchBody, public, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	signer, err := httpsig.NewSigner(hmacKey)
	require.NoError(b, err)
	now := time.Unix(1_780_000_000, 0)
	b.ReportAllocs()
	for b.Loop() {
		signer.SignRaw(http.MethodPost, "api.example.com", "/graphql", benchBody, now, "0123456789abcdef")
	}
}

func BenchmarkNonces(b *testing.B) {
	nonces := httpsig.NewNonces(1 << 23)
	now := time.Unix(1_780_000_000, 0)
	used := 0
	b.ReportAllocs()
	for b.Loop() {
		if nonces.Use("key", nonceOf(used), now.Add(time.Duration(used)*125*time.Microsecond)) { // 8,000 a second
			used++
		}
	}
}
