package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// largestRow of a file, in bytes.
const largestRow = 64 << 10

// Flaws of rows.
var (
	errTooLong  = errors.New("the row is longer than 64 KiB")
	errUnclosed = errors.New("a quote is not closed within the row or 64 KiB")
)

// row is one record of a file as it lies there: in the encoding of the file, with its quotes.
type row struct {
	start, end int64 // where it lies in the file, and where the next one begins
	text       []byte
	flaw       error
}

// splitter cuts a file into rows (RFC 4180) without looking into them. It sees bytes: in UTF-8, GBK and GB18030 alike a
// comma, a quote and an end of line are the only bytes of their value. A quote opens only at the beginning of a cell. One
// that is never closed must not swallow the rest of the file: its line alone is a row with a flaw, and the next line is
// the next row. Empty lines are no rows.
type splitter struct {
	from *bufio.Reader
	at   int64
}

// newSplitter continues at a position of the file where a row begins.
func newSplitter(from io.Reader, at int64) *splitter {
	return &splitter{from: bufio.NewReaderSize(from, 4*largestRow), at: at}
}

// next is the next row, valid until the one after; io.EOF after the last one.
func (s *splitter) next() (row, error) {
	for {
		r, err := s.line()
		if err != nil || len(r.text) > 0 || r.flaw != nil {
			return r, err
		}
	}
}

func (s *splitter) line() (row, error) {
	// The fast way: one look at what lies in the buffer already, which nearly always holds a whole row.
	window, err := s.from.Peek(min(max(s.from.Buffered(), 1), largestRow+2))
	end, open := endOfRow(window, false)
	if end < 0 {
		window, err = s.from.Peek(largestRow + 2)
		if err != nil && !errors.Is(err, io.EOF) {
			return row{}, err
		}
		end, open = endOfRow(window, err != nil)
	}
	atEnd := errors.Is(err, io.EOF)
	switch {
	case len(window) == 0:
		return row{}, io.EOF
	case end >= 0 && !open && len(trimmed(window[:end])) <= largestRow:
		return s.take(window[:end], nil)
	}
	flaw := errTooLong
	if open {
		flaw = errUnclosed
	}
	if newline := bytes.IndexByte(window, '\n'); newline >= 0 && newline+1 < len(window) {
		return s.take(window[:newline+1], flaw)
	}
	if atEnd {
		return s.take(window, flaw)
	}
	return s.skip()
}

// endOfRow is where the row at the beginning of a text ends, behind its line break; -1 where it goes on behind the text.
// At the end of the file the text ends the row; open says that a quote was still open.
func endOfRow(text []byte, last bool) (end int, open bool) {
	start := true // of a cell
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case open:
			next := bytes.IndexByte(text[i:], '"')
			if next < 0 {
				i = len(text)
				continue
			}
			i += next
			if i+1 < len(text) && text[i+1] == '"' {
				i++
				continue
			}
			open = false
		case c == '\n':
			return i + 1, false
		case c == '"' && start:
			open = true
			start = false
		default:
			start = c == ','
		}
	}
	if last {
		return len(text), open
	}
	return -1, open
}

// take takes so much of the file.
func (s *splitter) take(text []byte, flaw error) (row, error) {
	r := row{start: s.at, end: s.at + int64(len(text)), text: trimmed(text), flaw: flaw}
	s.at = r.end
	_, err := s.from.Discard(len(text))
	return r, err
}

// skip leaves a line out that is too long.
func (s *splitter) skip() (row, error) {
	r := row{start: s.at, flaw: errTooLong}
	for {
		part, err := s.from.ReadSlice('\n')
		s.at += int64(len(part))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return r, err
		}
		r.end = s.at
		return r, nil
	}
}

// trimmed is a line without its break.
func trimmed(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}
