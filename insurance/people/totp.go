package people

import (
	"crypto/rand"
	"encoding/base32"
	"net/url"
	"time"

	"github.com/pquerna/otp/hotp"
)

// Codes of an authenticator: RFC 6238 with SHA-1, six digits, 30 seconds, as every authenticator program knows them. Each
// is a code of RFC 4226 whose counter is the time step.
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

// totpURI is what authenticator programs read from a picture. What it does not say is as they take it to be: SHA-1, six
// digits, 30 seconds.
func totpURI(name, secret string) string {
	values := url.Values{"secret": {secret}, "issuer": {totpIssuer}}
	return "otpauth://totp/" + totpIssuer + ":" + url.PathEscape(name) + "?" + values.Encode()
}

// totpStepOf finds the time step near an instant whose code this is; 0: none. Every step is looked at, so that the time
// it takes tells nothing. Which step it was has to be known, so that a code counts once: otp/totp does not say it.
func totpStepOf(secret []byte, code string, at time.Time) int64 {
	if !looksLikeTOTP(code) {
		return 0
	}
	now, found := at.Unix()/totpPeriod, int64(0)
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		if hotp.Validate(code, uint64(step), base32Plain.EncodeToString(secret)) {
			found = step
		}
	}
	return found
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
