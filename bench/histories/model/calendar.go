package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Period is an ISO 8601 period: years, months and days by the calendar of the product's time zone, hours and less by the clock.
type Period struct {
	Years, Months, Days int
	Clock               time.Duration
}

// ReadPeriod reads P1Y2M3DT4H5M6S.
func ReadPeriod(text string) (p Period) {
	date, clock, _ := strings.Cut(strings.TrimPrefix(text, "P"), "T")
	for _, part := range []struct {
		text string
		add  func(n int, unit byte)
	}{
		{date, func(n int, unit byte) {
			switch unit {
			case 'Y':
				p.Years = n
			case 'M':
				p.Months = n
			case 'W':
				p.Days += 7 * n
			case 'D':
				p.Days += n
			}
		}},
		{clock, func(n int, unit byte) {
			p.Clock += time.Duration(n) * map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}[unit]
		}},
	} {
		for rest := part.text; rest != ""; {
			i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
			n, err := strconv.Atoi(rest[:max(i, 0)])
			if err != nil {
				panic(fmt.Sprintf("no period: %s", text))
			}
			part.add(n, rest[i])
			rest = rest[i+1:]
		}
	}
	return p
}

func (p Period) zero() bool { return p == Period{} }

// After is the instant the period after another: a year after 29 February is 28 February.
func (p Period) After(t time.Time, zone *time.Location) time.Time { return p.shift(t, zone, 1) }

// Before is the instant the period before another.
func (p Period) Before(t time.Time, zone *time.Location) time.Time { return p.shift(t, zone, -1) }

func (p Period) shift(t time.Time, zone *time.Location, sign int) time.Time {
	t = t.In(zone)
	if months := sign * (12*p.Years + p.Months); months != 0 {
		t = onDay(t, t.Year(), int(t.Month())+months, min(t.Day(), lastDay(t.Year(), int(t.Month())+months)))
	}
	if p.Days != 0 {
		t = onDay(t, t.Year(), int(t.Month()), t.Day()+sign*p.Days)
	}
	return t.Add(time.Duration(sign) * p.Clock).UTC()
}

// onDay is another day at the same time of day.
func onDay(t time.Time, year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}

func lastDay(year, month int) int {
	return time.Date(year, time.Month(month+1), 0, 12, 0, 0, 0, time.UTC).Day()
}

// wholeDays is how many days by the calendar of the zone fit between two instants: from and as
// many days later, at the same time of day, is not after to. None fit where to lies before from.
func wholeDays(from, to time.Time, zone *time.Location) int64 {
	days := int64(to.Sub(from)/(24*time.Hour)) + 2 // clocks that change make a day an hour shorter
	for days > 0 && (Period{Days: int(days)}).After(from, zone).After(to) {
		days--
	}
	return max(days, 0)
}
