// Package tracking asks where parcels are: over HTTP by the contract of docs/tracking.md, or of a simulator with magic
// numbers. It decides what an answer is; what a parcel means for a claim is left to the rules of the product. Nothing is
// cached: a claim asks rarely, and an old answer would decide it wrongly.
package tracking

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/insurance/claims"
)

const (
	// DefaultTimeout bounds one question, its answer's body included.
	DefaultTimeout = 5 * time.Second
	// MaxBody is how large an answer may be, in bytes.
	MaxBody = 64 << 10
	// MaxName is how long a carrier's code and a tracking number may be, in bytes.
	MaxName = 128
)

// ErrTracking says that there is no answer now.
var ErrTracking = errors.New("tracking: no answer")

// answer is the body of a 200.
type answer struct {
	Carrier     string         `json:"carrier"`
	Number      string         `json:"number"`
	ShippedAt   *time.Time     `json:"shippedAt,omitempty"`
	DeliveredAt *time.Time     `json:"deliveredAt,omitempty"`
	WeightKg    *money.Decimal `json:"weightKg,omitempty"` // a string
}

// refusal is the body of every other one.
type refusal struct {
	Code string `json:"code"`
}

const codeNotFound = "not_found"

// Options of a Driver.
type Options struct {
	BaseURL   string            // of the service: https://parcels.example.com/v1
	Token     string            // bearer token; empty: none is sent
	Timeout   time.Duration     // 0: DefaultTimeout
	Transport http.RoundTripper // nil: a pool of its own
}

// Driver implements claims.Tracker over HTTP. Many may use it at once.
type Driver struct {
	base, token string
	timeout     time.Duration
	transport   http.RoundTripper
}

// New makes a driver. It fails where the address cannot be used; it does not call the service.
func New(o Options) (*Driver, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("tracking: %q is not the http(s) address of a service", o.BaseURL)
	}
	if strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("tracking: a token has visible ASCII characters only")
	}
	d := &Driver{base: strings.TrimRight(o.BaseURL, "/"), token: o.Token, timeout: o.Timeout, transport: o.Transport}
	if d.timeout <= 0 {
		d.timeout = DefaultTimeout
	}
	if d.transport == nil {
		d.transport = &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxIdleConns: 32, MaxIdleConnsPerHost: 32, MaxConnsPerHost: 64,
			IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: DefaultTimeout, MaxResponseHeaderBytes: MaxBody,
			DisableCompression: true, ForceAttemptHTTP2: true,
		}
	}
	return d, nil
}

// Close closes idle connections.
func (d *Driver) Close() {
	if pool, ok := d.transport.(interface{ CloseIdleConnections() }); ok {
		pool.CloseIdleConnections()
	}
}

// Track asks once. It fails with ErrTracking for all but a 200 about this very parcel and a 404 that says just not_found. A
// carrier or number that is empty, a dot or two, or longer than MaxName is found nowhere, without asking.
func (d *Driver) Track(ctx context.Context, carrier, number string) (claims.Parcel, error) {
	if !askable(carrier) || !askable(number) {
		return claims.Parcel{}, nil
	}
	status, body, err := d.get(ctx, "/parcels/"+url.PathEscape(carrier)+"/"+url.PathEscape(number))
	if err != nil {
		return claims.Parcel{}, fmt.Errorf("%w: %w", ErrTracking, err)
	}
	switch status {
	case http.StatusOK:
		return read(body, carrier, number)
	case http.StatusNotFound:
		if notFound(body) {
			return claims.Parcel{}, nil
		}
	}
	return claims.Parcel{}, fmt.Errorf("%w: status %d", ErrTracking, status)
}

// notFound tells whether the body of a 404 says not_found and nothing else: a proxy's own 404 must not refuse a claim.
func notFound(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	var r refusal
	return d.Decode(&r) == nil && !d.More() && r.Code == codeNotFound
}

// askable tells whether a text can be a part of a path.
func askable(text string) bool {
	return text != "" && text != "." && text != ".." && len(text) <= MaxName
}

func read(body []byte, carrier, number string) (claims.Parcel, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return claims.Parcel{}, fmt.Errorf("%w: not an answer of the contract: %w", ErrTracking, err)
	}
	switch {
	case a.Carrier != carrier || a.Number != number:
		return claims.Parcel{}, fmt.Errorf("%w: it is about another parcel", ErrTracking)
	case a.WeightKg != nil && a.WeightKg.Sign() < 0:
		return claims.Parcel{}, fmt.Errorf("%w: a weight below 0", ErrTracking)
	}
	return claims.Parcel{Found: true, ShippedAt: a.ShippedAt, DeliveredAt: a.DeliveredAt, WeightKg: a.WeightKg}, nil
}

func (d *Driver) get(ctx context.Context, path string) (status int, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+path, nil)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", "application/json")
	if d.token != "" {
		r.Header.Set("Authorization", "Bearer "+d.token)
	}
	response, err := d.transport.RoundTrip(r) // a redirect is an answer, and none of the contract
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end or given up
	body, err = io.ReadAll(io.LimitReader(response.Body, MaxBody+1))
	if err == nil && len(body) > MaxBody {
		err = fmt.Errorf("more than %d bytes", MaxBody)
	}
	return response.StatusCode, body, err
}
