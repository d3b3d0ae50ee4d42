package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/job"
	"baodan/server"
)

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
	return with(*ctx, func(a *server.App) error {
		number, err := a.AddKey()
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
	return with(*ctx, func(a *server.App) error { return useKey(*ctx, a, c.Number) })
}

func useKey(ctx context.Context, a *server.App, number uint32) error {
	err := a.UseKey(ctx, operator(), number)
	if err == nil {
		fmt.Printf("key %d wraps from now on; running processes know within %s\n", number, server.FollowEvery)
	}
	return err
}

type keyringRotate struct{}

// Run adds a key and makes it current.
func (keyringRotate) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		number, err := a.AddKey()
		if err != nil {
			return err
		}
		return useKey(*ctx, a, number)
	})
}

type keyringRewrap struct{}

// Run wraps all data keys again.
func (keyringRewrap) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		row, err := a.Privacy.StartRewrap(*ctx, operator())
		if err != nil {
			return err
		}
		return finish(*ctx, a, row, a.Privacy.WorkRewraps)
	})
}

type keyringRetire struct {
	Number uint32 `arg:""`
}

// Run retires a key.
func (c keyringRetire) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		err := a.RetireKey(*ctx, operator(), c.Number)
		if err == nil {
			fmt.Printf("key %d is gone\n", c.Number)
		}
		return err
	})
}

type privacyCommand struct {
	Index privacyIndex `cmd:"" help:"Make the blind indexes of what was stored before there were any."`
}

type privacyIndex struct{}

// Run makes marks.
func (privacyIndex) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		row, err := a.Privacy.StartIndex(*ctx, operator())
		if err != nil {
			return err
		}
		return finish(*ctx, a, row, a.Privacy.WorkIndexes)
	})
}

// finish works a job here, or waits while a worker does, and tells how far it is. A job that is broken off goes on when
// somebody resumes it.
func finish(ctx context.Context, a *server.App, row *ent.Job, do func(context.Context) (int, error)) error {
	for said := int64(-1); ; {
		_, err := do(ctx)
		if err != nil {
			return err
		}
		now, err := a.Store.Client.Job.Get(ctx, row.ID)
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
