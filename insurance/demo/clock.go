package demo

import (
	"sync/atomic"
	"time"
)

// Clock shows the moment of the story. It is moved by the story alone.
type Clock struct{ now atomic.Int64 }

// Now is the moment it shows.
func (c *Clock) Now() time.Time { return time.Unix(0, c.now.Load()).UTC() }

func (c *Clock) set(t time.Time) { c.now.Store(t.UnixNano()) }

// World is the clock and the outside world of the company while it is made.
type World struct {
	*Clock
	Bank      *Bank
	Tracker   *Tracker
	Receivers *Receivers
	Mailer    *Mailer
}

// days are how long the story is.
const days = 120

// NewWorld is the world at the beginning of a story that ends at a moment.
func NewWorld(until time.Time) *World {
	clock := &Clock{}
	clock.set(beginning(until))
	return &World{
		Clock: clock, Bank: newBank(), Tracker: &Tracker{clock: clock, numbers: map[string]parcel{}},
		Receivers: &Receivers{clock: clock, addresses: map[string]receiver{}}, Mailer: &Mailer{},
	}
}

func beginning(until time.Time) time.Time {
	return until.UTC().Truncate(time.Second).AddDate(0, 0, -days)
}
