package payout_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server/payout"
	"baodan/server/payout/fake"
)

// A gateway that never saw the key is well; whatever else it answers is told as it said it, and what does not answer why.
func TestProbe(t *testing.T) {
	gateway, err := fake.New(fake.Options{})
	require.NoError(t, err)
	defer gateway.Close()
	require.NoError(t, driver(t, payout.Options{BaseURL: "http://sandbox.invalid", Transport: fake.Transport(gateway)}).Probe(t.Context()))

	for said, d := range map[string]*payout.Driver{
		`401 Unauthorized: {"code":"bad_signature"}`:           answering(t, 401, `{"code": "bad_signature"}`),
		"404 Not Found: <html>":                                answering(t, 404, "<html>"),
		"302 Found":                                            answering(t, 302, ""),
		`200 OK: {"key":"C000000000000000-0","status":"paid"}`: answering(t, 200, `{"key":"C000000000000000-0","status":"paid"}`),
	} {
		assert.ErrorContains(t, d.Probe(t.Context()), said)
	}
	closed := httptest.NewServer(nil)
	closed.Close()
	assert.ErrorContains(t, driver(t, payout.Options{BaseURL: closed.URL}).Probe(t.Context()), "refused")
}
