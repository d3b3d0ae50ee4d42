package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxAnswer bounds what a broken server can make us read.
const maxAnswer = 1 << 20

var (
	lengthHeader = []byte("content-length")
	errHeader    = errors.New("response: not HTTP/1.1 as the server writes it")
)

// ReadResponse reads one HTTP/1.1 response that has a Content-Length, as the server's always have, into the space of
// body; it understands nothing else. The body is valid until the space is used again.
func ReadResponse(r *bufio.Reader, body []byte) (status int, _ []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, nil, fmt.Errorf("response: %w", err)
	}
	if len(line) < 14 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, nil, errHeader
	}
	status, ok := digits(line[9:12])
	if !ok {
		return 0, nil, errHeader
	}
	length, err := readHeader(r)
	if err != nil {
		return status, nil, err
	}
	if cap(body) < length {
		body = make([]byte, length)
	}
	body = body[:length]
	if _, err := io.ReadFull(r, body); err != nil {
		return status, nil, fmt.Errorf("response body: %w", err)
	}
	return status, body, nil
}

// readHeader skips to the body and answers its length.
func readHeader(r *bufio.Reader) (length int, err error) {
	length = -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, fmt.Errorf("response header: %w", err)
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		if !found {
			return 0, errHeader
		}
		if len(name) == len(lengthHeader) && bytes.EqualFold(name, lengthHeader) {
			n, ok := digits(bytes.TrimSpace(value))
			if !ok || n > maxAnswer {
				return 0, fmt.Errorf("response: Content-Length is %q", value)
			}
			length = n
		}
	}
	if length < 0 {
		return 0, errors.New("response: no Content-Length")
	}
	return length, nil
}

// digits reads a small decimal number.
func digits(text []byte) (int, bool) {
	if len(text) == 0 || len(text) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
