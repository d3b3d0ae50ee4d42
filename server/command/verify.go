package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"baodan/insurance/audit"
	"baodan/server"
)

type verifyCommand struct {
	File   string `help:"Compare with this copy of the checkpoints; AUDIT_CHECKPOINT_FILE where none is named." type:"path"`
	NoFile bool   `help:"Compare with no copy: finds all but checkpoints and records that were cut off at the end."`
}

// Run recomputes the audit record. It ends with 1 where something is wrong with it, and names the first thing.
func (c verifyCommand) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		file := a.Config.CheckpointFile()
		switch {
		case c.NoFile:
			file = nil
		case c.File != "":
			file = audit.NewFile(c.File)
		}
		v, err := a.Audit.Verify(*ctx, file, tellLinks())
		if err != nil {
			return err
		}
		fmt.Printf("%d links, %d records, %d checkpoints, %d lines of the file; %d records wait, %d links since the newest checkpoint\n",
			v.Links, v.Records, v.Checkpoints, v.FileLines, v.Pending, v.Unnamed)
		if v.Bad != nil {
			return v.Bad
		}
		fmt.Println("the audit record is whole")
		return nil
	})
}

// tellLinks shows how far a verification is, every few seconds.
func tellLinks() func(links int64) {
	begin := time.Now()
	last := begin
	return func(links int64) {
		if time.Since(last) < 2*time.Second {
			return
		}
		last = time.Now()
		fmt.Fprintf(os.Stderr, "%d links in %s\n", links, time.Since(begin).Round(time.Second))
	}
}
