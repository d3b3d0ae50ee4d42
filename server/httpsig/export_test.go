package httpsig

import "net/http"

// BaseOf and SignatureFits open the two halves of Verify to the examples of RFC 9421, which lack what the profile wants.

// BaseOf is the signature base of any signature in canonical form.
func BaseOf(h http.Header, method, authority, path, query string) (string, error) {
	m, err := read(h)
	if err != nil {
		return "", err
	}
	base, _, err := m.base(&request{method: method, authority: authority, path: path, query: query, header: h})
	return string(base), err
}

// SignatureFits checks the signature in the headers over a base.
func SignatureFits(h http.Header, base string, key Key) bool {
	m, err := read(h)
	return err == nil && schemeOf(key.Algorithm).verify(key, []byte(base), m.signature[:m.size])
}
