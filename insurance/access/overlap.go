package access

import (
	"time"

	"baodan/insurance/fault"
)

// Overlap is how long a key that is replaced works on beside the new one: the hours that were named, 1 to most; a day
// where none were; not at all where that was asked for. Zero hours are refused: a client may send its language's zero
// without meaning it. Fault: INVALID_VALUE.
func Overlap(hours *int, without bool, most time.Duration) (time.Duration, error) {
	switch {
	case hours == nil && without:
		return 0, nil
	case hours == nil:
		return 24 * time.Hour, nil
	case without:
		return 0, fault.New(fault.CodeInvalidValue, "either overlapHours or withoutOverlap", "withoutOverlap")
	case *hours < 1 || *hours > int(most/time.Hour):
		return 0, fault.Newf(fault.CodeInvalidValue, "1 to %d hours, or withoutOverlap", int(most/time.Hour)).At("overlapHours")
	}
	return time.Duration(*hours) * time.Hour, nil
}
