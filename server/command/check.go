package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"baodan/insurance/check"
	"baodan/server"
)

type checkCommand struct {
	NoFile bool `help:"Compare the audit record with no copy of its checkpoints."`
}

// Run looks at the whole database. It ends with 1 where something is wrong, after it named all of it.
func (c checkCommand) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		o := check.Options{Found: func(f check.Finding) { fmt.Println(f) }, Told: tellRows()}
		if !c.NoFile {
			o.Checkpoints = a.Config.CheckpointFile()
		}
		results, err := check.Run(*ctx, a.Insurance, o)
		if err != nil {
			return err
		}
		var wrong int64
		for _, r := range results {
			fmt.Printf("%-8s %9d looked at, %d wrong: %s\n", r.Code, r.Looked, r.Wrong, r.Says)
			wrong += r.Wrong
		}
		if wrong > 0 {
			return fmt.Errorf("%d things are wrong", wrong)
		}
		return nil
	})
}

// tellRows shows how far a check is, every few seconds.
func tellRows() func(table string, rows int64) {
	begin := time.Now()
	last := begin
	return func(table string, rows int64) {
		if time.Since(last) < 2*time.Second {
			return
		}
		last = time.Now()
		fmt.Fprintf(os.Stderr, "%s: %d rows, %s so far\n", table, rows, time.Since(begin).Round(time.Second))
	}
}
