package work

import "time"

// RealTime is now, whatever a clock of business says; what a statement writes that ent does not set a column changed_at for.
func RealTime() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Period is a half-open span of time.
type Period struct{ Start, End time.Time }

// Holds tells whether an instant lies in it; a span that is not given holds all.
func (p *Period) Holds(t time.Time) bool {
	return p == nil || !t.Before(p.Start) && t.Before(p.End)
}
