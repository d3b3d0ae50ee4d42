package load

import (
	"syscall"
	"time"
)

// pauseUntil sleeps to within a tenth of a millisecond, which the runtime's timers do not. It never ends early: a
// request sent before it is due would be counted as faster than it was.
func pauseUntil(due time.Time) {
	for d := time.Until(due); d > 0; d = time.Until(due) {
		t := syscall.NsecToTimespec(int64(d))
		_ = syscall.Nanosleep(&t, nil) // a signal wakes it; the loop goes on
	}
}
