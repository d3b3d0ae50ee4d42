// Package earning tells how premium is earned over the days of cover (1/365 法), and how cover in days comes and goes. Everything is
// whole days and whole numbers: what a share of a day's premium is stays a fraction.
package earning

import (
	"math/big"
	"time"

	"baodan/engine/rule"
)

// Day is a day as the number of days since 1 January 1970, so that days can be subtracted.
type Day int

// DayOf is the day of an instant in a zone.
func DayOf(at time.Time, zone *time.Location) Day {
	local := at.In(zone)
	return DayAt(local.Year(), local.Month(), local.Day())
}

// DayAt is a day by the calendar.
func DayAt(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

const secondsOfDay = 24 * 60 * 60

// Date is the day at 0:00 UTC.
func (d Day) Date() time.Time { return time.Unix(int64(d)*secondsOfDay, 0).UTC() }

func (d Day) String() string { return d.Date().Format(time.DateOnly) }

// Month of a day: 202802.
func (d Day) Month() int { return d.Date().Year()*100 + int(d.Date().Month()) }

// MonthEnd is the last day of a month: 202802.
func MonthEnd(month int) Day { return DayAt(month/100, time.Month(month%100)+1, 1) - 1 }

// Cover is a time of cover in days: it begins on From, at any hour, and the day To, on which it ends, does not count. It has a day at least.
type Cover struct{ From, To Day }

// CoverOf is the cover of a layer of premium that is charged for the time from an instant until the end of its policy: as many days as
// there are whole ones by the calendar, and a day at least, ending with the policy.
func CoverOf(from, end time.Time, zone *time.Location) Cover {
	c := Cover{To: DayOf(end, zone)}
	if c.From = c.To - Day(max(rule.WholeDays(from, end, zone), 1)); c.From < DayOf(from, zone) { // within a day
		c = Cover{DayOf(from, zone), DayOf(from, zone) + 1}
	}
	return c
}

// Days of the cover.
func (c Cover) Days() int64 { return int64(c.To - c.From) }

// Left is the day from which a policy that ends at end is given back after an instant: its whole days left count from there.
func Left(after, end time.Time, zone *time.Location) Day {
	return DayOf(end, zone) - Day(rule.WholeDays(after, end, zone))
}

// Segment is what a booking earns: Num / Den on each day from From until before To, and Now / Den on the day On.
type Segment struct {
	Num      int64
	From, To Day
	Den      int64
	Now      int64
	On       Day
	AtOnce   bool // Now and On count
}

// Charged is the segment of premium that is charged for a cover: an equal part on each of its days.
func Charged(premium int64, over Cover) Segment {
	return Segment{Num: premium, From: over.From, To: over.To, Den: over.Days()}
}

// Ended is the segment that ends an earlier one on a day, where a refund is given back of its premium: nothing of it is earned on later
// days, and what is kept beyond what was earned before is earned on that day, whatever its sign.
func (s Segment) Ended(on Day, refund int64) Segment {
	e := Segment{Num: -s.Num, From: max(on, s.From), To: s.To, Den: s.Den, On: on, AtOnce: true}
	e.From = min(e.From, e.To)
	e.Now = s.Num*int64(e.To-e.From) - refund*s.Den
	return e
}

// By is what the segment earns until the end of a day.
func (s Segment) By(day Day) *big.Rat {
	days := min(max(day+1-s.From, 0), s.To-s.From)
	total := s.Num * int64(days)
	if s.AtOnce && s.On <= day {
		total += s.Now
	}
	return big.NewRat(total, s.Den)
}

// Piece is cover that a layer brought, under one plan.
type Piece struct {
	Plan  string
	Layer int
	Cover
}

// Move is cover that comes, 1, or goes, -1.
type Move struct {
	Sign int
	Piece
}

// Covered is the cover of a policy: on each day under one plan.
type Covered struct{ pieces []Piece }

// Add is cover that a layer brings: it takes the place of what there is from its first day on.
func (c *Covered) Add(p Piece) []Move {
	moves := c.End(p.From)
	c.pieces = append(c.pieces, p)
	return append(moves, Move{1, p})
}

// End is the cover that goes from a day on.
func (c *Covered) End(from Day) (moves []Move) {
	kept := c.pieces[:0:0]
	for _, p := range c.pieces {
		if p.To > from {
			gone := p
			gone.From = max(p.From, from)
			moves = append(moves, Move{-1, gone})
			p.To = gone.From
		}
		if p.From < p.To {
			kept = append(kept, p)
		}
	}
	c.pieces = kept
	return moves
}
