package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"baodan/insurance/files"
)

// Sweep removes contents that are useless, of those that were written before an instant. It asks about many at once, and
// answers how many it removed. What no key of the ring opens is another installation's, and stays.
func (s *Storage) Sweep(ctx context.Context, before time.Time, useless func(context.Context, []files.Content) (map[string]bool, error)) (removed int, err error) {
	err = s.walk(ctx, 0, func(_ int, digests []string) error {
		old := s.writtenBefore(digests, before)
		if len(old) == 0 {
			return nil
		}
		gone, err := useless(ctx, old)
		if err != nil {
			return err
		}
		for _, content := range old {
			if !gone[content.Digest] {
				continue
			}
			done, err := s.remove(content.Digest, before)
			if err != nil {
				return err
			}
			if done {
				removed++
			}
		}
		return nil
	})
	if err != nil {
		return removed, fmt.Errorf("storage: sweep: %w", err)
	}
	return removed, nil
}

func (s *Storage) writtenBefore(digests []string, before time.Time) (old []files.Content) {
	for _, digest := range digests {
		place, _ := s.place(digest)
		if at, ok := written(place); ok && at.Before(before) {
			old = append(old, files.Content{Digest: digest, Written: at})
		}
	}
	return old
}

func written(place string) (at time.Time, ok bool) {
	info, err := os.Stat(place)
	if err != nil {
		return at, false
	}
	return info.ModTime(), true
}

// remove takes a content away, except one that is not ours or that somebody wrote again meanwhile: it is looked at
// where nobody else gets at it, and goes back if it is fresh.
func (s *Storage) remove(digest string, before time.Time) (done bool, err error) {
	place, _ := s.place(digest)
	content, err := s.openSealed(place)
	if err != nil {
		return false, nil //nolint:nilerr // gone meanwhile, or not for us to remove
	}
	if err := content.Close(); err != nil {
		return false, err
	}
	aside, err := os.CreateTemp(filepath.Join(s.directory, temporary), "gone-*")
	if err != nil {
		return false, err
	}
	if err := errors.Join(aside.Close(), os.Rename(place, aside.Name())); err != nil {
		return false, errors.Join(err, os.Remove(aside.Name()))
	}
	if at, ok := written(aside.Name()); ok && !at.Before(before) {
		return false, os.Rename(aside.Name(), place)
	}
	return true, errors.Join(os.Remove(aside.Name()), syncFolder(filepath.Dir(place)))
}

// Rewrap seals contents again whose key another than the ring's current key wraps, from a folder on, 0 first, until so
// much time has gone by. It answers where to go on, 0 at the end, how many contents it looked at and how many it sealed.
func (s *Storage) Rewrap(ctx context.Context, from int, within time.Duration) (next, looked, wrapped int, err error) {
	end := time.Now().Add(within)
	err = s.walk(ctx, from, func(folder int, digests []string) error {
		if looked > 0 && !time.Now().Before(end) {
			next = folder
			return errEnough
		}
		for _, digest := range digests {
			done, err := s.rewrap(ctx, digest)
			if err != nil {
				return err
			}
			looked++
			if done {
				wrapped++
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return from, looked, wrapped, fmt.Errorf("storage: rewrap: %w", err)
	}
	return next, looked, wrapped, nil
}

var errEnough = errors.New("enough for now")

// rewrap seals one content under a fresh key, unless the current key wraps it. Who reads it meanwhile reads on.
func (s *Storage) rewrap(ctx context.Context, digest string) (done bool, err error) {
	place, _ := s.place(digest)
	number, err := wrappedBy(place)
	if errors.Is(err, fs.ErrNotExist) || err == nil && number == s.ring.Current() {
		return false, nil // it was removed meanwhile, or needs nothing
	}
	if err != nil {
		return false, err
	}
	content, err := s.openSealed(place)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer content.Close() //nolint:errcheck // it was read
	return true, s.Put(ctx, digest, content)
}

// Wraps tells whether a key-encryption key wraps the key of any content, of those too that are just being written.
func (s *Storage) Wraps(ctx context.Context, number uint32) (bool, error) {
	arriving, err := os.ReadDir(filepath.Join(s.directory, temporary))
	if err != nil {
		return false, fmt.Errorf("storage: %w", err)
	}
	for _, entry := range arriving {
		// One that has no head yet will get the current key.
		if by, err := wrappedBy(filepath.Join(s.directory, temporary, entry.Name())); err == nil && by == number {
			return true, nil
		}
	}
	err = s.walk(ctx, 0, func(_ int, digests []string) error {
		for _, digest := range digests {
			place, _ := s.place(digest)
			by, err := wrappedBy(place)
			if err == nil && by == number {
				return errEnough
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("storage: %w", err)
	}
	return false, nil
}

// walk goes through the contents folder by folder, in the order of their digests; a folder's number is that of its path:
// 0xabcd for ab/cd.
func (s *Storage) walk(ctx context.Context, from int, do func(folder int, digests []string) error) error {
	for first := from >> 8; first < 1<<8; first++ {
		above := filepath.Join(s.directory, fmt.Sprintf("%02x", first))
		seconds, err := os.ReadDir(above)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for _, second := range seconds {
			low, err := strconv.ParseUint(second.Name(), 16, 8)
			folder := first<<8 | int(low)
			if err != nil || folder < from {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.visit(filepath.Join(above, second.Name()), folder, do); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Storage) visit(path string, folder int, do func(folder int, digests []string) error) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	var digests []string
	for _, entry := range entries {
		if place, ok := s.place(entry.Name()); ok && filepath.Dir(place) == path && entry.Type().IsRegular() {
			digests = append(digests, entry.Name())
		}
	}
	if len(digests) == 0 {
		return nil
	}
	return do(folder, digests)
}
