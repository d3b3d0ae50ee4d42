package httpsig

import (
	"net/http"
	"strings"
)

// request is what a signature may cover.
type request struct {
	method, authority, path, query string
	header                         http.Header
	hasBody                        bool
}

// coverage says which parts of the profile a signature covers.
type coverage uint8

const (
	coversMethod coverage = 1 << iota
	coversAuthority
	coversPath
	coversQuery
	coversDigest
)

// uncovered names a part of the request that must be covered and is not, or nothing.
func (r *request) uncovered(c coverage) string {
	switch {
	case c&coversMethod == 0:
		return "@method"
	case c&coversAuthority == 0:
		return "@authority"
	case c&coversPath == 0:
		return "@path"
	case c&coversQuery == 0 && r.query != "":
		return "@query"
	case c&coversDigest == 0 && r.hasBody:
		return "content-digest"
	}
	return ""
}

// base writes the signature base of RFC 9421, section 2.5: what is signed, byte for byte.
func (m *Message) base(r *request) (base []byte, covered coverage, err error) {
	base = make([]byte, 0, 1024)
	for _, name := range m.covered[:m.components] {
		base = append(base, '"')
		base = append(base, name...)
		base = append(base, `": `...)
		start := len(base)
		var part coverage
		if base, part, err = r.append(base, name); err != nil {
			return nil, 0, err
		}
		if !plain(base[start:]) {
			return nil, 0, refuse(SignatureMalformed, name+" holds what is not printable ASCII")
		}
		covered |= part
		base = append(base, '\n')
	}
	base = append(base, `"@signature-params": `...)
	return append(base, m.line...), covered, nil
}

// append adds the value of one component.
func (r *request) append(base []byte, name string) ([]byte, coverage, error) {
	switch name {
	case "@method":
		return append(base, r.method...), coversMethod, nil
	case "@authority":
		return appendAuthority(base, r.authority), coversAuthority, nil
	case "@path":
		if r.path == "" {
			base = append(base, '/')
		}
		return append(base, r.path...), coversPath, nil
	case "@query":
		return append(append(base, '?'), r.query...), coversQuery, nil
	case "content-digest":
		base, err := appendField(base, name, r.header["Content-Digest"])
		return base, coversDigest, err
	case "content-type":
		base, err := appendField(base, name, r.header["Content-Type"])
		return base, 0, err
	}
	if name[0] == '@' {
		return nil, 0, refuse(ComponentUnsupported, name)
	}
	base, err := appendField(base, name, r.header.Values(name))
	return base, 0, err
}

// appendField joins the lines of a header field as RFC 9421, section 2.1, wants it.
func appendField(base []byte, name string, lines []string) ([]byte, error) {
	if len(lines) == 0 {
		return nil, refuse(ComponentMissing, name+" is covered but not in the request")
	}
	for i, line := range lines {
		if i > 0 {
			base = append(base, ", "...)
		}
		base = append(base, strings.Trim(line, " \t")...)
	}
	return base, nil
}

// appendAuthority writes it in lower case and without a default port. A server behind a proxy does not know its own
// scheme, so either default port goes. Only ASCII is folded: beyond it, other letters would become these.
func appendAuthority(base []byte, authority string) []byte {
	host, default443 := strings.CutSuffix(authority, ":443")
	if !default443 {
		host = strings.TrimSuffix(authority, ":80")
	}
	for i := range len(host) {
		c := host[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		base = append(base, c)
	}
	return base
}
