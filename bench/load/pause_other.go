//go:build !linux

package load

import "time"

func pauseUntil(due time.Time) { time.Sleep(time.Until(due)) }
