package bulk

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// encoding of a file.
type encoding string

const (
	utf8Text    encoding = "UTF-8"
	gb18030Text encoding = "GB18030" // and GBK and GB 2312, which are parts of it
)

// decoded is a text of the file in UTF-8; false where it is none of the encoding.
func (e encoding) decoded(text []byte) ([]byte, bool) {
	if e == utf8Text {
		return text, utf8.Valid(text)
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
	// What cannot be decoded becomes U+FFFD, which no text that people write holds.
	return out, err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

var (
	errEncoding = errors.New("the row is not in the encoding of the file")
	errQuotes   = errors.New("a quote stands in a cell without quotes, or text behind a closing quote")
)

// cells takes a row apart.
func (e encoding) cells(r row) ([]string, error) {
	if r.flaw != nil {
		return nil, r.flaw
	}
	decoded, ok := e.decoded(r.text)
	if !ok {
		return nil, errEncoding
	}
	text := string(decoded)
	var list []string
	for {
		cell, rest, more, err := firstCell(text)
		if err != nil {
			return nil, err
		}
		if list = append(list, cell); !more {
			return list, nil
		}
		text = rest
	}
}

// firstCell of a row, and the rest behind its comma; more is false where there is no comma.
func firstCell(text string) (cell, rest string, more bool, err error) {
	if len(text) == 0 || text[0] != '"' {
		for i := range len(text) {
			switch text[i] {
			case '"':
				return "", "", false, errQuotes
			case ',':
				return text[:i], text[i+1:], true, nil
			}
		}
		return text, "", false, nil
	}
	var joined []byte // where quotes stand doubled in it
	start := 1
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			joined = append(joined, text[start:i+1]...)
			i++
			start = i + 1
			continue
		}
		cell = text[start:i]
		if joined != nil {
			cell = string(append(joined, cell...))
		}
		switch {
		case i+1 == len(text):
			return cell, "", false, nil
		case text[i+1] == ',':
			return cell, text[i+2:], true, nil
		}
		return "", "", false, errQuotes
	}
	return "", "", false, errUnclosed
}
