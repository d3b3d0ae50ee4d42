// Package payout pays claims through a payment gateway over HTTP, by the contract of docs/gateway.md. It decides what an
// answer of the gateway proves: paid, declined, never seen, or nothing yet. What follows from it - asking again, paying
// again, a person's look at a wrong amount - is left to claims.
//
// Money moves twice only if something that proves nothing is taken for a proof, so all that is not exactly in the
// contract is unknown. Unknown costs time; the caller asks until it knows.
package payout

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"baodan/insurance/claims"
	"baodan/server/httpsig"
)

// DefaultTimeout bounds one call of the gateway, its answer's body included.
const DefaultTimeout = 10 * time.Second

// Options of a Driver.
type Options struct {
	BaseURL         string             // of the gateway: https://pay.example.com/v1
	Key             httpsig.PrivateKey // signs the requests; without an ID they are not signed, for development only
	CallbackSecrets [][]byte           // of the gateway's callbacks; two while they are exchanged, none: no callbacks
	Timeout         time.Duration      // 0: DefaultTimeout
	Transport       http.RoundTripper  // nil: a pool of its own
	Now             func() time.Time   // nil: time.Now
}

// Driver implements claims.Bank. Many may use it at once.
type Driver struct {
	base      string
	signer    *httpsig.Signer // nil: not signed
	secrets   [][]byte
	timeout   time.Duration
	transport http.RoundTripper
	now       func() time.Time
}

// New makes a driver. It fails where the address, the key or a secret cannot be used; it does not call the gateway.
func New(o Options) (*Driver, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("payout: %q is not the http(s) address of a gateway", o.BaseURL)
	}
	d := &Driver{
		base: strings.TrimRight(o.BaseURL, "/"), secrets: o.CallbackSecrets, timeout: o.Timeout, transport: o.Transport, now: o.Now,
	}
	if o.Key.ID != "" {
		if d.signer, err = httpsig.NewSigner(o.Key); err != nil {
			return nil, fmt.Errorf("payout: %w", err)
		}
	}
	for _, secret := range o.CallbackSecrets {
		if len(secret) < MinSecret {
			return nil, fmt.Errorf("payout: a callback secret has at least %d bytes", MinSecret)
		}
	}
	if d.timeout <= 0 {
		d.timeout = DefaultTimeout
	}
	if d.transport == nil {
		d.transport = pool()
	}
	if d.now == nil {
		d.now = time.Now
	}
	return d, nil
}

func pool() *http.Transport {
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, MaxIdleConns: 64, MaxIdleConnsPerHost: 64, MaxConnsPerHost: 128,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: DefaultTimeout, MaxResponseHeaderBytes: MaxBody,
		DisableCompression: true, ForceAttemptHTTP2: true,
	}
}

// Close closes idle connections.
func (d *Driver) Close() {
	if pool, ok := d.transport.(interface{ CloseIdleConnections() }); ok {
		pool.CloseIdleConnections()
	}
}

// Pay orders a payment. It is declined where the gateway says so, in a 200 or by a code in a 4xx; but 401, 403, 404,
// 407, 408, 409, 425 and 429 speak of this request or of something in between, not of the payment, and leave it unknown.
func (d *Driver) Pay(ctx context.Context, order claims.PayoutOrder) claims.PayoutOutcome {
	body, err := json.Marshal(Order{
		Key: order.Key, ClaimNumber: order.ClaimNumber, PolicyNumber: order.PolicyNumber, Channel: order.Channel,
		Payee: order.Payee, Account: order.Account, Amount: order.Amount.Text(), Currency: string(order.Amount.Currency),
	})
	if err != nil {
		return unknown(reasonBadOrder)
	}
	status, answer, reason := d.call(ctx, http.MethodPost, "/payouts", order.Key, body)
	switch {
	case reason != "":
		return unknown(reason)
	case status == http.StatusOK:
		return outcome(order.Key, answer)
	case !speaksOfPayment(status):
		return unknown(statusReason(status))
	}
	r, err := refusal(answer)
	if err != nil || r.Key != "" && r.Key != order.Key {
		return unknown(statusReason(status))
	}
	return claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: r.Code, Retryable: r.Retryable}
}

// Find asks what became of a key. Only a 404 that says exactly {"code":"not_found"} means that it was never seen.
func (d *Driver) Find(ctx context.Context, key string) claims.PayoutOutcome {
	status, answer, reason := d.call(ctx, http.MethodGet, "/payouts/"+url.PathEscape(key), "", nil)
	switch {
	case reason != "":
		return unknown(reason)
	case status == http.StatusOK:
		return outcome(key, answer)
	case status == http.StatusNotFound && absent(key, answer):
		return claims.PayoutOutcome{Status: claims.PayoutAbsent}
	}
	return unknown(statusReason(status))
}

// speaksOfPayment tells whether a status refuses the payment itself. 401 and 403 do not: net/http sends a request with
// an Idempotency-Key again by itself when a kept connection broke, with the same nonce; the second is then refused as a
// replay though the first was paid. Nor may a key that somebody forgot to renew decline a day's claims.
func speaksOfPayment(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusProxyAuthRequired,
		http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && status < 500
}

func statusReason(status int) string { return "http_" + strconv.Itoa(status) }

// call gives the status and body of an answer, or why there is none. Redirects are answers.
func (d *Driver) call(ctx context.Context, method, path, key string, body []byte) (status int, answer []byte, reason string) {
	status, answer, err := d.exchange(ctx, method, path, key, body)
	switch {
	case err == nil:
		return status, answer, ""
	case errors.Is(err, errBadOrder):
		return 0, nil, reasonBadOrder
	case errors.Is(err, errTooLarge):
		return 0, nil, reasonBadAnswer
	}
	return 0, nil, lost(ctx, err)
}

var (
	errBadOrder = errors.New("it cannot be written as a request")
	errTooLarge = errors.New("the answer is too large")
)

// exchange sends a request and reads its answer.
func (d *Driver) exchange(ctx context.Context, method, path, key string, body []byte) (status int, answer []byte, err error) {
	limited, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, method, d.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", errBadOrder, err)
	}
	if len(body) > 0 {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
	}
	request.Header.Set("Accept", "application/json")
	if d.signer != nil {
		if err := d.signer.Sign(request, body, d.now()); err != nil {
			return 0, nil, fmt.Errorf("%w: %w", errBadOrder, err)
		}
	}
	response, err := d.transport.RoundTrip(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end or given up
	if answer, err = io.ReadAll(io.LimitReader(response.Body, MaxBody+1)); err != nil {
		return 0, nil, err
	}
	if len(answer) > MaxBody {
		return 0, nil, errTooLarge
	}
	return response.StatusCode, answer, nil
}

// lost is why there is no answer; ctx is the caller's own.
func lost(ctx context.Context, err error) string {
	var network interface{ Timeout() bool }
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return reasonCanceled
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return reasonTimeout
	}
	return reasonConnection
}
