package payout

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"baodan/insurance/claims"
)

const (
	// Window is how far a callback's time may lie from now, before and after.
	Window = 5 * time.Minute
	// MinSecret is the least length of a callback secret in bytes, as Standard Webhooks has it.
	MinSecret = 24
	// MaxSecret is the greatest.
	MaxSecret = 64

	secretPrefix    = "whsec_"
	signaturePrefix = "v1,"
	maxSignatures   = 8 // a gateway sends one for each of its secrets
)

// ErrCallback says that a callback is not the gateway's, or not of now. Its text names no secret and no signature.
var ErrCallback = errors.New("payout: not a callback of the gateway")

// ParseSecret reads a callback secret: whsec_ and base64 of 24 to 64 bytes.
func ParseSecret(text string) ([]byte, error) {
	encoded, found := strings.CutPrefix(text, secretPrefix)
	secret, err := base64.StdEncoding.DecodeString(encoded)
	if !found || err != nil || len(secret) < MinSecret || len(secret) > MaxSecret {
		return nil, fmt.Errorf("payout: a callback secret is whsec_ and base64 of %d to %d bytes", MinSecret, MaxSecret)
	}
	return secret, nil
}

// SignCallback is the webhook-signature of a callback by Standard Webhooks.
func SignCallback(secret []byte, id string, at time.Time, body []byte) string {
	return signaturePrefix + base64.StdEncoding.EncodeToString(callbackSum(secret, id, strconv.FormatInt(at.Unix(), 10), body))
}

func callbackSum(secret []byte, id, timestamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return mac.Sum(nil)
}

// ReadCallback verifies and reads a callback: whose key it is about, and what the gateway says. The body is r's, whole,
// at most MaxBody. It fails with ErrCallback. A callback that comes again within Window is read again: what follows from
// an outcome must bear being told twice. A genuine one whose content is out of contract is unknown, so that Find decides.
func (d *Driver) ReadCallback(r *http.Request, body []byte) (key string, outcome claims.PayoutOutcome, err error) {
	if len(body) > MaxBody {
		return "", unknown(reasonBadAnswer), fmt.Errorf("%w: more than %d bytes", ErrCallback, MaxBody)
	}
	if err := d.verifyCallback(r.Header, body); err != nil {
		return "", unknown(reasonBadAnswer), err
	}
	var a Answer
	if err := json.Unmarshal(body, &a); err != nil || a.Key == "" {
		return "", unknown(reasonBadAnswer), fmt.Errorf("%w: its body names no key", ErrCallback)
	}
	return a.Key, a.outcome(), nil
}

func (d *Driver) verifyCallback(h http.Header, body []byte) error {
	var values [3]string
	for i, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"} {
		if len(h[name]) != 1 || h[name][0] == "" {
			return fmt.Errorf("%w: it needs one %s", ErrCallback, name)
		}
		values[i] = h[name][0]
	}
	id, timestamp, signatures := values[0], values[1], strings.Fields(values[2])
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	switch {
	case strings.Contains(id, "."): // would move the border between the parts that are signed
		return fmt.Errorf("%w: a dot in Webhook-Id", ErrCallback)
	case err != nil || strconv.FormatInt(seconds, 10) != timestamp:
		return fmt.Errorf("%w: Webhook-Timestamp is not in seconds", ErrCallback)
	case d.now().Sub(time.Unix(seconds, 0)).Abs() > Window:
		return fmt.Errorf("%w: Webhook-Timestamp is more than %s from now", ErrCallback, Window)
	case len(signatures) > maxSignatures:
		return fmt.Errorf("%w: more than %d signatures", ErrCallback, maxSignatures)
	}
	for _, secret := range d.secrets {
		sum := callbackSum(secret, id, timestamp, body)
		for _, signature := range signatures {
			encoded, found := strings.CutPrefix(signature, signaturePrefix)
			sent, err := base64.StdEncoding.Strict().DecodeString(encoded)
			if found && err == nil && hmac.Equal(sent, sum) {
				return nil
			}
		}
	}
	return fmt.Errorf("%w: wrong signature", ErrCallback)
}
