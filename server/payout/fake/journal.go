package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// journal is a file of payments' states, one JSON a line, the last one of a key counting. A line is in the file before
// anybody is told of it, and on disk before anybody is answered. The zero file, nil, keeps nothing.
type journal struct {
	file *os.File

	mu      sync.Mutex
	written int // lines
	broken  error

	syncing sync.Mutex // one fsync at a time; who waits for it is often served by the next one's
	synced  int
}

// openJournal gives the payments kept, the oldest state of each first. A last line without an end was being written when
// the process was killed: nobody was told of it, and it is cut off.
func openJournal(path string) (*journal, []*payment, error) {
	if path == "" {
		return &journal{}, nil, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("fake: journal: %w", err)
	}
	kept, size, err := readJournal(file)
	if err == nil {
		err = file.Truncate(size)
	}
	if err == nil {
		_, err = file.Seek(size, io.SeekStart)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("fake: journal %s: %w", path, err), file.Close())
	}
	return &journal{file: file}, kept, nil
}

func readJournal(file *os.File) (kept []*payment, size int64, err error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, 0, err
	}
	for number := 1; ; number++ {
		line, rest, whole := bytes.Cut(text, []byte("\n"))
		if !whole {
			return kept, size, nil
		}
		p := new(payment)
		if err := json.Unmarshal(line, p); err != nil || p.Key == "" || len(p.Content) != 64 {
			return nil, 0, fmt.Errorf("line %d is no payment", number)
		}
		kept = append(kept, p)
		size += int64(len(line)) + 1
		text = rest
	}
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// append writes a state. After an error nothing more is written: the file may end in half a line.
func (j *journal) append(p *payment) error {
	if j.file == nil {
		return nil
	}
	line, err := json.Marshal(p)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken == nil {
		_, j.broken = j.file.Write(append(line, '\n'))
		j.written++
	}
	return j.broken
}

// sync brings all that was written before it to disk.
func (j *journal) sync() error {
	if j.file == nil {
		return nil
	}
	wanted, err := j.state()
	if err != nil {
		return err
	}
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced >= wanted {
		return nil
	}
	reached, err := j.state()
	if err == nil {
		err = j.file.Sync()
	}
	if err == nil {
		j.synced = reached
		return nil
	}
	j.mu.Lock() // what a failed fsync lost is not known, and a second one would not tell
	defer j.mu.Unlock()
	j.broken = err
	return err
}

func (j *journal) state() (written int, broken error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written, j.broken
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return errors.Join(j.sync(), j.file.Close())
}
