package httpsig

import (
	"slices"
	"time"
)

// readInput reads `label=("component" ...);param=value...`. It gives the label, or what is wrong.
func (m *Message) readInput(text string) (label, wrong string) {
	scan := scanner{text: text}
	label, ok := scan.key()
	if !ok || !scan.take('=') {
		return "", "does not begin with a label and ="
	}
	start := scan.at
	if !m.readComponents(&scan) {
		return "", "has no list of at most 16 different component names, one blank between, no parameters"
	}
	for !scan.done() {
		if !scan.take(';') {
			return "", "goes on after its parameters: one signature, in canonical form"
		}
		if wrong := m.readParam(&scan); wrong != "" {
			return "", wrong
		}
	}
	m.line = text[start:]
	return label, ""
}

func (m *Message) readComponents(scan *scanner) bool {
	if !scan.take('(') {
		return false
	}
	for !scan.take(')') {
		if m.components > 0 && !scan.take(' ') {
			return false
		}
		name, ok := scan.str()
		if !ok || !componentName(name) || m.components == maxComponents || slices.Contains(m.covered[:m.components], name) {
			return false
		}
		m.covered[m.components] = name
		m.components++
	}
	return true
}

// componentName says whether a name is a lower-case field name, or @ and such a name.
func componentName(name string) bool {
	if name != "" && name[0] == '@' {
		name = name[1:]
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return name != ""
}

// readParam reads one `name=value` and says what is wrong, or nothing. Each name may come once.
func (m *Message) readParam(scan *scanner) (wrong string) {
	name, ok := scan.key()
	if !ok || !scan.take('=') {
		return "has a parameter that is not name=value in canonical form"
	}
	switch name {
	case "created":
		ok = readTime(scan, &m.params.Created)
	case "expires":
		ok = readTime(scan, &m.expires)
	case "keyid":
		ok = readString(scan, &m.params.KeyID) && len(m.params.KeyID) <= maxKeyID
	case "nonce":
		ok = readString(scan, &m.params.Nonce) && validNonce(m.params.Nonce)
	case "alg":
		ok = readString(scan, &m.params.Algorithm)
	default:
		return "has a parameter other than created, expires, nonce, keyid and alg"
	}
	if !ok {
		return "has a wrong or repeated " + name + forms[name]
	}
	return ""
}

// forms tells the developers of a client what a parameter must look like.
var forms = map[string]string{
	"created": ": whole seconds since 1970",
	"expires": ": whole seconds since 1970",
	"keyid":   `: 1 to 128 visible ASCII characters in quotes, no \ or "`,
	"nonce":   ": 16 to 64 of [A-Za-z0-9_-] in quotes",
	"alg":     ": a name in quotes",
}

func readTime(scan *scanner, into *time.Time) bool {
	seconds, ok := scan.integer()
	if !ok || !into.IsZero() {
		return false
	}
	*into = time.Unix(seconds, 0)
	return true
}

func readString(scan *scanner, into *string) bool {
	value, ok := scan.str()
	if !ok || value == "" || *into != "" {
		return false
	}
	*into = value
	return true
}

// validNonce: long enough to be unguessable, short enough to be remembered, and harmless in a log.
func validNonce(nonce string) bool {
	if len(nonce) < 16 || len(nonce) > 64 {
		return false
	}
	for i := range len(nonce) {
		switch c := nonce[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}
