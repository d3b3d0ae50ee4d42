package statement

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"

	"baodan/ent"
	"baodan/ent/schema"
	"baodan/ent/statementpart"
)

// linesOfPart is how many lines a part holds.
const linesOfPart = 1000

// freezer writes lines into parts.
type freezer struct {
	hash  hash.Hash
	parts [][]byte
	lines int
	part  bytes.Buffer
	zip   *gzip.Writer
}

func newFreezer() *freezer {
	f := &freezer{hash: sha256.New()}
	f.zip, _ = gzip.NewWriterLevel(&f.part, gzip.BestSpeed) // the level is one
	return f
}

// add writes a line.
func (f *freezer) add(l *schema.StatementLine) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	f.hash.Write(text)
	if _, err := f.zip.Write(text); err != nil {
		return err
	}
	if f.lines++; f.lines%linesOfPart == 0 {
		return f.end()
	}
	return nil
}

// end closes the part; call it once more after the last line.
func (f *freezer) end() error {
	if f.lines%linesOfPart == 0 && len(f.parts)*linesOfPart == f.lines {
		return nil
	}
	if err := f.zip.Close(); err != nil {
		return err
	}
	f.parts = append(f.parts, bytes.Clone(f.part.Bytes()))
	f.part.Reset()
	f.zip.Reset(&f.part)
	return nil
}

// Lines of a statement after a number of them, at most `most`.
func (s *Service) Lines(ctx context.Context, row *ent.Statement, after, most int) ([]*schema.StatementLine, error) {
	first, last := after/linesOfPart, (after+most)/linesOfPart
	parts, err := s.store.Client.StatementPart.Query().
		Where(statementpart.StatementID(row.ID), statementpart.NumberGTE(first), statementpart.NumberLTE(last)).Order(ent.Asc(statementpart.FieldNumber)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lines of statement %d: %w", row.ID, err)
	}
	var list []*schema.StatementLine
	for _, part := range parts {
		lines, err := thaw(part.Lines)
		if err != nil {
			return nil, fmt.Errorf("part %d of statement %d: %w", part.Number, row.ID, err)
		}
		list = append(list, lines...)
	}
	skip := min(after-first*linesOfPart, len(list))
	return list[skip:min(skip+most, len(list))], nil
}

// thaw reads the lines of a part.
func thaw(part []byte) (list []*schema.StatementLine, err error) {
	zip, err := gzip.NewReader(bytes.NewReader(part))
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(zip); decoder.More(); {
		line := &schema.StatementLine{}
		if err := decoder.Decode(line); err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, nil
}
