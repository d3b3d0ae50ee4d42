package command

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"baodan/insurance/demo"
	"baodan/insurance/fault"
	"baodan/server"
)

type demoCommand struct {
	Until time.Time `help:"Where the story ends, such as 2026-11-30T10:00:00+08:00; left out: now."`
	Quiet bool      `help:"Say nothing while the story is told."`
}

// Run makes the demo company. It refuses in production, and on a database that is not empty.
func (d demoCommand) Run(ctx *context.Context) error {
	c, err := server.ReadConfig()
	if err != nil {
		return err
	}
	if !c.Development() {
		return fault.New(fault.CodeForbidden, "production takes no demo company: everyone knows its passwords and keys")
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what goes wrong in the story is meant to
	if err := mustBeEmpty(*ctx, c); err != nil {
		return err
	}
	if d.Until.IsZero() {
		d.Until = time.Now()
	}
	began := time.Now()
	summary, err := BuildDemo(*ctx, c, demo.Options{Until: d.Until, Scale: 1, Told: d.told(began)})
	if err != nil {
		return err
	}
	introduce(os.Stdout, summary, time.Since(began))
	return nil
}

// mustBeEmpty refuses a database in which anything is.
func mustBeEmpty(ctx context.Context, c server.Config) error {
	a, err := server.OpenToRead(ctx, c)
	if err != nil {
		return err
	}
	defer a.Close()
	empty, err := demo.Empty(ctx, a.Store)
	if err == nil && !empty {
		err = fault.New(fault.CodeInvalidState, "the database is not empty: a demo company needs one of its own, such as another DATA_DIR")
	}
	return err
}

// BuildDemo makes the demo company in the empty database of a configuration.
func BuildDemo(ctx context.Context, c server.Config, o demo.Options) (*demo.Summary, error) {
	w := demo.NewWorld(o.Until)
	a, err := server.OpenStaged(ctx, c, &server.Stage{Clock: w.Now, Bank: w.Bank, Tracker: w.Tracker, Sender: w.Receivers, Mailer: w.Mailer})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	o.People, o.Password, o.PasswordHash = samplePeople, samplePassword, samplePHC
	return demo.Build(ctx, a.Insurance, w, o)
}

// told shows how far the story is, every ten days of it.
func (d demoCommand) told(began time.Time) func(demo.Progress) {
	if d.Quiet {
		return nil
	}
	return func(p demo.Progress) {
		if p.Day%10 == 0 {
			fmt.Fprintf(os.Stderr, "day %3d of %d: %d policies, %d claims, %s\n", p.Day, p.Of, p.Policies, p.Claims, time.Since(began).Round(100*time.Millisecond))
		}
	}
}

// introduce says what there is to look at, and who may.
func introduce(w io.Writer, s *demo.Summary, took time.Duration) {
	fmt.Fprintf(w, "The company is there, in %s: %d policies, %d claims.\n", took.Round(100*time.Millisecond), s.Policies, s.Claims)
}
