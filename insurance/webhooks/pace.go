package webhooks

import (
	"math/rand/v2"
	"time"
)

// Pace is how requests to an endpoint are spread. The zero value is that of business.
type Pace struct {
	// Even says that requests go one by one, and that pauses are as long as they are written: for a story that is the same
	// whenever it is told.
	Even bool
}

// senders are how many requests go to an endpoint at once.
func (p Pace) senders() int {
	if p.Even {
		return 1
	}
	return sendersPerEndpoint
}

// pauseAfter is the pause after n attempts that failed: 5 s doubling to an hour, a tenth more or less, so that
// what failed together does not come back together.
func (p Pace) pauseAfter(attempts int) time.Duration {
	return p.spread(doubling(firstPause, longestPause, attempts-1))
}

// probePause is the pause before the next probe of an endpoint that failed so often in a row.
func (p Pace) probePause(failures int) time.Duration {
	return p.spread(doubling(firstProbe, longestProbe, failures-breakAfter))
}

func (p Pace) spread(pause time.Duration) time.Duration {
	if p.Even {
		return pause
	}
	return (pause*9/10 + rand.N(pause/5+1)).Truncate(time.Millisecond)
}

func doubling(first, longest time.Duration, times int) time.Duration {
	pause := first
	for range times {
		if pause *= 2; pause >= longest {
			return longest
		}
	}
	return pause
}
