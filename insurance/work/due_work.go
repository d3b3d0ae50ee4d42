package work

import (
	"context"
	"time"
)

// DueWork is a kind of due work: rows of a table whose time has come, and what is done with them. The package of the act declares it,
// once; the workers, the sweeper, the clocks of sandboxes, the metrics and the demo company read insurance.DueWork.
type DueWork struct {
	// Name of its wake-ups, and in the metrics: claims:adjudicate.
	Name string
	// Table has a lease, and in Column the time from which a row is due.
	Table, Column string
	// Rows are those of a channel, by a condition with its key, and ReadyRows those of them that can be worked now: in a sandbox they
	// fall due by its clock. Left out: its column channel_id says so, and all can. TimesBeside are columns that move with it.
	Rows, ReadyRows string
	TimesBeside     []string
	// OfHouse says that the rows are no channel's: real time alone counts.
	OfHouse bool
	// Wakes are the types of events after which a row may be due. Others are found by the sweeper, within a second.
	Wakes []string
	// Urgency against others.
	Urgency Urgency
	// AtOnce is how many workers of one process take rows at the same time, and Batch how many one of them takes.
	AtOnce, Batch int
	// Every, where it is not 0, is how often each process looks by itself, since a moment that was announced is kept with the queue
	// away, too.
	Every time.Duration

	// Do works at most this number of rows that are due, and answers how many it took. Of the three ways each kind has one.
	Do func(ctx context.Context, most int) (int, error)
	// Kinds work rows that may take hours each: one at a time of each kind in each process, beside the workers.
	Kinds func() []JobKind
	// Keys are those of what has rows that are due, each worked in its own order by one worker of a process.
	Keys  func(ctx context.Context) ([]int64, error)
	DoKey func(ctx context.Context, key int64) error
}

// JobKind works jobs of one kind.
type JobKind struct {
	Name string
	// Do works one that is due and answers how many it took.
	Do func(ctx context.Context) (int, error)
}

// Urgency is how soon work matters.
type Urgency string

// Urgencies. What is critical gets most of the workers.
const (
	Critical Urgency = "critical" // claims, payouts
	Normal   Urgency = "default"  // webhooks, mails
	Low      Urgency = "low"      // figures, checks
)

// Periodic is work that the calendar starts, once a period over all processes.
type Periodic struct {
	Name    string
	When    string // cron, in the insurer's time zone
	Urgency Urgency
	Retries int
	Within  time.Duration
	// Do answers how much it did.
	Do func(ctx context.Context) (int, error)
}

// own is the condition of rows that name their channel.
const own = "channel_id = ?"

func (w DueWork) rows() string {
	if w.Rows == "" {
		return own
	}
	return w.Rows
}

func (w DueWork) readyRows() string {
	if w.ReadyRows == "" {
		return w.rows()
	}
	return w.ReadyRows
}

// Advance makes the rows of a channel due earlier: its clock was moved forward.
func (w DueWork) Advance(ctx context.Context, tx *Tx, channelID int64, by time.Duration) error {
	if w.OfHouse {
		return nil
	}
	return tx.MoveDue(ctx, Due{Table: w.Table, Condition: w.rows(), Values: []any{channelID}}, by, append([]string{w.Column}, w.TimesBeside...)...)
}

// Undone tells whether a row of a channel is due, or in the hands of a worker.
func (w DueWork) Undone(ctx context.Context, s *Store, channelID int64) (bool, error) {
	if w.OfHouse || w.Column != leasedColumn {
		return false, nil
	}
	return s.AnyUndone(ctx, Due{Table: w.Table, Condition: w.readyRows(), Values: []any{channelID}})
}

// leasedColumn is the due time of a table whose rows are leased to a worker.
const leasedColumn = "due_at"

// All works batches of a thousand until nothing is left.
func All(do func(ctx context.Context, most int) (int, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (all int, err error) {
		for {
			n, err := do(ctx, 1000)
			if n == 0 || err != nil {
				return all, err
			}
			all += n
		}
	}
}
