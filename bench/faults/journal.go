package main

import (
	"encoding/json"
	"os"
	"sync"
)

// journal is a file of JSON lines that are on disk before anything follows from them.
type journal struct {
	file    *os.File
	mu      sync.Mutex
	written int
	syncing sync.Mutex // who waits for it is often served by the next one's
	synced  int
}

func openJournal(path string) (*journal, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &journal{file: file}, nil
}

// add writes a line and brings it to disk.
func (j *journal) add(line any) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	j.mu.Lock()
	if _, err := j.file.Write(append(text, '\n')); err != nil {
		j.mu.Unlock()
		return err
	}
	j.written++
	wanted := j.written
	j.mu.Unlock()
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced >= wanted {
		return nil
	}
	j.mu.Lock()
	reached := j.written
	j.mu.Unlock()
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.synced = reached
	return nil
}
