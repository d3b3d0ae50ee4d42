package webhooks

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/webhookkey"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

const (
	instant       = "2006-01-02T15:04:05.000Z"
	challengeType = "endpoint.challenge"
)

// MessageID is the webhook-id of an event: its global id, as the API answers it. Every attempt has the same.
func MessageID(eventID int64) string { return work.EventID.Of(eventID) }

// bodyOf writes the message that tells of an event.
func bodyOf(e *ent.WebhookEndpoint, live bool, happened *ent.Event) ([]byte, error) {
	data, err := event.As(e.APIVersion, happened.Type, happened.Payload)
	if err != nil {
		return nil, err
	}
	return json.Marshal(event.Message{
		ID: MessageID(happened.ID), Type: happened.Type, Timestamp: happened.OccurredAt.UTC().Format(instant),
		APIVersion: e.APIVersion, Subject: happened.Subject, Sequence: happened.Seq, Live: live,
		Data: data,
	})
}

// challengeBody writes the message that an address must answer before anything else is sent to it.
func challengeBody(e *ent.WebhookEndpoint, now time.Time) ([]byte, error) {
	type data struct {
		Challenge string `json:"challenge"`
	}
	return json.Marshal(struct {
		Type      string `json:"type"`
		Timestamp string `json:"timestamp"`
		Data      data   `json:"data"`
	}{challengeType, now.UTC().Format(instant), data{e.Challenge}})
}

// signer signs with one key.
type signer struct {
	scheme webhookkey.Scheme
	secret []byte // of HMAC, or the seed of Ed25519
}

// sign writes one signature after Standard Webhooks: over id, time and body, joined by dots.
func (s signer) sign(content []byte) string {
	if s.scheme == webhookkey.SchemeEd25519 {
		return "v1a," + base64.StdEncoding.EncodeToString(ed25519.Sign(ed25519.NewKeyFromSeed(s.secret), content))
	}
	mac := hmac.New(sha256.New, s.secret)
	mac.Write(content)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signed makes a message ready for the wire, signed with every live key; at is the real time of the attempt.
func signed(url, id string, at time.Time, body []byte, signers []signer) Message {
	seconds := strconv.FormatInt(at.Unix(), 10)
	content := append([]byte(id+"."+seconds+"."), body...)
	signatures := make([]string, len(signers))
	for i, s := range signers {
		signatures[i] = s.sign(content)
	}
	return Message{
		URL: url, Body: body, Timeout: sendTimeout,
		Header: map[string]string{"webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": strings.Join(signatures, " ")},
	}
}
