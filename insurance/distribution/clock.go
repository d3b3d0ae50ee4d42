package distribution

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Now is the instant by a channel's clock: real time, but for a sandbox whose clock was advanced. Whatever a channel
// does, and whatever falls due for it, goes by this clock.
func (d *Directory) Now(channelID int64) time.Time {
	return d.store.Now().Add(d.offset(channelID))
}

// Due is the real instant at which a channel's clock shows t. Columns named due_at hold real instants, so that workers
// need no clock of any channel to find what is due.
func (d *Directory) Due(channelID int64, t time.Time) time.Time { return t.Add(-d.offset(channelID)) }

func (d *Directory) offset(channelID int64) time.Duration {
	if c := d.Channel(channelID); c != nil {
		return time.Duration(c.ClockOffset) * time.Millisecond
	}
	return 0
}

// mostAdvance is how far a clock may be moved at once.
const mostAdvance = 2 * 366 * 24 * time.Hour

// timed are the tables that hold what falls due, with their columns of due times.
var timed = map[string][]string{
	"policies": {"due_at"}, "claims": {"due_at"}, "payouts": {"due_at"}, "webhook_endpoints": {"due_at"},
	"deliveries": {"due_at", "give_up_at"}, "jobs": {"due_at"},
}

// AdvanceClock moves a sandbox's clock forward; what falls due by it runs as soon as a worker sees it. Faults:
// INVALID_VALUE for a moment that is past or more than two years on, and for a live channel; CONFLICT where the clock
// was moved at the same time.
func (d *Directory) AdvanceClock(ctx context.Context, sandbox *ent.Channel, to time.Time) (*TestClock, error) {
	if sandbox.Live {
		return nil, fault.New(fault.InvalidValue, "only a sandbox has a clock of its own")
	}
	id := sandbox.ID
	to = to.UTC().Truncate(time.Millisecond)
	err := d.store.Do(ctx, "advance clock", func(ctx context.Context, tx *work.Tx) error {
		row, err := tx.Channel.Get(ctx, id)
		if err != nil {
			return err
		}
		before := tx.Now.Add(time.Duration(row.ClockOffset) * time.Millisecond)
		by := to.Sub(before)
		if by < 0 || by > mostAdvance {
			return fault.New(fault.InvalidValue, "the clock shows "+before.Format(time.RFC3339)+" and moves forward, two years at most", "to")
		}
		n, err := tx.Channel.Update().Where(channel.ID(id), channel.ClockOffset(row.ClockOffset)).
			SetClockOffset(row.ClockOffset + by.Milliseconds()).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "the clock was moved at the same time")
		}
		for table, columns := range timed {
			if err := tx.MoveDue(ctx, table, id, by, columns...); err != nil {
				return err
			}
		}
		return tx.Changed(ctx)
	})
	if err == nil {
		err = d.load(ctx)
	}
	if err != nil {
		return nil, err
	}
	return d.TestClock(ctx, id)
}

// advancing tells whether something is due for a channel that did not run yet.
func (d *Directory) advancing(ctx context.Context, channelID int64) (bool, error) {
	for table := range timed {
		due, err := d.store.AnyDueOf(ctx, table, channelID)
		if err != nil || due {
			return due, err
		}
	}
	return d.store.AnyUnrelayed(ctx)
}

// TestClock is a sandbox's clock.
type TestClock struct {
	Now       time.Time
	Advancing bool // something is due by it that did not run yet
}

// TestClock of a channel.
func (d *Directory) TestClock(ctx context.Context, channelID int64) (*TestClock, error) {
	due, err := d.advancing(ctx, channelID)
	return &TestClock{Now: d.Now(channelID), Advancing: due}, err
}
