package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"baodan/engine/seal"
	"baodan/insurance/access"
)

// keyringPath is where the key-encryption keys are.
func (c *Config) keyringPath() string {
	if c.KeyringFile != "" {
		return c.KeyringFile
	}
	return filepath.Join(c.DataDir, "keyring.json")
}

// readKeyring opens the keyring, and makes that of development where there is none. A key that it does not have is looked
// for in the file at once, since another server may have one already.
func readKeyring(c *Config) (*seal.Keyring, error) {
	path := c.keyringPath()
	if c.KeyringFile == "" {
		_, err := os.Stat(path)
		if errors.Is(err, os.ErrNotExist) {
			err = os.WriteFile(path, seal.NewKeyringFile(), 0o600)
		}
		if err != nil {
			return nil, fmt.Errorf("keyring: %w", err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	ring, err := seal.ParseKeyring(text)
	if err != nil {
		return nil, err
	}
	ring.OnUnknown(func() ([]byte, error) { return os.ReadFile(path) })
	return ring, nil
}

// FollowEvery is how soon a process knows of another current key.
const FollowEvery = 2 * time.Second

// followKeyring loads the keyring again whenever its file changed, until the context ends. A file that cannot be used is
// complained of, and what the process has stays.
func (a *App) followKeyring(ctx context.Context) {
	path := a.Config.keyringPath()
	seen, complained := stampOf(path), ""
	tick := time.NewTicker(FollowEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		stamp := stampOf(path)
		if stamp == seen && complained == "" {
			continue
		}
		seen = stamp
		switch changed, err := a.reloadKeyring(path); {
		case err != nil && err.Error() != complained:
			slog.ErrorContext(ctx, "the keyring was not loaded again", "error", err)
			complained = err.Error()
		case err == nil:
			complained = ""
			if changed {
				slog.InfoContext(ctx, "another key-encryption key is current", "key", a.ring.Current())
			}
		}
	}
}

func (a *App) reloadKeyring(path string) (changed bool, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	return a.ring.Reload(text)
}

// stamp tells one state of a file from another.
type stamp struct {
	at   int64
	size int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime().UnixNano(), info.Size()}
}

// changeKeyring writes a changed keyring in place of the old one: a reader sees one or the other, and a crash
// leaves one or the other. Two changes at once would lose a key; the second finds the first's file and refuses.
func changeKeyring(path string, change func(text []byte) ([]byte, error)) (err error) {
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there: another change is under way, or broke off; remove it where none is", fresh)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(fresh))
		}
	}()
	text, err := os.ReadFile(path)
	if err == nil {
		text, err = change(text)
	}
	if err == nil {
		_, err = file.Write(text)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// AddKey adds a key to the keyring file; it wraps nothing yet.
func (a *App) AddKey() (number uint32, err error) {
	path := a.Config.keyringPath()
	err = changeKeyring(path, func(text []byte) (fresh []byte, err error) {
		fresh, number, err = seal.AddKey(text)
		return fresh, err
	})
	if err == nil {
		_, err = a.reloadKeyring(path)
	}
	return number, err
}

// UseKey makes a key of the file the one that wraps. Running processes know within FollowEvery.
func (a *App) UseKey(ctx context.Context, caller *access.Caller, number uint32) error {
	path := a.Config.keyringPath()
	err := changeKeyring(path, func(text []byte) ([]byte, error) { return seal.UseKey(text, number, a.Store.Now()) })
	if err != nil {
		return err
	}
	if _, err := a.reloadKeyring(path); err != nil {
		return err
	}
	if err := a.Privacy.Rotated(ctx, caller, number); err != nil {
		return fmt.Errorf("key %d wraps from now on, and that is not on record: %w", number, err)
	}
	return nil
}

// RetireKey takes a key out of the file once nothing needs it.
func (a *App) RetireKey(ctx context.Context, caller *access.Caller, number uint32) error {
	err := changeKeyring(a.Config.keyringPath(), func(text []byte) ([]byte, error) {
		fresh, err := seal.RetireKey(text, number, a.Store.Now())
		if err != nil {
			return nil, err
		}
		since, err := seal.Since(text)
		if err != nil {
			return nil, err
		}
		return fresh, a.Privacy.Retirable(ctx, number, since)
	})
	if err != nil {
		return err
	}
	if err := a.Privacy.Retired(ctx, caller, number); err != nil {
		return fmt.Errorf("key %d is gone, and that is not on record: %w", number, err)
	}
	return nil
}

// CurrentKey is the number of the key that wraps now.
func (a *App) CurrentKey() uint32 { return a.ring.Current() }
