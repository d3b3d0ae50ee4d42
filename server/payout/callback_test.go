package payout_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/insurance/claims"
	"baodan/server/payout"
)

var now = time.Unix(1_780_000_000, 0)

const callbackBody = `{"key":"C1-1","status":"paid","reference":"R1","amount":"13.00","currency":"CNY"}`

// callback is a genuine one of the moment.
func callback(at time.Time, body string) *http.Request {
	return &http.Request{Header: http.Header{
		"Webhook-Id": {"msg_1"}, "Webhook-Timestamp": {strconv.FormatInt(at.Unix(), 10)},
		"Webhook-Signature": {payout.SignCallback(secret, "msg_1", at, []byte(body))},
	}}
}

func caller(t *testing.T, secrets ...[]byte) *payout.Driver {
	return driver(t, payout.Options{CallbackSecrets: secrets, Now: func() time.Time { return now }})
}

func TestReadCallback(t *testing.T) {
	d := caller(t, secret)
	key, outcome, err := d.ReadCallback(callback(now, callbackBody), []byte(callbackBody))
	require.NoError(t, err)
	assert.Equal(t, "C1-1", key)
	assert.Equal(t, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "R1", Paid: cny(1300)}, outcome)

	for body, want := range map[string]claims.PayoutOutcome{
		`{"key":"C1-1","status":"declined","reason":"x","retryable":true}`: {Status: claims.PayoutDeclined, Reason: "x", Retryable: true},
		`{"key":"C1-1","status":"pending"}`:                                {Status: claims.PayoutUnknown, Reason: "pending"},
		`{"key":"C1-1","status":"paid"}`:                                   {Status: claims.PayoutUnknown, Reason: "bad_answer"},
	} {
		key, outcome, err := d.ReadCallback(callback(now, body), []byte(body))
		require.NoError(t, err)
		assert.Equal(t, "C1-1", key)
		assert.Equal(t, want, outcome)
	}
}

// TestReadCallbackOfTheStandard: the example of the Standard Webhooks specification's own libraries.
func TestReadCallbackOfTheStandard(t *testing.T) {
	secret, err := payout.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	require.NoError(t, err)
	assert.Equal(t, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
		payout.SignCallback(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`)))
}

func TestReadCallbackDuringRotation(t *testing.T) {
	other := []byte("another secret of the gateway....")
	for _, secrets := range [][][]byte{{secret, other}, {other, secret}} {
		_, _, err := caller(t, secrets...).ReadCallback(callback(now, callbackBody), []byte(callbackBody))
		assert.NoError(t, err)
	}
	for _, secrets := range [][][]byte{{other}, nil} {
		_, _, err := caller(t, secrets...).ReadCallback(callback(now, callbackBody), []byte(callbackBody))
		assert.ErrorIs(t, err, payout.ErrCallback)
	}
	r := callback(now, callbackBody)
	r.Header["Webhook-Signature"][0] = "v1a,xxxx v1,AAAA v1,%% " + r.Header["Webhook-Signature"][0]
	_, _, err := caller(t, secret).ReadCallback(r, []byte(callbackBody))
	assert.NoError(t, err)
}

func TestReadCallbackRefuses(t *testing.T) {
	for name, change := range map[string]func(h http.Header){
		"no id":             func(h http.Header) { h.Del("Webhook-Id") },
		"no timestamp":      func(h http.Header) { h.Del("Webhook-Timestamp") },
		"no signature":      func(h http.Header) { h.Del("Webhook-Signature") },
		"empty signature":   func(h http.Header) { h.Set("Webhook-Signature", "v1,") },
		"no version":        func(h http.Header) { h.Set("Webhook-Signature", strings.TrimPrefix(h.Get("Webhook-Signature"), "v1,")) },
		"other version":     func(h http.Header) { h.Set("Webhook-Signature", "v2"+h.Get("Webhook-Signature")[2:]) },
		"two ids":           func(h http.Header) { h.Add("Webhook-Id", "msg_1") },
		"two timestamps":    func(h http.Header) { h.Add("Webhook-Timestamp", h.Get("Webhook-Timestamp")) },
		"other id":          func(h http.Header) { h.Set("Webhook-Id", "msg_2") },
		"other timestamp":   func(h http.Header) { h.Set("Webhook-Timestamp", "1780000001") },
		"padded timestamp":  func(h http.Header) { h.Set("Webhook-Timestamp", "+1780000000") },
		"not a timestamp":   func(h http.Header) { h.Set("Webhook-Timestamp", "now") },
		"far timestamp":     func(h http.Header) { h.Set("Webhook-Timestamp", "9223372036854775807") },
		"dotted id":         func(h http.Header) { h.Set("Webhook-Id", "msg_1.1780000000") },
		"a signature flood": func(h http.Header) { h.Set("Webhook-Signature", strings.Repeat(h.Get("Webhook-Signature")+" ", 9)) },
	} {
		r := callback(now, callbackBody)
		change(r.Header)
		key, outcome, err := caller(t, secret).ReadCallback(r, []byte(callbackBody))
		assert.ErrorIs(t, err, payout.ErrCallback, name)
		assert.Empty(t, key)
		assert.Equal(t, claims.PayoutUnknown, outcome.Status)
	}
	for _, body := range []string{"", "[]", "{}", `{"key":""}`, `{"key":1}`, `{"key":"` + strings.Repeat("x", payout.MaxBody) + `"}`} {
		_, _, err := caller(t, secret).ReadCallback(callback(now, body), []byte(body))
		assert.ErrorIs(t, err, payout.ErrCallback)
	}
}

func TestReadCallbackWindow(t *testing.T) {
	for offset, fine := range map[time.Duration]bool{
		0: true, 300 * time.Second: true, -300 * time.Second: true, 301 * time.Second: false, -301 * time.Second: false, 8760 * time.Hour: false,
	} {
		_, _, err := caller(t, secret).ReadCallback(callback(now.Add(offset), callbackBody), []byte(callbackBody))
		assert.Equal(t, fine, err == nil, offset)
	}
}

// TestReadCallbackNoticesTampering: whatever one byte of whatever part is changed, it is refused; unchanged it is not.
func TestReadCallbackNoticesTampering(t *testing.T) {
	d := caller(t, secret)
	rapid.Check(t, func(t *rapid.T) {
		at := now.Add(time.Duration(rapid.IntRange(-300, 300).Draw(t, "age")) * time.Second)
		body := []byte(`{"key":"` + rapid.StringMatching(`[A-Z0-9-]{1,30}`).Draw(t, "key") + `","status":"paid","amount":"13.00","currency":"CNY"}`)
		r := callback(at, string(body))
		_, _, err := d.ReadCallback(r, body)
		require.NoError(t, err)

		flip := func(text []byte) {
			text[rapid.IntRange(0, len(text)-1).Draw(t, "at")] ^= byte(1 << rapid.IntRange(0, 6).Draw(t, "bit"))
		}
		switch part := rapid.SampledFrom([]string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature", "body", "secret"}).Draw(t, "part"); part {
		case "body":
			flip(body)
		case "secret":
			other := append([]byte(nil), secret...)
			flip(other)
			r.Header.Set("Webhook-Signature", payout.SignCallback(other, "msg_1", at, body))
		default:
			value := []byte(r.Header.Get(part))
			flip(value)
			r.Header[part] = []string{string(value)}
		}
		_, _, err = d.ReadCallback(r, body)
		require.ErrorIs(t, err, payout.ErrCallback)
	})
}

func TestParseSecret(t *testing.T) {
	for length, fine := range map[int]bool{0: false, 23: false, 24: true, 64: true, 65: false} {
		_, err := payout.ParseSecret("whsec_" + base64.StdEncoding.EncodeToString(make([]byte, length)))
		assert.Equal(t, fine, err == nil, length)
	}
	for _, text := range []string{"", base64.StdEncoding.EncodeToString(make([]byte, 32)), "whsec_%"} {
		_, err := payout.ParseSecret(text)
		assert.Error(t, err, text)
	}
}
