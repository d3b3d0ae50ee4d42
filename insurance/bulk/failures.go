package bulk

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/jobfailure"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// failure is a row that was not issued.
type failure struct {
	row                 int64 // counts from 1, the header apart
	code, path, message string
}

// Lengths of columns.
const (
	longestMessage = 500
	longestPath    = 160
)

// failureOf puts the faults of a row into words; the first gives the code.
func failureOf(no int64, err error, language string) failure {
	f := failure{row: no, code: string(fault.CodeInternal), message: fault.CodeInternal.Entry().En}
	var messages []string
	for i, one := range fault.All(err) {
		base := one.Base()
		if i == 0 {
			f.code, f.path = string(base.Code), columnOf(base.Path)
		}
		text := base.Message(language)
		if own, ok := one.(interface{ Message(language string) string }); ok {
			text = own.Message(language)
		}
		if at := columnOf(base.Path); at != "" && i > 0 {
			text = at + ": " + text
		}
		messages = append(messages, text)
	}
	if len(messages) > 0 {
		f.message = strings.Join(messages, "; ")
	}
	f.path, f.message = shortened(f.path, longestPath), shortened(f.message, longestMessage)
	return f
}

func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// storeFailures keeps them with the progress that they belong to.
func storeFailures(ctx context.Context, tx *work.Tx, jobID int64, failures []failure) error {
	rows := make([][]any, len(failures))
	for i, f := range failures {
		rows[i] = []any{tx.NewKey(), jobID, f.row, f.code, f.message, f.path}
	}
	columns := []string{
		jobfailure.FieldID, jobfailure.FieldJobID, jobfailure.FieldRow, jobfailure.FieldCode, jobfailure.FieldMessage, jobfailure.FieldPath,
	}
	if err := tx.Insert(ctx, work.Insert{Table: jobfailure.Table, Columns: columns, Rows: rows}); err != nil {
		return fmt.Errorf("failures of job %d: %w", jobID, err)
	}
	return nil
}

// failuresFile writes the rows that failed so far, in the order of the file, as CSV in UTF-8: number, code, column,
// message, and the row as it was sent with its cells made harmless. It answers where it lies in the storage.
func (s *Service) failuresFile(ctx context.Context, row *ent.Job) (digest string, err error) {
	p, err := readPlan(row)
	if err != nil {
		return "", err
	}
	if row.Result == nil {
		return "", nil
	}
	var f found
	if err := json.Unmarshal([]byte(*row.Result), &f); err != nil {
		return "", fmt.Errorf("result of job %d: %w", row.ID, err)
	}
	return s.files.Store(ctx, func(w io.Writer) error {
		header, _, err := s.header(ctx, p)
		if err != nil {
			return err
		}
		rows, err := s.from(ctx, p, f.First)
		if err != nil {
			return err
		}
		defer rows.Close()                                          //nolint:errcheck // it was read
		if _, err := io.WriteString(w, byteOrderMark); err != nil { // spreadsheets take it for UTF-8 by that
			return err
		}
		out := &failuresWriter{csv: csv.NewWriter(w), header: header, encoding: f.Encoding, rows: newSplitter(rows, f.First)}
		out.csv.UseCRLF = true
		if err := out.head(); err != nil {
			return err
		}
		if err := s.eachFailure(ctx, row.ID, out.write); err != nil {
			return err
		}
		out.csv.Flush()
		return out.csv.Error()
	})
}

// eachFailure reads the failures of a job in the order of its rows.
func (s *Service) eachFailure(ctx context.Context, jobID int64, do func(*ent.JobFailure) error) error {
	const page = 1000
	for last := int64(0); ; {
		list, err := s.store.Client.JobFailure.Query().Where(jobfailure.JobID(jobID), jobfailure.RowGT(last)).
			Order(ent.Asc(jobfailure.FieldRow)).Limit(page).All(ctx)
		if err != nil {
			return fmt.Errorf("failures of job %d: %w", jobID, err)
		}
		for _, one := range list {
			if err := do(one); err != nil {
				return err
			}
			last = one.Row
		}
		if len(list) < page {
			return nil
		}
	}
}

// failuresWriter goes through the file beside the failures.
type failuresWriter struct {
	csv      *csv.Writer
	header   []string
	encoding encoding
	rows     *splitter
	no       int64 // of the row that was read last
}

func (w *failuresWriter) head() error {
	cells := slices.Clone(added)
	for _, column := range w.header {
		if !slices.Contains(added, column) {
			cells = append(cells, column)
		}
	}
	return w.csv.Write(cells)
}

func (w *failuresWriter) write(f *ent.JobFailure) error {
	var r row
	for ; w.no < f.Row; w.no++ {
		var err error
		if r, err = w.rows.next(); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return fmt.Errorf("row %d: %w", w.no+1, err)
		}
	}
	cells, err := w.encoding.cells(r)
	if err != nil { // it cannot be taken apart: as much of it as there is, in one cell
		text, _ := w.encoding.decoded(r.text)
		cells = []string{strings.ToValidUTF8(string(text), "?")}
	}
	line := []string{strconv.FormatInt(f.Row, 10), f.Code, files.Cell(f.Path), files.Cell(f.Message)}
	for i, cell := range cells {
		if i >= len(w.header) || !slices.Contains(added, w.header[i]) {
			line = append(line, harmless(cell))
		}
	}
	return w.csv.Write(line)
}

// harmless is a cell of a row that was sent: one that is harmless already, since it comes from a file of failed rows,
// stays as it is.
func harmless(cell string) string {
	if files.Plain(cell) != cell {
		return cell
	}
	return files.Cell(cell)
}
