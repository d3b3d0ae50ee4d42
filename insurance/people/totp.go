package people

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the algorithm that every authenticator program knows (RFC 6238)
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"

	"baodan/ent"
)

// Codes of an authenticator: RFC 6238 with SHA-1, six digits, 30 seconds.
const (
	totpSecret = 20 // bytes
	totpPeriod = 30 // seconds
	totpDigits = 6
	totpSkew   = 1 // steps, either way, that a clock may be wrong by
	totpIssuer = "Baodan"
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

func newTOTPSecret() []byte {
	secret := make([]byte, totpSecret)
	rand.Read(secret)
	return secret
}

// totpURI is what authenticator programs read from a picture.
func totpURI(name, secret string) string {
	values := url.Values{"secret": {secret}, "issuer": {totpIssuer}}
	return "otpauth://totp/" + totpIssuer + ":" + url.PathEscape(name) + "?" + values.Encode()
}

// totpStepOf finds the time step near an instant whose code this is; 0: none. Every step is looked at, so that the time
// it takes tells nothing.
func totpStepOf(secret []byte, code string, at time.Time) int64 {
	now, found := at.Unix()/totpPeriod, int64(0)
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, step)), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// totpCode is the code of a time step (RFC 4226).
func totpCode(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, number%1_000_000)
}

// looksLikeTOTP tells a code of an authenticator from a recovery code.
func looksLikeTOTP(code string) bool {
	if len(code) != totpDigits {
		return false
	}
	for _, c := range code {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// TOTPContext is the context under which a person's authenticator secret is sealed.
func TOTPContext(personID int64) string { return fmt.Sprintf("people.totp_secret:%d", personID) }

func (o *Office) openTOTP(p *ent.Person) ([]byte, error) {
	secret, err := o.ring.Open(p.TotpKey, p.TotpSecret, TOTPContext(p.ID))
	if err != nil {
		return nil, fmt.Errorf("second factor of %s: %w", p.Name, err)
	}
	return secret, nil
}

// enrolled tells whether a person has a second factor.
func enrolled(p *ent.Person) bool { return p.TotpConfirmedAt != nil }
