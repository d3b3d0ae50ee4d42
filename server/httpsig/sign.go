package httpsig

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// PrivateKey signs. Only the field of its algorithm is looked at.
type PrivateKey struct {
	ID        string
	Algorithm Algorithm
	Secret    []byte             // hmac-sha256: MinSecret bytes or more
	Private   ed25519.PrivateKey // ed25519
}

// Public is the key that verifies what this one signs; for hmac-sha256 it holds the same secret. It is the zero Key
// when the private key cannot be used.
func (k PrivateKey) Public() Key {
	if scheme := schemeOf(k.Algorithm); scheme != nil {
		return scheme.public(k)
	}
	return Key{}
}

// Signer signs requests with one key. It may be used by many at once.
type Signer struct {
	key    PrivateKey
	scheme scheme
}

// NewSigner makes a signer. It fails when the key's algorithm is unknown, its secret too short or its id not 1 to 128
// visible ASCII characters without quotes and backslashes.
func NewSigner(key PrivateKey) (*Signer, error) {
	scheme := schemeOf(key.Algorithm)
	if scheme == nil {
		return nil, fmt.Errorf("httpsig: algorithm %q is not supported", key.Algorithm)
	}
	if !scheme.usable(key.Public()) {
		return nil, fmt.Errorf("httpsig: key %q cannot be used for %s", key.ID, key.Algorithm)
	}
	scan := scanner{text: `"` + key.ID + `"`}
	if id, ok := scan.str(); !ok || !scan.done() || id == "" || len(id) > maxKeyID {
		return nil, fmt.Errorf("httpsig: key id %q cannot be sent", key.ID)
	}
	return &Signer{key: key, scheme: scheme}, nil
}

// Sign adds Content-Digest (when there is a body), Signature-Input and Signature to a client's request, in the place of
// any that are there. It covers method, authority, path, and query, Content-Type and body where there are any. The body
// is that which r will send; r.Body is not touched. It fails when a value is not printable ASCII.
func (s *Signer) Sign(r *http.Request, body []byte, now time.Time) error {
	if r.Header == nil {
		r.Header = make(http.Header)
	}
	request := request{
		method: r.Method, authority: clientAuthority(r), path: r.URL.EscapedPath(), query: r.URL.RawQuery,
		header: r.Header, hasBody: len(body) > 0,
	}
	if request.method == "" {
		request.method = http.MethodGet
	}
	if request.hasBody {
		r.Header.Set("Content-Digest", ContentDigest(body))
	}
	input, signature, err := s.sign(&request, now, rand.Text())
	if err != nil {
		return err
	}
	r.Header.Set("Signature-Input", input)
	r.Header.Set("Signature", signature)
	return nil
}

// SignRaw is the cheap way for load generators: the three header values for a request that has a body, and neither a
// query nor a covered Content-Type. Every nonce may be used once and is not checked here, nor is anything else; what
// could not be signed gives empty values.
func (s *Signer) SignRaw(method, authority, path string, body []byte, now time.Time, nonce string) (contentDigest, signatureInput, signature string) {
	contentDigest = ContentDigest(body)
	request := request{method: method, authority: authority, path: path, hasBody: true}
	request.header = http.Header{"Content-Digest": {contentDigest}}
	signatureInput, signature, err := s.sign(&request, now, nonce)
	if err != nil {
		return "", "", ""
	}
	return contentDigest, signatureInput, signature
}

// label is the one that examples of the standard use; it means nothing.
const label = "sig1="

func (s *Signer) sign(r *request, now time.Time, nonce string) (input, signature string, err error) {
	m := s.message(r, now, nonce)
	base, _, err := m.base(r)
	if err != nil {
		return "", "", err
	}
	text := make([]byte, 0, len(label)+2+base64.StdEncoding.EncodedLen(maxSignature))
	text = append(text, label...)
	text = append(text, ':')
	text = base64.StdEncoding.AppendEncode(text, s.scheme.sign(s.key, base))
	return label + m.line, string(append(text, ':')), nil
}

// message chooses what to cover and writes the line that says so.
func (s *Signer) message(r *request, now time.Time, nonce string) *Message {
	m := &Message{}
	cover := func(name string) {
		m.covered[m.components] = name
		m.components++
	}
	cover("@method")
	cover("@authority")
	cover("@path")
	if r.query != "" {
		cover("@query")
	}
	if len(r.header["Content-Type"]) > 0 {
		cover("content-type")
	}
	if r.hasBody {
		cover("content-digest")
	}
	line := append(make([]byte, 0, 256), '(')
	for i, name := range m.covered[:m.components] {
		if i > 0 {
			line = append(line, ' ')
		}
		line = append(append(append(line, '"'), name...), '"')
	}
	line = append(line, ");created="...)
	line = strconv.AppendInt(line, now.Unix(), 10)
	line = append(append(append(line, `;nonce="`...), nonce...), `";keyid="`...)
	line = append(append(append(line, s.key.ID...), `";alg="`...), s.key.Algorithm...)
	m.line = string(append(line, '"'))
	return m
}

// clientAuthority is the Host that a client's request will carry.
func clientAuthority(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}
