package work

import "time"

// Period is a half-open span of time.
type Period struct{ Start, End time.Time }

// Holds tells whether an instant lies in it; a span that is not given holds all.
func (p *Period) Holds(t time.Time) bool {
	return p == nil || !t.Before(p.Start) && t.Before(p.End)
}
