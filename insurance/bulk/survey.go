package bulk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"baodan/insurance/fault"
)

// found is what is known of a file once all of it was looked at; it is kept as the job's result.
type found struct {
	Encoding encoding `json:"encoding"`
	Rows     int64    `json:"rows"`
	First    int64    `json:"first"` // where the first row begins
}

// survey looks through a file: how many rows it has, and how it is written. A file is in UTF-8 or, where any of it is not,
// all of it in GB18030; else it is refused, since a guess would put wrong names on policies. Fault: INVALID_VALUE.
func (s *Service) survey(ctx context.Context, p *plan) (*found, error) {
	var notUTF8 int64
	for _, e := range []encoding{utf8Text, gb18030Text} {
		f, wrong, err := s.surveyAs(ctx, p, e)
		if err != nil || wrong == 0 {
			return f, err
		}
		if e == utf8Text {
			notUTF8 = wrong
			continue
		}
		return nil, fault.Newf(fault.CodeInvalidValue, "the file is neither UTF-8 (see row %d) nor GB18030 (see row %d)", notUTF8, wrong)
	}
	return nil, errors.New("no encoding")
}

// surveyAs is survey for one encoding; wrong is the first row that is not in it, 0 for none.
func (s *Service) surveyAs(ctx context.Context, p *plan, e encoding) (f *found, wrong int64, err error) {
	_, first, err := s.header(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	rest, err := s.from(ctx, p, first)
	if err != nil {
		return nil, 0, err
	}
	defer rest.Close() //nolint:errcheck // it was read
	f = &found{Encoding: e, First: first}
	for one := newSplitter(rest, first); ; {
		r, err := one.next()
		if errors.Is(err, io.EOF) {
			if f.Rows == 0 {
				return nil, 0, fault.New(fault.CodeInvalidValue, "the file has a header and no rows")
			}
			return f, 0, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("read file: %w", err)
		}
		f.Rows++
		if _, ok := e.decoded(r.text); !ok {
			return nil, f.Rows, nil
		}
	}
}

func (f *found) text() *string {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	written := string(text)
	return &written
}
