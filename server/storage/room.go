package storage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"baodan/insurance/health"
)

// Room writes a little file and takes it away, and answers how much room there is. It fails where nothing can be written.
func (s *Storage) Room(context.Context) (*health.Disk, error) {
	file, err := os.CreateTemp(filepath.Join(s.directory, temporary), "room-*")
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // the sweep finds it
	_, err = file.WriteString("room")
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	var stat syscall.Statfs_t
	if err := syscall.Statfs(s.directory, &stat); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	size := int64(stat.Bsize) //nolint:unconvert // it is of another type on other systems
	return &health.Disk{Free: int64(stat.Bavail) * size, Total: int64(stat.Blocks) * size}, nil
}
