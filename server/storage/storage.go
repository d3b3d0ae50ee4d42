// Package storage keeps files in a directory, each content encrypted and under its SHA-256. It decides when a content is
// safely on disk and how it is sealed; whose it is, who may read it, how large it may be and how long it is needed is left
// to files.
package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"baodan/engine/seal"
	"baodan/insurance/files"
)

const (
	temporary = "tmp"          // below the directory, so that a rename stays on one file system
	leftover  = 24 * time.Hour // no upload takes so long: what is older in temporary was left by a crash
)

// Storage implements files.Storage. Many, and many processes, may use a directory at once. A content lies in
// ab/cd/<digest>, where digest begins with abcd.
type Storage struct {
	directory string
	ring      *seal.Keyring
	unsynced  bool // what can be made anew waits for no disk
}

// Open makes the directory where there is none, and removes temporary files that are older than a day. The ring seals.
func Open(directory string, ring *seal.Keyring) (*Storage, error) {
	s := &Storage{directory: directory, ring: ring}
	if err := os.MkdirAll(filepath.Join(directory, temporary), 0o700); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	if err := errors.Join(syncFolder(filepath.Dir(directory)), s.sweep(time.Now().Add(-leftover))); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return s, nil
}

func (s *Storage) sweep(before time.Time) error {
	entries, err := os.ReadDir(filepath.Join(s.directory, temporary))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			err = os.Remove(filepath.Join(s.directory, temporary, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // another process was quicker
			return err
		}
	}
	return nil
}

// Put stores content under its digest, 64 lower-case hexadecimal digits. When it returns nil the content is on disk,
// whole, whatever then happens to the machine. After an error nothing of it is left, unless it was the last step that
// failed, the fsync of folders: then it is there, and right. Content that is there already is written again, which heals
// it if it was damaged. It fails with files.ErrDigest, with ctx's error, or with that of the
// content or the disk. It reads content to its end: who calls it bounds the size.
func (s *Storage) Put(ctx context.Context, digest string, content io.Reader) error {
	if _, ok := s.place(digest); !ok {
		return fmt.Errorf("storage: %w: %q is no SHA-256", files.ErrDigest, digest)
	}
	_, _, err := s.store(ctx, digest, content)
	return err
}

// Add is Put for content whose digest is not known beforehand: it answers that, and how many bytes there are.
func (s *Storage) Add(ctx context.Context, content io.Reader) (digest string, size int64, err error) {
	return s.store(ctx, "", content)
}

// store writes a temporary file and gives it the name of its digest, which must be the wanted one where that is given.
func (s *Storage) store(ctx context.Context, wanted string, content io.Reader) (digest string, size int64, err error) {
	file, err := os.CreateTemp(filepath.Join(s.directory, temporary), "put-*") // mode 0600
	if err != nil {
		return "", 0, fmt.Errorf("storage: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("storage: %w", err)
			_ = os.Remove(file.Name()) // not there any more after the rename
		}
	}()
	digest, size, err = s.write(ctx, file, content)
	if err == nil && wanted != "" && digest != wanted {
		err = files.ErrDigest
	}
	if err == nil && !s.unsynced {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", 0, err
	}
	place, _ := s.place(digest)
	return digest, size, s.publish(file.Name(), place)
}

// OpenUnsynced is Open for contents that can be made anew: they wait for no disk.
func OpenUnsynced(directory string, ring *seal.Keyring) (*Storage, error) {
	s, err := Open(directory, ring)
	if err == nil {
		s.unsynced = true
	}
	return s, err
}

// write fills the file with the sealed content and says what is in it.
func (s *Storage) write(ctx context.Context, file *os.File, content io.Reader) (digest string, size int64, err error) {
	sealed, err := age.Encrypt(file, safe{s.ring})
	if err != nil {
		return "", 0, err
	}
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(sealed, sum), stopping{ctx, content})
	if err == nil {
		err = sealed.Close()
	}
	return hex.EncodeToString(sum.Sum(nil)), size, err
}

// publish gives a whole file its name, and brings the name to disk with all the folders above it.
func (s *Storage) publish(file, place string) error {
	second := filepath.Dir(place)
	first := filepath.Dir(second)
	if err := os.MkdirAll(second, 0o700); err != nil {
		return err
	}
	if err := os.Rename(file, place); err != nil || s.unsynced {
		return err
	}
	// Others may have made the folders an instant ago without having got to this point.
	return errors.Join(syncFolder(second), syncFolder(first), syncFolder(s.directory))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open reads content; close it. It fails with fs.ErrNotExist where there is none, a digest that can be none included, and
// with seal.ErrSealed where no key of the ring opens it. What was changed on the disk fails where it is read.
func (s *Storage) Open(ctx context.Context, digest string) (io.ReadCloser, error) {
	place, ok := s.place(digest)
	if !ok {
		return nil, fmt.Errorf("storage: %w: %q is no SHA-256", fs.ErrNotExist, digest)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	content, err := s.openSealed(place)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return content, nil
}

// place is the path of a content; only what is a digest gets one, so that none leads out of the directory.
func (s *Storage) place(digest string) (string, bool) {
	if len(digest) != hex.EncodedLen(sha256.Size) {
		return "", false
	}
	for _, c := range []byte(digest) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return filepath.Join(s.directory, digest[:2], digest[2:4], digest), true
}

// stopping ends with its context.
type stopping struct {
	ctx     context.Context
	content io.Reader
}

// Read implements io.Reader.
func (r stopping) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.content.Read(p)
}
