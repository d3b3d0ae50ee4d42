package web

import (
	"context"
	"crypto/ed25519"
	"net"
	"net/http"
	"strings"
	"time"

	"baodan/ent/credential"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/people"
	"baodan/server/httpsig"
)

// authenticator finds out who calls: a session's cookie, a signature (RFC 9421), a bearer key of a sandbox or of a
// business-intelligence tool, or nobody, who is the public. More than one of them is refused.
type authenticator struct {
	credentials  *access.Credentials
	distribution *distribution.Service
	people       *people.Service
	nonces       *nonces
	origins      *http.CrossOriginProtection
	proxied      bool // something in front of us names the address that called it
	now          func() time.Time
}

// signature that a caller proved themselves with; its nonce is used up by once. Nil: they proved themselves otherwise.
type signature struct {
	keyID, nonce string
	created      time.Time
}

// caller of a request whose body was read. Faults: UNAUTHENTICATED, CROSS_ORIGIN and those of signatures except NONCE_REUSED.
func (a *authenticator) caller(ctx context.Context, r *http.Request, body []byte) (*access.Caller, *signature, error) {
	authorization := r.Header.Get("Authorization")
	signed := r.Header.Get("Signature") != "" || r.Header.Get("Signature-Input") != ""
	token, cookie := sessionToken(r)
	var c *access.Caller
	var by *signature
	var err error
	switch {
	case cookie && (signed || authorization != ""), authorization != "" && signed:
		return nil, nil, fault.New(fault.CodeUnauthenticated, "a session, a signature or a bearer key, and not two of them")
	case authorization != "":
		c, err = a.bearer(ctx, r, authorization)
	case signed:
		c, by, err = a.signed(r, body)
	case cookie:
		if err = a.sameOrigin(r); err == nil {
			c, err = a.people.Caller(ctx, token)
		}
	default:
		c, err = a.nobody(ctx, r), a.sameOrigin(r)
	}
	if err != nil {
		return nil, nil, err
	}
	return a.from(ctx, r, c), by, nil
}

// mostBody is how many bytes a request may have. Only who is signed in may send more than others, and before it is read.
func (a *authenticator) mostBody(ctx context.Context, r *http.Request) int64 {
	token, cookie := sessionToken(r)
	if !cookie || r.ContentLength <= graph.MaxBody || a.sameOrigin(r) != nil {
		return graph.MaxBody
	}
	if _, err := a.people.Caller(ctx, token); err != nil {
		return graph.MaxBody
	}
	return graph.MaxBodyOfPeople
}

// once uses the nonce of a signature up. It comes after the request was paid for: a request that was refused until there is enough
// again may be sent as it is, and nobody fills the memory of nonces faster than they may spend. Fault: NONCE_REUSED.
func (a *authenticator) once(ctx context.Context, by *signature) error {
	if by != nil && !a.nonces.use(ctx, by.keyID, by.nonce, by.created) {
		return fault.New(fault.CodeNonceReused, "")
	}
	return nil
}

// nobody in particular, who spends by their network.
func (a *authenticator) nobody(ctx context.Context, r *http.Request) *access.Caller {
	return a.from(ctx, r, &access.Caller{Audience: access.Public, Credential: "public " + access.Network(a.address(r)), Rate: publicRate})
}

// from says where a caller calls from, with what, and how to speak with them.
func (a *authenticator) from(ctx context.Context, r *http.Request, c *access.Caller) *access.Caller {
	c.Language, c.Address, c.Agent = preferredLanguage(r.Header.Get("Accept-Language")), a.address(r), r.UserAgent()
	c.RequestID = graph.RequestID(ctx)
	return c
}

// ofChannel is a channel's machine that proved itself with a credential.
func (a *authenticator) ofChannel(r *http.Request, credential *access.Credential) (*access.Caller, error) {
	channel := a.distribution.Channel(credential.ChannelID)
	if channel == nil {
		return nil, fault.New(fault.CodeUnauthenticated, "")
	}
	if !credential.Admits(a.address(r)) {
		return nil, fault.New(fault.CodeUnauthenticated, "the key may not be used from this address")
	}
	a.credentials.Used(credential, a.now())
	return &access.Caller{
		Audience: access.Channel, Channel: channel, Credential: credential.KeyID, Rate: credential.RatePerSecond,
	}, nil
}

// address that a request came from. Behind a proxy of ours it is the last one that was forwarded, which the proxy wrote;
// what stands before it, anybody may have written.
func (a *authenticator) address(r *http.Request) string {
	if forwarded := r.Header.Values("X-Forwarded-For"); a.proxied && len(forwarded) > 0 {
		list := strings.Split(forwarded[len(forwarded)-1], ",")
		if last := strings.TrimSpace(list[len(list)-1]); net.ParseIP(last) != nil {
			return last
		}
	}
	return host(r.RemoteAddr)
}

// publicRate is what one address may spend without a credential, in cost points a second.
const publicRate = 50

func host(address string) string {
	if h, _, err := net.SplitHostPort(address); err == nil {
		return h
	}
	return address
}

func (a *authenticator) bearer(ctx context.Context, r *http.Request, authorization string) (*access.Caller, error) {
	scheme, key, found := strings.Cut(authorization, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return nil, fault.New(fault.CodeUnauthenticated, "only bearer keys and signatures are known")
	}
	if strings.HasPrefix(key, people.TokenPrefix) {
		return a.people.TokenCaller(ctx, key)
	}
	if c := a.credentials.Bearer(key, a.now()); c != nil {
		return a.ofChannel(r, c)
	}
	return nil, fault.New(fault.CodeUnauthenticated, "unknown bearer key")
}

func (a *authenticator) signed(r *http.Request, body []byte) (*access.Caller, *signature, error) {
	message, err := httpsig.Parse(r.Header)
	if err != nil {
		return nil, nil, signatureFault(err)
	}
	now, params := a.now(), message.Params()
	c := a.credentials.Key(params.KeyID, now)
	if c == nil {
		return nil, nil, fault.New(fault.CodeUnknownKey, "")
	}
	err = message.Verify(r.Method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, keyOf(c), now)
	if err != nil {
		return nil, nil, signatureFault(err)
	}
	caller, err := a.ofChannel(r, c)
	return caller, &signature{params.KeyID, params.Nonce, params.Created}, err
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
		return fault.New(fault.CodeSignatureMalformed, "the signature cannot be read") // cannot be: every error has a reason
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
