package tracking_test

import (
	"bufio"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/claims"
	"baodan/server/tracking"
)

// TestDocument holds docs/tracking.md to the code: its request is ours, its answers are read as it says.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/tracking.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```http\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	require.Len(t, blocks, 3)
	documented, err := http.ReadRequest(bufio.NewReader(strings.NewReader(blocks[0][1])))
	require.NoError(t, err)
	var asked int
	d := driver(t, tracking.Options{
		BaseURL: "https://parcels.example.com/v1", Token: "t0ken",
		Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			assert.Equal(t, documented.Method+documented.Host+documented.RequestURI, r.Method+r.URL.Host+r.URL.RequestURI())
			assert.Equal(t, documented.Header, r.Header)
			asked++
			return http.ReadResponse(bufio.NewReader(strings.NewReader(blocks[asked][1])), r)
		}),
	})
	parcel, err := d.Track(t.Context(), "SF", "SF1234567890")
	require.NoError(t, err)
	*parcel.ShippedAt = parcel.ShippedAt.UTC()
	assert.Equal(t, claims.Parcel{
		Found: true, ShippedAt: at(time.Date(2026, 5, 26, 1, 12, 0, 0, time.UTC)),
		DeliveredAt: at(time.Date(2026, 5, 28, 17, 40, 11, 0, time.UTC)), WeightKg: kg("0.8"),
	}, parcel)
	parcel, err = d.Track(t.Context(), "SF", "SF1234567890")
	require.NoError(t, err)
	assert.Equal(t, claims.Parcel{}, parcel)
	for _, magic := range []string{tracking.NotFound, tracking.Transit, tracking.Light, tracking.Early, tracking.Down, tracking.DownOnce} {
		assert.Contains(t, string(text), "`"+magic+"...`")
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
