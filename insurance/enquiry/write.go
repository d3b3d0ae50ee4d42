package enquiry

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/fault"
)

const (
	// MostExported rows of an export.
	MostExported = 1_000_000
	// exportPart is how many rows a part of the job looks at, at most; exportRead how many are read at a time.
	exportPart, exportRead = 10_000, 1000
	// exportLease is longer than a worker is silent that lives.
	exportLease = time.Minute
)

// exported is how far an export is: the contents that it stored, part by part.
type exported struct {
	Parts []string `json:"parts,omitempty"`
	Rows  int64    `json:"rows"`
}

// WorkExports writes exports that are due, and answers how many it took. A worker that dies leaves its export to the next,
// which continues after the last part that was stored.
func (s *Exports) WorkExports(ctx context.Context) (int, error) {
	return s.background.Work(ctx, ExportKind, 1, exportLease, s.exportPart)
}

// exportPart writes the next part of an export, and at its end joins the parts to one file.
func (s *Exports) exportPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	var done exported
	z, err := frozenOf(row)
	if err != nil {
		return nil, err
	}
	if row.Result != nil {
		if err := json.Unmarshal([]byte(*row.Result), &done); err != nil {
			return nil, fmt.Errorf("read export: %w", err)
		}
	}
	l := s.listOf(z.List)
	if l == nil {
		return nil, fmt.Errorf("export %d is of no list that there is", row.ID)
	}
	caller, err := s.asker(ctx, row, z, l)
	if err != nil {
		return nil, err
	}
	rows, last, more, err := l.part(ctx, caller, z, row.Position)
	if err != nil {
		return nil, err
	}
	if done.Rows += int64(len(rows)); done.Rows > z.Most {
		return nil, fault.Newf(fault.CodeLimitReached, "an export has at most %d rows: narrow its filter", z.Most)
	}
	part, err := s.files.Store(ctx, func(w io.Writer) error { return l.write(w, z, len(done.Parts) == 0, rows) })
	if err != nil {
		return nil, err
	}
	done.Parts = append(done.Parts, part)
	p := &background.Progress{Position: row.Position, Done: done.Rows, Finished: !more}
	if more {
		p.Position = last
	} else {
		if p.ResultSHA256, err = s.whole(ctx, z, done.Parts); err != nil {
			return nil, err
		}
		done.Parts, p.Total = nil, &done.Rows
	}
	text, err := json.Marshal(done)
	if err != nil {
		return nil, fmt.Errorf("write export: %w", err)
	}
	result := string(text)
	p.Result = &result
	return p, nil
}

// part reads the rows of the next part of an export, with the key that was looked at last.
func (l *list) part(ctx context.Context, caller *access.Caller, z *frozen, position int64) (rows []any, last int64, more bool, err error) {
	last = position
	for range exportPart / exportRead {
		some, through, goesOn, err := l.read(ctx, caller, z, last)
		if err != nil {
			return nil, 0, false, err
		}
		rows, last, more = append(rows, some...), through, goesOn
		if !more {
			break
		}
	}
	return rows, last, more, nil
}
