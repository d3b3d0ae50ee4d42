package load

import (
	"bytes"
	"fmt"
)

// Template is a text in which one value of fixed width stands in some places.
type Template struct {
	text  []byte
	at    []int
	width int
}

// NewTemplate finds the places of a mark in a text; values will have the mark's width, so that the length of the body
// is known beforehand.
func NewTemplate(text, mark string) (*Template, error) {
	t := &Template{text: []byte(text), width: len(mark)}
	if mark == "" {
		return nil, fmt.Errorf("template: no mark")
	}
	for from := 0; ; {
		i := bytes.Index(t.text[from:], []byte(mark))
		if i < 0 {
			break
		}
		t.at = append(t.at, from+i)
		from += i + len(mark)
	}
	if len(t.at) == 0 {
		return nil, fmt.Errorf("template: %q is not in the text", mark)
	}
	return t, nil
}

// Len is the length of the text, which no value changes.
func (t *Template) Len() int { return len(t.text) }

// Append writes the text with a value in its places to the end of dst. A value of another width is an error.
func (t *Template) Append(dst []byte, value string) ([]byte, error) {
	if len(value) != t.width {
		return dst, fmt.Errorf("template: %q has not the width %d", value, t.width)
	}
	start := len(dst)
	dst = append(dst, t.text...)
	for _, at := range t.at {
		copy(dst[start+at:], value)
	}
	return dst, nil
}
