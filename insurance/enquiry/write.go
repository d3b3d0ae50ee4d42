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
	"baodan/insurance/work"
)

const (
	// MostExported policies of an export.
	MostExported = 1_000_000
	// exportPart is how many policies a part of the job looks at; exportRead how many are read at a time.
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
	rows, last, more, err := s.exportRows(ctx, z, row.Position)
	if err != nil {
		return nil, err
	}
	if done.Rows += int64(len(rows)); done.Rows > z.most() {
		return nil, fault.Newf(fault.CodeLimitReached, "an export has at most %d policies: narrow its filter", z.most())
	}
	part, err := s.files.Store(ctx, func(w io.Writer) error { return s.writeRows(ctx, w, z, len(done.Parts) == 0, rows) })
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

// exportRows are the policies of the next part, oldest first, with the last one that was looked at.
func (s *Exports) exportRows(ctx context.Context, z *frozen, position int64) (keys []int64, last int64, more bool, err error) {
	q, err := s.prepare(ctx, &access.Caller{Audience: access.Ops}, z.filter())
	if err != nil {
		return nil, 0, false, err
	}
	q.below = z.Before
	var n work.Span
	if position != 0 {
		rows, err := s.light(ctx, []int64{position})
		if err != nil || len(rows) == 0 {
			return nil, 0, false, err
		}
		n.After = rows[0].place(byBound)
	}
	for range exportPart / exportRead {
		found, err := s.find(ctx, q, sortings[Oldest], n, exportRead)
		if err != nil {
			return nil, 0, false, err
		}
		for _, place := range found.places {
			if z.Before == 0 || place.Key < z.Before {
				keys = append(keys, place.Key)
			}
		}
		n.After = found.through
		if more = found.more; !more {
			break
		}
	}
	return keys, n.After.Key, more, nil
}
