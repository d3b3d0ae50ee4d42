//go:build faults

package work

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// crash is where the process is to die, and which time it comes by.
var crash, crashAt = crashPoint(os.Getenv("BAODAN_CRASH_POINT"))

var passed atomic.Int64

// crashPoint reads NAME or NAME@3: the third time.
func crashPoint(text string) (name string, at int64) {
	name, count, found := strings.Cut(text, "@")
	if !found {
		return name, 1
	}
	at, err := strconv.ParseInt(count, 10, 64)
	if err != nil || at < 1 {
		panic("BAODAN_CRASH_POINT: " + text)
	}
	return name, at
}

// Point kills the process, as kill -9 does, where BAODAN_CRASH_POINT names it: NAME, or NAME@3 for the third time.
func Point(name string) {
	if name != crash || passed.Add(1) != crashAt {
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until the signal arrives
}
