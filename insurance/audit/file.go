package audit

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"baodan/ent"
	"baodan/ent/auditcheckpoint"
)

// File is a copy of the checkpoints outside of the database, a line each: someone who cuts the record short in the database
// is found by it. Every host that works keeps one, and best on a disk that can only be added to. It is safe for use by
// several processes.
type File struct{ path string }

// NewFile names the file; it need not be there yet.
func NewFile(path string) *File { return &File{path: path} }

// Path is where it is.
func (f *File) Path() string { return f.path }

// line is a checkpoint in the file.
type line struct {
	Previous  int64     `json:"previous"`
	Sequence  int64     `json:"sequence"`
	Hash      []byte    `json:"hash"`
	At        time.Time `json:"at"`
	Signature []byte    `json:"signature"`
}

func (l *line) checkpoint() *ent.AuditCheckpoint {
	return &ent.AuditCheckpoint{ID: l.Sequence, Hash: l.Hash, At: l.At, Signature: l.Signature}
}

const (
	copyBatch   = 500
	longestLine = 1 << 10
)

// Copy adds to the file the checkpoints that it lacks.
func (l *Log) Copy(ctx context.Context, f *File) error {
	// A look without the lock first: mostly there is nothing to add.
	newest, err := newestCheckpoint(ctx, l.store.Client.AuditCheckpoint.Query())
	if err != nil || newest == nil {
		return err
	}
	if last, err := f.last(); err != nil || last != nil && last.Sequence >= newest.ID {
		return err
	}
	file, err := os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("audit checkpoint file: %w", err)
	}
	defer file.Close() //nolint:errcheck // what was written was synced
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("audit checkpoint file: %w", err)
	}
	last, end, err := lastOf(file)
	if err != nil {
		return err
	}
	if err := l.copyAfter(ctx, file, last, end); err != nil {
		return err
	}
	return file.Sync()
}

// copyAfter writes from the end of the last whole line on: a line that a crash tore is written over.
func (l *Log) copyAfter(ctx context.Context, file *os.File, last *line, end int64) error {
	tip, err := newestLink(ctx, l.store.Client.AuditLink.Query())
	if err != nil || tip == nil {
		return err
	}
	sequence := int64(0)
	if last != nil {
		sequence = last.Sequence
	}
	for {
		rows, err := l.store.Client.AuditCheckpoint.Query().Where(auditcheckpoint.IDGT(sequence), auditcheckpoint.IDLTE(tip.ID)).
			Order(ent.Asc(auditcheckpoint.FieldID)).Limit(copyBatch).All(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		var text bytes.Buffer
		for _, c := range rows {
			written, err := json.Marshal(line{Previous: sequence, Sequence: c.ID, Hash: c.Hash, At: c.At.UTC(), Signature: c.Signature})
			if err != nil {
				return err
			}
			text.Write(append(written, '\n'))
			sequence = c.ID
		}
		if err := file.Truncate(end); err != nil {
			return fmt.Errorf("audit checkpoint file: %w", err)
		}
		if _, err := file.WriteAt(text.Bytes(), end); err != nil {
			return fmt.Errorf("audit checkpoint file: %w", err)
		}
		end += int64(text.Len())
	}
}

// last is the last line of the file; nil where there is none.
func (f *File) last() (*line, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("audit checkpoint file: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was read only
	found, _, err := lastOf(file)
	return found, err
}

// lastOf reads the last whole line of a file and where it ends.
func lastOf(file *os.File) (*line, int64, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0, fmt.Errorf("audit checkpoint file: %w", err)
	}
	from := max(size-2*longestLine, 0)
	text := make([]byte, size-from)
	if _, err := file.ReadAt(text, from); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("audit checkpoint file: %w", err)
	}
	end := bytes.LastIndexByte(text, '\n') + 1
	if end == 0 {
		if from > 0 {
			return nil, 0, errors.New("audit checkpoint file: the last line is too long")
		}
		return nil, 0, nil
	}
	start := bytes.LastIndexByte(text[:end-1], '\n') + 1
	last := &line{}
	if err := json.Unmarshal(text[start:end], last); err != nil {
		return nil, 0, fmt.Errorf("audit checkpoint file: the last line: %w", err)
	}
	return last, from + int64(end), nil
}

// lines reads the file from its beginning, line by line.
type lines struct {
	file   *os.File
	scan   *bufio.Scanner
	number int64 // of the line read last
}

// read opens the file; nil where there is none.
func (f *File) read() (*lines, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no copy was made here
	}
	if err != nil {
		return nil, fmt.Errorf("audit checkpoint file: %w", err)
	}
	scan := bufio.NewScanner(file)
	scan.Buffer(make([]byte, longestLine), longestLine)
	scan.Split(wholeLines)
	return &lines{file: file, scan: scan}, nil
}

// wholeLines leaves a torn last line out: the next copy writes over it.
func wholeLines(data []byte, _ bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	return 0, nil, nil
}

// unreadable is the number of a line that cannot be read.
const unreadable = -1

// next is the next line; nil at the end.
func (l *lines) next() *line {
	if l == nil {
		return nil
	}
	if !l.scan.Scan() {
		if l.scan.Err() != nil {
			return &line{Sequence: unreadable} // it is too long
		}
		return nil
	}
	l.number++
	out := &line{}
	if err := json.Unmarshal(l.scan.Bytes(), out); err != nil {
		return &line{Sequence: unreadable}
	}
	return out
}

func (l *lines) close() {
	if l != nil {
		_ = l.file.Close() // it was read only
	}
}
