package rule

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrPeriod says that a text is not a period.
var ErrPeriod = errors.New("not an ISO 8601 period such as P1Y, P90D or PT24H")

// Period is a span of calendar and clock time, such as a year or 24 hours. Years, months and days go by the calendar
// of the zone it is added in; hours, minutes and seconds by the clock.
type Period struct {
	Years, Months, Days     int
	Hours, Minutes, Seconds int
}

const mostOfUnit = 99_999

// ParsePeriod reads ISO 8601 without fractions and signs: P[nY][nM][nW][nD][T[nH][nM][nS]], each n at most 99,999;
// weeks become days. It fails with ErrPeriod.
func ParsePeriod(text string) (Period, error) {
	var p Period
	rest, found := strings.CutPrefix(text, "P")
	date, clock, timed := strings.Cut(rest, "T")
	if !found || rest == "" || timed && clock == "" {
		return Period{}, ErrPeriod
	}
	weeks := 0
	if !units(date, "YMWD", &p.Years, &p.Months, &weeks, &p.Days) || !units(clock, "HMS", &p.Hours, &p.Minutes, &p.Seconds) {
		return Period{}, ErrPeriod
	}
	p.Days += 7 * weeks
	if p.Days > mostOfUnit {
		return Period{}, ErrPeriod
	}
	return p, nil
}

// units reads numbers that are each followed by one of the letters, in their order.
func units(text, letters string, into ...*int) bool {
	for text != "" {
		end := 0
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end == 0 || end > 5 || end == len(text) {
			return false
		}
		at := strings.IndexByte(letters, text[end])
		if at < 0 {
			return false
		}
		*into[at], _ = strconv.Atoi(text[:end]) // at most five digits
		text, letters, into = text[end+1:], letters[at+1:], into[at+1:]
	}
	return true
}

// String is the period in ISO 8601; none is PT0S.
func (p Period) String() string {
	var date, clock strings.Builder
	put := func(to *strings.Builder, n int, unit byte) {
		if n != 0 {
			to.WriteString(strconv.Itoa(n))
			to.WriteByte(unit)
		}
	}
	put(&date, p.Years, 'Y')
	put(&date, p.Months, 'M')
	put(&date, p.Days, 'D')
	put(&clock, p.Hours, 'H')
	put(&clock, p.Minutes, 'M')
	put(&clock, p.Seconds, 'S')
	switch {
	case clock.Len() > 0:
		return "P" + date.String() + "T" + clock.String()
	case date.Len() > 0:
		return "P" + date.String()
	}
	return "PT0S"
}

// AddTo is the instant the period after t, by the calendar of the zone: a year after 29 February is 28 February, a
// month after 31 January is the last of February. The result is in UTC.
func (p Period) AddTo(t time.Time, zone *time.Location) time.Time { return p.move(t, zone, 1) }

// SubtractFrom is the instant the period before t, by the calendar of the zone. The result is in UTC.
func (p Period) SubtractFrom(t time.Time, zone *time.Location) time.Time { return p.move(t, zone, -1) }

func (p Period) move(t time.Time, zone *time.Location, sign int) time.Time {
	local := t.In(zone)
	if p.Years != 0 || p.Months != 0 {
		year, month, day := local.Date()
		first := time.Date(year+sign*p.Years, month+time.Month(sign*p.Months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		hour, minute, second := local.Clock()
		local = time.Date(first.Year(), first.Month(), min(day, last), hour, minute, second, local.Nanosecond(), zone)
	}
	if p.Days != 0 {
		local = local.AddDate(0, 0, sign*p.Days)
	}
	clock := time.Duration(p.Hours)*time.Hour + time.Duration(p.Minutes)*time.Minute + time.Duration(p.Seconds)*time.Second
	return local.Add(time.Duration(sign) * clock).UTC()
}

// WholeDays is the largest number of calendar days of the zone that fit between two instants: from + d days is not
// after to. It is 0 where to lies before from.
func WholeDays(from, to time.Time, zone *time.Location) int64 {
	d := days(from, to, zone) + 1 // a day more, since clocks that change may move from + d to another date
	for d > 0 && (Period{Days: int(d)}).AddTo(from, zone).After(to) {
		d--
	}
	return max(d, 0)
}

// atLeast compares two periods as they count from a usual day; months count as such days have them.
func (p Period) atLeast(other Period) bool {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return !p.AddTo(from, time.UTC).Before(other.AddTo(from, time.UTC))
}

// MarshalText writes ISO 8601.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads ISO 8601.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}
