package issuing

import (
	"time"

	"baodan/engine/rule"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// coverPeriod is the period of cover by the product's terms, in the insurer's time zone. It starts after the waiting
// time and lasts the product's length. Where the terms let a caller choose, it is the requested period, within how far
// ahead and back they permit.
func coverPeriod(terms *rule.Terms, facts rule.Facts, zone *time.Location, asked *policy.Period, now time.Time) (p policy.Period, err error) {
	waiting, err := terms.Period("cover.waiting", facts)
	if err != nil {
		return p, err
	}
	length, err := terms.Period("cover.length", facts)
	if err != nil {
		return p, err
	}
	earliest := waiting.AddTo(now, zone)
	if asked == nil {
		return policy.Period{Start: earliest, End: length.AddTo(earliest, zone)}, nil
	}
	if !terms.Bool("cover.mayAsk") {
		return p, fault.New(fault.CodeNotAgreed, "the product sets the period", "risk", "period")
	}
	ahead, err := terms.Period("cover.maxAhead", facts)
	if err != nil {
		return p, err
	}
	past, err := terms.Period("cover.maxPast", facts)
	if err != nil {
		return p, err
	}
	p = policy.Period{Start: asked.Start.UTC().Truncate(time.Millisecond), End: asked.End.UTC().Truncate(time.Millisecond)}
	switch {
	case p.Start.Before(past.SubtractFrom(earliest, zone)):
		err = fault.New(fault.CodeInvalidValue, "cover may not begin so early", "risk", "period", "start")
	case p.Start.After(ahead.AddTo(now, zone)):
		err = fault.New(fault.CodeInvalidValue, "cover may not begin so late", "risk", "period", "start")
	case p.End.After(length.AddTo(p.Start, zone)):
		err = fault.New(fault.CodeInvalidValue, "cover may not last so long", "risk", "period", "end")
	}
	return p, err
}

// renewedPeriod is the period of a renewal: it starts where the old policy ends and lasts the product's length.
func renewedPeriod(terms *rule.Terms, facts rule.Facts, zone *time.Location, from time.Time) (p policy.Period, err error) {
	length, err := terms.Period("cover.length", facts)
	return policy.Period{Start: from, End: length.AddTo(from, zone)}, err
}
