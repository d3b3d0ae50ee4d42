package server

import (
	"context"
	"crypto/ed25519"
	"net"
	"net/http"
	"strings"
	"time"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/server/httpsig"
)

// authenticator finds out who calls: a signature (RFC 9421), a sandbox bearer key, or nobody, who is the public.
type authenticator struct {
	gate      *access.Gate
	directory *distribution.Directory
	nonces    *nonces
	now       func() time.Time
}

// caller of a request whose body was read. Faults: UNAUTHENTICATED and those of signatures.
func (a *authenticator) caller(ctx context.Context, r *http.Request, body []byte) (*access.Caller, error) {
	language := preferredLanguage(r.Header.Get("Accept-Language"))
	authorization := r.Header.Get("Authorization")
	signed := r.Header.Get("Signature") != "" || r.Header.Get("Signature-Input") != ""
	var credential *access.Credential
	var err error
	switch {
	case authorization != "" && signed:
		return nil, fault.New(fault.Unauthenticated, "a signature or a bearer key, not both")
	case authorization != "":
		credential, err = a.bearer(authorization)
	case signed:
		credential, err = a.signature(ctx, r, body)
	default:
		return &access.Caller{Audience: access.Public, Credential: "public " + host(r.RemoteAddr), Rate: publicRate, Language: language}, nil
	}
	if err != nil {
		return nil, err
	}
	channel := a.directory.Channel(credential.ChannelID)
	if channel == nil {
		return nil, fault.New(fault.Unauthenticated, "")
	}
	return &access.Caller{
		Audience: access.Channel, Channel: channel, Credential: credential.KeyID,
		Rate: credential.RatePerSecond, Language: language,
	}, nil
}

// publicRate is what one address may spend without a credential, in cost points a second.
const publicRate = 50

func host(address string) string {
	if h, _, err := net.SplitHostPort(address); err == nil {
		return h
	}
	return address
}

func (a *authenticator) bearer(authorization string) (*access.Credential, error) {
	scheme, key, found := strings.Cut(authorization, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return nil, fault.New(fault.Unauthenticated, "only bearer keys and signatures are known")
	}
	if c := a.gate.Bearer(key, a.now()); c != nil {
		return c, nil
	}
	return nil, fault.New(fault.Unauthenticated, "unknown bearer key")
}

func (a *authenticator) signature(ctx context.Context, r *http.Request, body []byte) (*access.Credential, error) {
	message, err := httpsig.Parse(r.Header)
	if err != nil {
		return nil, signatureFault(err)
	}
	now, params := a.now(), message.Params()
	c := a.gate.Key(params.KeyID, now)
	if c == nil {
		return nil, fault.New(fault.UnknownKey, "")
	}
	err = message.Verify(r.Method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, keyOf(c), now)
	if err != nil {
		return nil, signatureFault(err)
	}
	// Only after the signature is known to be right, so that nobody else can use nonces up.
	if !a.nonces.use(ctx, params.KeyID, params.Nonce, params.Created) {
		return nil, fault.New(fault.NonceReused, "")
	}
	return c, nil
}

func keyOf(c *access.Credential) httpsig.Key {
	key := httpsig.Key{ID: c.KeyID, Algorithm: httpsig.Algorithm(c.Algorithm), Secret: c.Secret}
	if c.Algorithm == credential.AlgorithmEd25519 {
		key.Public = ed25519.PublicKey(c.Verifier)
	}
	return key
}

// signatureFault carries the reason on: the codes are the same.
func signatureFault(err error) error {
	reason := httpsig.ReasonOf(err)
	if reason == "" {
		return fault.New(fault.SignatureMalformed, "the signature cannot be read") // cannot be: every error has a reason
	}
	return fault.New(fault.Code(reason), strings.TrimPrefix(err.Error(), "httpsig: "+string(reason)+": "))
}

// preferredLanguage is zh or en, whichever comes first.
func preferredLanguage(accept string) string {
	for _, one := range strings.Split(accept, ",") {
		tag := strings.ToLower(strings.TrimSpace(one))
		switch {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "en"
}
