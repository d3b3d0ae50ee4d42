package distribution

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Clock tells each channel's time, and moves that of a sandbox forward.
type Clock struct {
	store   *work.Store
	cache   *work.Cache
	masters *Masters
	dueWork func() []work.DueWork               // what falls due; see Moves
	settled func(context.Context) (bool, error) // whether whatever happened was told to all who hear of it
}

// Moves says what falls due by the clocks of channels: services that are opened later declare it.
func (s *Clock) Moves(dueWork func() []work.DueWork, settled func(context.Context) (bool, error)) {
	s.dueWork, s.settled = dueWork, settled
}

// Now is the instant by a channel's clock: real time, except for a sandbox whose clock was advanced. Whatever a channel
// does, and whatever falls due for it, goes by this clock.
func (s *Clock) Now(channelID int64) time.Time {
	return s.store.Now().Add(s.offset(channelID))
}

// Due is the real instant at which a channel's clock shows t. Columns named due_at hold real instants, so that workers
// need no clock of any channel to find what is due.
func (s *Clock) Due(channelID int64, t time.Time) time.Time { return t.Add(-s.offset(channelID)) }

func (s *Clock) offset(channelID int64) time.Duration {
	if c := s.masters.Channel(channelID); c != nil {
		return time.Duration(c.ClockOffset) * time.Millisecond
	}
	return 0
}

// mostAdvance is how far a clock may be moved at once.
const mostAdvance = 2 * 366 * 24 * time.Hour

// ClockInput says what a clock is to show.
type ClockInput struct{ To time.Time }

// AdvanceClock moves a sandbox's clock forward; what falls due by it runs as soon as a worker sees it. Faults:
// INVALID_VALUE for a moment that is past or more than two years on, and for a live channel; CONFLICT where the clock
// was moved at the same time.
func (s *Clock) AdvanceClock(ctx context.Context, sandbox *ent.Channel, to time.Time) (*TestClock, error) {
	if sandbox.Live {
		return nil, fault.New(fault.CodeInvalidValue, "only a sandbox has a clock of its own")
	}
	id := sandbox.ID
	to = to.UTC().Truncate(time.Millisecond)
	err := s.store.Do(ctx, "advance clock", func(ctx context.Context, tx *work.Tx) error {
		row, err := tx.Channel.Get(ctx, id)
		if err != nil {
			return err
		}
		before := tx.Now.Add(time.Duration(row.ClockOffset) * time.Millisecond)
		by := to.Sub(before)
		if by < 0 || by > mostAdvance {
			return fault.New(fault.CodeInvalidValue, "the clock shows "+before.Format(time.RFC3339)+" and moves forward, two years at most", "to")
		}
		n, err := tx.Channel.Update().Where(channel.ID(id), channel.ClockOffset(row.ClockOffset)).
			SetClockOffset(row.ClockOffset + by.Milliseconds()).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.CodeConflict, "the clock was moved at the same time")
		}
		for _, w := range s.dueWork() {
			if err := w.Advance(ctx, tx, id, by); err != nil {
				return err
			}
		}
		return tx.Changed(ctx)
	})
	if err == nil {
		err = s.cache.Refresh(ctx)
	}
	if err != nil {
		return nil, err
	}
	return s.TestClock(ctx, id)
}

// advancing tells whether something is due for a channel that is not done: also what a worker has taken.
func (s *Clock) advancing(ctx context.Context, channelID int64) (bool, error) {
	for _, w := range s.dueWork() {
		due, err := w.Undone(ctx, s.store, channelID)
		if err != nil || due {
			return due, err
		}
	}
	settled, err := s.settled(ctx)
	return !settled, err
}

// TestClock is a sandbox's clock.
type TestClock struct {
	Now       time.Time
	Advancing bool // something is due by it that is not done yet
}

// TestClock of a channel.
func (s *Clock) TestClock(ctx context.Context, channelID int64) (*TestClock, error) {
	due, err := s.advancing(ctx, channelID)
	return &TestClock{Now: s.Now(channelID), Advancing: due}, err
}
