package enquiry

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"baodan/ent"
	"baodan/insurance/files"
)

// Format of an export.
type Format string

// Formats.
const (
	CSV    Format = "CSV"
	NDJSON Format = "NDJSON" // an object a line, by the names of the columns
	XLSX   Format = "XLSX"
)

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\ufeff"

// write writes a part of an export. The first part begins with the heading.
func (l *list) write(w io.Writer, z *frozen, first bool, rows []any) error {
	written := l.written(z)
	line, end := z.lines(w, written)
	if first && z.Format == CSV {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	if first && z.Format != NDJSON {
		if err := line(l.heading(z)); err != nil {
			return err
		}
	}
	for _, row := range rows {
		cells := make([]string, len(written))
		for i, c := range written {
			if cells[i] = c.cell(row); c.foreign && z.Format != NDJSON {
				cells[i] = files.Cell(cells[i])
			}
		}
		if err := line(cells); err != nil {
			return err
		}
	}
	return end()
}

// lines write cells as a format does; those of a spreadsheet as arrays, of which the sheet is made at the end.
func (z *frozen) lines(w io.Writer, written []column) (line func([]string) error, end func() error) {
	done := func() error { return nil }
	switch z.Format {
	case NDJSON:
		out := json.NewEncoder(w)
		return func(cells []string) error {
			object := make(map[Column]string, len(cells))
			for i, text := range cells {
				object[written[i].name] = text
			}
			return out.Encode(object)
		}, done
	case XLSX:
		out := json.NewEncoder(w)
		return func(cells []string) error { return out.Encode(cells) }, done
	case CSV:
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return out.Write, func() error {
		out.Flush()
		return out.Error()
	}
}

// whole joins the parts of an export to one file of its format.
func (s *Exports) whole(ctx context.Context, z *frozen, parts []string) (digest string, err error) {
	joined, err := s.files.Join(ctx, parts)
	if err != nil || z.Format != XLSX {
		return joined, err
	}
	content, err := s.files.Content(ctx, joined)
	if err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	defer content.Close() //nolint:errcheck // it was read
	rows := json.NewDecoder(bufio.NewReader(content))
	return s.files.Store(ctx, func(w io.Writer) error {
		return files.Sheet(w, func() (cells []string, err error) {
			err = rows.Decode(&cells)
			return cells, err
		})
	})
}

// frozenOf reads what a job of an export was asked for.
func frozenOf(row *ent.Job) (*frozen, error) {
	var z frozen
	if err := json.Unmarshal([]byte(row.Input), &z); err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	return &z, nil
}
