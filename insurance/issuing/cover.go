package issuing

import (
	"time"

	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// coverPeriod is the period of cover by the product's terms, in the insurer's time zone: from the end of the waiting time,
// for the product's length; or as asked, where the terms let a caller ask, within how far ahead and back they let him.
func coverPeriod(terms *rule.Terms, facts rule.Facts, zone *time.Location, asked *PeriodInput, now time.Time) (start, end time.Time, err error) {
	waiting, err := terms.Period("cover.waiting", facts)
	if err != nil {
		return start, end, err
	}
	length, err := terms.Period("cover.length", facts)
	if err != nil {
		return start, end, err
	}
	earliest := waiting.AddTo(now, zone)
	if asked == nil {
		return earliest, length.AddTo(earliest, zone), nil
	}
	if !terms.Bool("cover.mayAsk") {
		return start, end, fault.New(fault.NotAgreed, "the product sets the period", "risk", "period")
	}
	ahead, err := terms.Period("cover.maxAhead", facts)
	if err != nil {
		return start, end, err
	}
	past, err := terms.Period("cover.maxPast", facts)
	if err != nil {
		return start, end, err
	}
	start, end = asked.Start.UTC().Truncate(time.Millisecond), asked.End.UTC().Truncate(time.Millisecond)
	switch {
	case start.Before(past.SubtractFrom(earliest, zone)):
		err = fault.New(fault.InvalidValue, "cover may not begin so early", "risk", "period", "start")
	case start.After(ahead.AddTo(now, zone)):
		err = fault.New(fault.InvalidValue, "cover may not begin so late", "risk", "period", "start")
	case end.After(length.AddTo(start, zone)):
		err = fault.New(fault.InvalidValue, "cover may not last so long", "risk", "period", "end")
	}
	return start, end, err
}
