// Package fault is the error vocabulary: every way a request can fail has a stable code, a sentence in Chinese and
// English and, where the caller needs more to go on, a type of its own. It decides nothing; acts return faults, and
// graph maps them to answers in one place. An error that is no fault is internal: the caller sees INTERNAL and the
// request id, the log sees all of it.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Fault is one thing wrong with a request that its caller can act on.
type Fault struct {
	Code   Code
	Path   []string // of the input that caused it; empty where no single one did
	Detail string   // what exactly, in English, for developers; may be empty
	Zh     string   // the detail in Chinese, where it is said beside the English; empty: as chinese.go says it
}

// Error is any fault: the plain one or one that carries data.
type Error interface {
	error
	Base() Fault
}

// Base gives the part that all faults share.
func (f Fault) Base() Fault { return f }

// Error is for logs.
func (f Fault) Error() string {
	text := string(f.Code)
	if len(f.Path) > 0 {
		text += " at " + strings.Join(f.Path, ".")
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	return text
}

// New makes a plain fault; the path names the input that caused it.
func New(code Code, detail string, path ...string) Fault {
	return Fault{Code: code, Path: path, Detail: detail}
}

// Newf is New with a format for the detail and no path.
func Newf(code Code, format string, args ...any) Fault {
	return Fault{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// At gives the fault with its path below another one.
func (f Fault) At(parent ...string) Fault {
	f.Path = append(append([]string{}, parent...), f.Path...)
	return f
}

// Below gives a fault, with what it carries, with its path below another one.
func Below(f Error, parent ...string) Error {
	switch own := f.(type) {
	case Fault:
		return own.At(parent...)
	case Conflict:
		own.Fault = own.At(parent...)
		return own
	}
	return f.Base().At(parent...)
}

// List is several faults of one request.
type List []Error

// Error is for logs.
func (l List) Error() string {
	parts := make([]string, len(l))
	for i, f := range l {
		parts[i] = f.Error()
	}
	return strings.Join(parts, "; ")
}

// All gives the faults that an error holds, or nil where it is not made of faults.
func All(err error) List {
	var list List
	if errors.As(err, &list) {
		return list
	}
	var one Error
	if errors.As(err, &one) {
		return List{one}
	}
	return nil
}

// Has tells whether an error holds a fault of a code.
func Has(err error, code Code) bool {
	for _, f := range All(err) {
		if f.Base().Code == code {
			return true
		}
	}
	return false
}
