package httpsig

import (
	"encoding/base64"
	"strings"
)

// scanner reads the part of RFC 9651 that the profile needs, in canonical form only. So what was read and what a
// serializer would write again are the same text, and the text itself can go into the signature base.
type scanner struct {
	text string
	at   int
}

func (s *scanner) done() bool { return s.at == len(s.text) }

// take steps over a byte if it comes next.
func (s *scanner) take(want byte) bool {
	if s.done() || s.text[s.at] != want {
		return false
	}
	s.at++
	return true
}

// key reads the key of a dictionary member or parameter.
func (s *scanner) key() (string, bool) {
	start := s.at
	for !s.done() && keyByte(s.text[s.at], s.at == start) {
		s.at++
	}
	return s.text[start:s.at], s.at > start
}

func keyByte(c byte, first bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c == '*':
		return true
	case c >= '0' && c <= '9', c == '_', c == '-', c == '.':
		return !first
	}
	return false
}

// str reads a quoted string of visible ASCII. Escapes are legal there, but nothing in the profile needs one.
func (s *scanner) str() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	start := s.at
	for !s.done() && s.text[s.at] > ' ' && s.text[s.at] < 0x7f && s.text[s.at] != '"' && s.text[s.at] != '\\' {
		s.at++
	}
	value := s.text[start:s.at]
	return value, s.take('"')
}

// integer reads a non-negative integer of at most 15 digits, the limit of RFC 9651.
func (s *scanner) integer() (value int64, ok bool) {
	start := s.at
	for !s.done() && s.text[s.at] >= '0' && s.text[s.at] <= '9' && s.at-start < 15 {
		value = value*10 + int64(s.text[s.at]-'0')
		s.at++
	}
	digits := s.at - start
	return value, digits == 1 || digits > 1 && s.text[start] != '0'
}

// binary reads a byte sequence, :base64:, into the given bytes and says how many there were; too many are refused.
func (s *scanner) binary(into []byte) (int, bool) {
	if !s.take(':') {
		return 0, false
	}
	end := strings.IndexByte(s.text[s.at:], ':')
	var encoded [128]byte
	if end < 0 || end > len(encoded) || base64.StdEncoding.DecodedLen(end) > len(into)+2 {
		return 0, false
	}
	var decoded [len(encoded)]byte
	source := encoded[:copy(encoded[:], s.text[s.at:s.at+end])]
	size, err := strictBase64.Decode(decoded[:], source)
	if err != nil || size > len(into) || strictBase64.EncodedLen(size) != end { // the decoder skips line breaks
		return 0, false
	}
	s.at += end
	return copy(into, decoded[:size]), s.take(':')
}

// strictBase64 refuses a second way to write the same bytes.
var strictBase64 = base64.StdEncoding.Strict()

// plain says whether a text may stand on one line of a signature base: no line can be smuggled in.
func plain[T string | []byte](text T) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' && c != '\t') || c >= 0x7f {
			return false
		}
	}
	return true
}
