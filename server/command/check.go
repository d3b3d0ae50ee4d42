package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"baodan/engine/money"
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
		return told(results)
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

type reconcileCommand struct{}

// Run proves that policies, events, bookings, vouchers and statements agree. It ends with 1 where they do not, after it named every row that
// is wrong.
func (reconcileCommand) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		results, totals, err := check.Reconcile(*ctx, a.Insurance, check.Options{Found: func(f check.Finding) { fmt.Println(f) }, Told: tellRows()})
		if err != nil {
			return err
		}
		for _, t := range totals {
			say := func(what string, minor int64) {
				fmt.Printf("%-22s %s %s\n", what, money.Amount{Minor: minor, Currency: money.Currency(t.Currency)}.Text(), t.Currency)
			}
			say("premium by policies", t.Policies)
			say("by events", t.Events)
			say("by bookings", t.Bookings)
			say("by vouchers", t.Vouchers)
			say("by statements", t.Statements)
			say("on no statement yet", t.Unstated)
			if t.Policies != t.Events || t.Events != t.Bookings || t.Bookings != t.Vouchers {
				return fmt.Errorf("the totals differ")
			}
		}
		return told(results)
	})
}

// told tells what was looked at, and fails where something is wrong.
func told(results []check.Result) error {
	var wrong int64
	for _, r := range results {
		fmt.Printf("%-8s %9d looked at, %d wrong: %s\n", r.Code, r.Looked, r.Wrong, r.Says)
		wrong += r.Wrong
	}
	if wrong > 0 {
		return fmt.Errorf("%d things are wrong", wrong)
	}
	return nil
}
