package httpsig

import (
	"net/http"
	"time"
)

// Limits of what Parse takes.
const (
	maxHeader     = 2048 // bytes of either header
	maxComponents = 16
	maxSignature  = 64 // bytes, and the size for every elliptic curve of 256 bits
	maxKeyID      = 128
)

// Message is one request's signature, read but not verified.
type Message struct {
	params     Params
	expires    time.Time // zero when not said
	covered    [maxComponents]string
	components int
	line       string // the value of @signature-params, as sent
	signature  [maxSignature]byte
	size       int
}

// Params is what the signature says of itself; nothing of it is proven before Verify.
func (m *Message) Params() Params { return m.params }

// Parse reads the Signature-Input and Signature headers, without any cryptography, so that the caller can look up the
// key. It refuses with SignatureMissing, SignatureMalformed or ParameterMissing.
func Parse(h http.Header) (*Message, error) {
	m, err := read(h)
	if err != nil {
		return nil, err
	}
	switch {
	case m.params.Created.IsZero():
		return nil, refuse(ParameterMissing, "created")
	case m.params.Nonce == "":
		return nil, refuse(ParameterMissing, "nonce")
	case m.params.KeyID == "":
		return nil, refuse(ParameterMissing, "keyid")
	}
	return m, nil
}

// Verify says whether the request is what the key's holder signed, and signed within Window of now. It refuses with
// any reason but SignatureMissing, ParameterMissing and NonceReused; the caller must still see to the nonce, after this,
// so that only signed requests use up nonces and their memory.
//
// The authority is the host and port that the server was asked for (r.Host); case and the ports 80 and 443 make no
// difference. The path is as sent, escapes and all (r.URL.EscapedPath()); rawQuery has no question mark. The headers
// are those given to Parse. The body is hashed last, so that a stranger cannot make the server hash.
func (m *Message) Verify(method, authority, path, rawQuery string, h http.Header, body []byte, key Key, now time.Time) error {
	scheme, err := m.scheme(key)
	if err != nil {
		return err
	}
	if err := m.fresh(now); err != nil {
		return err
	}
	request := request{method: method, authority: authority, path: path, query: rawQuery, header: h, hasBody: len(body) > 0}
	base, covered, err := m.base(&request)
	if err != nil {
		return err
	}
	if name := request.uncovered(covered); name != "" {
		return refuse(ComponentMissing, name+" is not covered")
	}
	if !scheme.verify(key, base, m.signature[:m.size]) {
		return refuse(SignatureInvalid, "not the signature of this request by this key")
	}
	if covered&coversDigest != 0 {
		return checkDigest(h, body)
	}
	return nil
}

// scheme is the key's own algorithm, never the one that the request asks for.
func (m *Message) scheme(key Key) (scheme, error) {
	if key.ID != m.params.KeyID {
		return nil, refuse(UnknownKey, "not the key that keyid names")
	}
	scheme := schemeOf(key.Algorithm)
	if scheme == nil || !scheme.usable(key) {
		return nil, refuse(UnknownKey, "the key cannot be used")
	}
	if m.params.Algorithm != "" && m.params.Algorithm != string(key.Algorithm) {
		return nil, refuse(AlgorithmMismatch, "the key is for "+string(key.Algorithm))
	}
	return scheme, nil
}

func (m *Message) fresh(now time.Time) error {
	switch {
	case m.params.Created.Before(now.Add(-Window)):
		return refuse(SignatureStale, "created too long ago")
	case m.params.Created.After(now.Add(Window)):
		return refuse(SignatureStale, "created in the future")
	case !m.expires.IsZero() && now.After(m.expires):
		return refuse(SignatureStale, "expired")
	}
	return nil
}

// read takes any signature in canonical form, whether or not it has the parameters of the profile.
func read(h http.Header) (*Message, error) {
	input, err := line(h["Signature-Input"], "Signature-Input")
	if err != nil {
		return nil, err
	}
	signature, err := line(h["Signature"], "Signature")
	if err != nil {
		return nil, err
	}
	m := new(Message)
	label, wrong := m.readInput(input)
	if wrong != "" {
		return nil, refuse(SignatureMalformed, "Signature-Input "+wrong)
	}
	scan := scanner{text: signature}
	if same, ok := scan.key(); !ok || same != label || !scan.take('=') {
		return nil, refuse(SignatureMalformed, "Signature does not begin with the label of Signature-Input and =")
	}
	var ok bool
	if m.size, ok = scan.binary(m.signature[:]); !ok || !scan.done() {
		return nil, refuse(SignatureMalformed, "Signature is not one :base64: of at most 64 bytes")
	}
	return m, nil
}

func line(values []string, name string) (string, error) {
	switch {
	case len(values) == 0:
		return "", refuse(SignatureMissing, "no "+name)
	case len(values) > 1:
		return "", refuse(SignatureMalformed, name+" comes more than once")
	case len(values[0]) > maxHeader:
		return "", refuse(SignatureMalformed, name+" is too long")
	}
	return values[0], nil
}
