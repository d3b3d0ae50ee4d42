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
	"baodan/ent"
	"baodan/ent/job"
)

// keyringPath is where the key-encryption keys are.
func keyringPath(c *Config) string {
	if c.KeyringFile != "" {
		return c.KeyringFile
	}
	return filepath.Join(c.DataDir, "keyring.json")
}

// readKeyring opens the keyring, and makes that of development where there is none. A key that it does not have is looked
// for in the file at once, since another server may have one already.
func readKeyring(c *Config) (*seal.Keyring, error) {
	path := keyringPath(c)
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

// followEvery is how soon a process knows of another current key.
const followEvery = 2 * time.Second

// followKeyring loads the keyring again whenever its file changed, until the context ends. A file that cannot be used is
// complained of, and what the process has stays.
func (a *App) followKeyring(ctx context.Context) {
	path := keyringPath(&a.config)
	seen, complained := stampOf(path), ""
	tick := time.NewTicker(followEvery)
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

// changeKeyring writes a changed keyring in the place of the old one: whoever reads sees one or the other, and a crash
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

type keyringCommand struct {
	New    keyringNew    `cmd:"" default:"1" help:"Print a fresh keyring file."`
	Rotate keyringRotate `cmd:"" help:"Add a key to the keyring file and let it wrap from now on."`
	Add    keyringAdd    `cmd:"" help:"Add a key that wraps nothing yet, to be copied to other servers first."`
	Use    keyringUse    `cmd:"" help:"Let a key that was added wrap from now on."`
	Rewrap keyringRewrap `cmd:"" help:"Wrap every data key again under the current key, while all goes on."`
	Retire keyringRetire `cmd:"" help:"Take a key out of the keyring file for good; refused while anything needs it."`
}

type keyringNew struct{}

// Run prints a keyring.
func (keyringNew) Run() error {
	_, err := os.Stdout.Write(seal.NewKeyringFile())
	return err
}

type keyringAdd struct{}

// Run adds a key.
func (keyringAdd) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		number, err := a.addKey()
		if err == nil {
			fmt.Printf("key %d is in the keyring and wraps nothing yet\n", number)
		}
		return err
	})
}

type keyringUse struct {
	Number uint32 `arg:""`
}

// Run makes a key current.
func (c keyringUse) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error { return a.useKey(*ctx, c.Number) })
}

type keyringRotate struct{}

// Run adds a key and makes it current.
func (keyringRotate) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		number, err := a.addKey()
		if err != nil {
			return err
		}
		return a.useKey(*ctx, number)
	})
}

// addKey adds a key to the keyring file.
func (a *App) addKey() (number uint32, err error) {
	path := keyringPath(&a.config)
	err = changeKeyring(path, func(text []byte) (fresh []byte, err error) {
		fresh, number, err = seal.AddKey(text)
		return fresh, err
	})
	if err == nil {
		_, err = a.reloadKeyring(path)
	}
	return number, err
}

// useKey makes a key of the file the one that wraps.
func (a *App) useKey(ctx context.Context, number uint32) error {
	path := keyringPath(&a.config)
	err := changeKeyring(path, func(text []byte) ([]byte, error) { return seal.UseKey(text, number, a.store.Now()) })
	if err != nil {
		return err
	}
	if _, err := a.reloadKeyring(path); err != nil {
		return err
	}
	fmt.Printf("key %d wraps from now on; running processes know within %s\n", number, followEvery)
	return a.privacy.Rotated(ctx, operator(), number)
}

type keyringRewrap struct{}

// Run wraps all data keys again.
func (keyringRewrap) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		row, err := a.privacy.StartRewrap(*ctx, operator())
		if err != nil {
			return err
		}
		return a.finish(*ctx, row, a.privacy.WorkRewraps)
	})
}

type keyringRetire struct {
	Number uint32 `arg:""`
}

// Run retires a key.
func (c keyringRetire) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error { return a.retireKey(*ctx, c.Number) })
}

// retireKey takes a key out of the file once nothing needs it.
func (a *App) retireKey(ctx context.Context, number uint32) error {
	path := keyringPath(&a.config)
	err := changeKeyring(path, func(text []byte) ([]byte, error) {
		fresh, err := seal.RetireKey(text, number, a.store.Now())
		if err != nil {
			return nil, err
		}
		since, err := seal.Since(text)
		if err != nil {
			return nil, err
		}
		return fresh, a.privacy.Retirable(ctx, number, since)
	})
	if err != nil {
		return err
	}
	fmt.Printf("key %d is gone\n", number)
	return a.privacy.Retired(ctx, operator(), number)
}

type privacyCommand struct {
	Index privacyIndex `cmd:"" help:"Make the blind indexes of what was stored before there were any."`
}

type privacyIndex struct{}

// Run makes marks.
func (privacyIndex) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		row, err := a.privacy.StartIndex(*ctx, operator())
		if err != nil {
			return err
		}
		return a.finish(*ctx, row, a.privacy.WorkIndexes)
	})
}

// finish works a job here, or waits while a worker does, and tells how far it is. A job that is broken off goes on when
// somebody resumes it.
func (a *App) finish(ctx context.Context, row *ent.Job, do func(context.Context) (int, error)) error {
	for said := int64(-1); ; {
		_, err := do(ctx)
		if err != nil {
			return err
		}
		now, err := a.store.Client.Job.Get(ctx, row.ID)
		if err != nil {
			return err
		}
		if now.Done != said {
			said = now.Done
			fmt.Printf("%d rows\n", said)
		}
		switch now.State {
		case job.StateSucceeded:
			return nil
		case job.StateFailed, job.StateStopped:
			return fmt.Errorf("job %d is %s: %s", now.ID, now.State, now.Problem)
		case job.StateQueued, job.StateRunning:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
