package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/job"
	"baodan/insurance/bulk"
	"baodan/insurance/fault"
	"baodan/insurance/work"
	"baodan/server"
)

type bulkCommand struct {
	Issue  bulkIssue  `cmd:"" help:"Issue policies from a CSV file (docs/bulk.md), or only check it."`
	Status bulkStatus `cmd:"" help:"Say how far a job is."`
	Stop   bulkStop   `cmd:"" help:"Stop a job; it can go on later."`
	Resume bulkResume `cmd:"" help:"Let a job go on that was stopped or broke off."`
}

type bulkIssue struct {
	File      string `arg:"" type:"existingfile" help:"CSV; docs/bulk.md says which columns."`
	Channel   string `required:"" help:"For which channel."`
	Agreement string `required:"" help:"Under which of its agreements."`
	Check     bool   `help:"Check only; nothing is issued."`
	Sandbox   bool   `help:"For the channel's sandbox."`
	Failures  string `type:"path" help:"Write the rows that failed to this file."`
	Detach    bool   `help:"Leave the work to a worker and do not wait."`
}

// Run issues from a file. It works itself, so that no worker need run; where one does, they share the work.
func (c bulkIssue) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		row, err := c.start(*ctx, a)
		if err != nil {
			return err
		}
		fmt.Println(work.JobID.Of(row.ID))
		if c.Detach {
			return nil
		}
		following, enough := context.WithCancel(*ctx)
		told := make(chan struct{})
		go func(id int64) { defer close(told); tellProgress(following, a, id) }(row.ID) // row changes meanwhile
		row, err = c.wait(*ctx, a, row)
		enough()
		<-told
		if err != nil {
			return err
		}
		return c.end(*ctx, a, row)
	})
}

func (c bulkIssue) start(ctx context.Context, a *server.App) (*ent.Job, error) {
	content, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer content.Close() //nolint:errcheck // it was read
	kept, err := a.Files.Keep(ctx, operator(), file.PurposeBulkIssue, filepath.Base(c.File), content)
	if err != nil {
		return nil, err
	}
	return a.Bulk.Start(ctx, operator(), bulk.Input{
		FileID: work.FileKey(kept.ID), ChannelCode: c.Channel, Mode: work.ModeOf(!c.Sandbox), AgreementCode: c.Agreement, DryRun: c.Check,
	})
}

// wait works until the job has ended, by this process or another.
func (c bulkIssue) wait(ctx context.Context, a *server.App, row *ent.Job) (*ent.Job, error) {
	work := a.Bulk.WorkIssues
	if c.Check {
		work = a.Bulk.WorkChecks
	}
	for {
		if _, err := work(ctx, bulk.LeaseFor); err != nil && fault.All(err) == nil {
			return nil, err
		}
		now, err := a.Background.ByID(ctx, operator(), row.ID)
		if err != nil {
			return nil, err
		}
		if now.DueAt == nil { // neither to be worked nor to be closed
			return now, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// tellProgress says now and then how far a job is.
func tellProgress(ctx context.Context, a *server.App, id int64) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(2 * time.Second):
		}
		if row, err := a.Background.ByID(ctx, operator(), id); err == nil && row != nil {
			fmt.Fprintln(os.Stderr, progress(row))
		}
	}
}

func progress(row *ent.Job) string {
	total := "?"
	if row.Total != nil {
		total = fmt.Sprint(*row.Total)
	}
	text := fmt.Sprintf("%s %s: %d of %s done, %d failed", row.Kind, row.State, row.Done, total, row.Failed)
	if row.Problem != "" {
		text += ": " + row.Problem
	}
	return text
}

func (c bulkIssue) end(ctx context.Context, a *server.App, row *ent.Job) error {
	fmt.Fprintln(os.Stderr, progress(row))
	if c.Failures != "" && row.FailuresSha256 != "" {
		if err := writeFailures(ctx, a, row, c.Failures); err != nil {
			return err
		}
	}
	switch {
	case row.State != job.StateSucceeded:
		return errors.New("it did not get to its end")
	case row.Failed > 0:
		return fmt.Errorf("%d rows failed", row.Failed)
	}
	return nil
}

func writeFailures(ctx context.Context, a *server.App, row *ent.Job, to string) error {
	content, err := a.Files.Content(ctx, row.FailuresSha256)
	if err != nil {
		return err
	}
	defer content.Close()                                                  //nolint:errcheck // it was read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // it holds personal data
	if err != nil {
		return err
	}
	_, err = io.Copy(out, content)
	return errors.Join(err, out.Close())
}

type bulkStatus struct {
	Job string `arg:"" help:"Its id."`
}

// Run says how far a job is.
func (c bulkStatus) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		key, err := work.JobID.Key(c.Job)
		if err != nil {
			return err
		}
		row, err := a.Background.ByID(*ctx, operator(), key)
		if err == nil && row == nil {
			err = fault.New(fault.CodeNotFound, "no such job")
		}
		if err == nil {
			fmt.Println(progress(row))
		}
		return err
	})
}

type bulkStop struct {
	Job string `arg:"" help:"Its id."`
}

// Run stops a job.
func (c bulkStop) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		key, err := work.JobID.Key(c.Job)
		if err == nil {
			_, err = a.Background.Stop(*ctx, operator(), work.JobKey(key))
		}
		return err
	})
}

type bulkResume struct {
	Job string `arg:"" help:"Its id."`
}

// Run lets a job go on; a worker does it.
func (c bulkResume) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		key, err := work.JobID.Key(c.Job)
		if err == nil {
			_, err = a.Background.Resume(*ctx, operator(), work.JobKey(key))
		}
		return err
	})
}
