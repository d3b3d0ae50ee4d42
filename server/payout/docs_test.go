package payout_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/claims"
	"baodan/server/httpsig"
	"baodan/server/payout"
)

// TestDocument holds docs/gateway.md to the code: its requests are ours and rightly signed, its answers and its callback
// are read as it says.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/gateway.md")
	require.NoError(t, err)
	at := time.Unix(1_780_000_000, 0)
	paid := claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "20260528000017", Paid: cny(1300)}
	secret, err := payout.ParseSecret(regexp.MustCompile(`whsec_\S{30,}=`).FindString(string(text)))
	require.NoError(t, err)

	var sent, documented []string // our requests without their signatures, which differ each time
	var answers []string
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		sent = append(sent, plain(r, body))
		return http.ReadResponse(bufio.NewReader(strings.NewReader(answers[len(sent)-1])), r)
	})
	d := driver(t, payout.Options{
		BaseURL: "https://pay.example.com/v1", CallbackSecrets: [][]byte{secret}, Now: func() time.Time { return at }, Transport: transport,
	})
	callbacks := 0
	for _, block := range regexp.MustCompile("(?s)```http\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		if strings.HasPrefix(block[1], "HTTP/") {
			answers = append(answers, block[1])
			continue
		}
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(block[1])))
		require.NoError(t, err)
		_, content, _ := strings.Cut(block[1], "\n\n")
		body := []byte(strings.TrimSpace(content))
		if r.Header.Get("Webhook-Id") != "" {
			callbacks++
			key, outcome, err := d.ReadCallback(r, body)
			require.NoError(t, err)
			assert.Equal(t, "C000000000000012-1", key)
			assert.Equal(t, paid, outcome)
			continue
		}
		m, err := httpsig.Parse(r.Header)
		require.NoError(t, err)
		require.NoError(t, m.Verify(r.Method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, key.Public(), at))
		documented = append(documented, plain(r, body))
	}
	require.Equal(t, 1, callbacks)
	require.Len(t, answers, 2)
	assert.Equal(t, paid, d.Pay(t.Context(), order("C000000000000012-1")))
	assert.Equal(t, claims.PayoutOutcome{Status: claims.PayoutAbsent}, d.Find(t.Context(), "C000000000000012-1"))
	assert.Equal(t, documented, sent)
}

func plain(r *http.Request, body []byte) string {
	header := r.Header.Clone()
	header.Del("Signature")
	header.Del("Signature-Input")
	var text bytes.Buffer
	_ = header.Write(&text)
	return r.Method + " " + r.Host + r.URL.Path + "\n" + text.String() + string(body)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
