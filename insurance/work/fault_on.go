//go:build faults

package work

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// crash is where the process is to die, and which time it comes by; pause, where it is to stop as by SIGSTOP.
var (
	crash, crashAt = crashPoint(os.Getenv("BAODAN_CRASH_POINT"))
	pause, pauseAt = crashPoint(os.Getenv("BAODAN_PAUSE_POINT"))
)

var passed, paused atomic.Int64

// crashPoint reads NAME or NAME@3: the third time.
func crashPoint(text string) (name string, at int64) {
	name, count, found := strings.Cut(text, "@")
	if !found {
		return name, 1
	}
	at, err := strconv.ParseInt(count, 10, 64)
	if err != nil || at < 1 {
		panic("BAODAN_CRASH_POINT or BAODAN_PAUSE_POINT: " + text)
	}
	return name, at
}

// Point kills the process, as kill -9 does, where BAODAN_CRASH_POINT names it: NAME, or NAME@3 for the third time. It stops the
// process where BAODAN_PAUSE_POINT does, until somebody sends SIGCONT.
func Point(name string) {
	if name == pause && paused.Add(1) == pauseAt {
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	}
	if name != crash || passed.Add(1) != crashAt {
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until the signal arrives
}
