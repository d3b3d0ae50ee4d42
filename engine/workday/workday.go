// Package workday counts working days (工作日): Monday to Friday, without public holidays, with the days that are worked to make
// up for them (调休).
package workday

import (
	_ "embed" // the calendar of China
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Calendar says which days are worked, and from when until when. It does not change.
type Calendar struct {
	from, to time.Duration // working time, since midnight
	days     map[string]bool
	years    map[int]bool
}

// Zone is where working days begin and end.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

const date = time.DateOnly

//go:embed china.txt
var china string

// China is the calendar that the State Council has published.
func China() *Calendar {
	c, err := Parse(china)
	if err != nil {
		panic(fmt.Errorf("china.txt: %w", err)) // a test reads it
	}
	return c
}

var (
	hoursLine   = regexp.MustCompile(`^hours (\d\d:\d\d)-(\d\d:\d\d)$`)
	holidayLine = regexp.MustCompile(`^holiday (\S+)(?: to (\S+))?(?: .*)?$`)
	workLine    = regexp.MustCompile(`^work (\S+)$`)
)

// Parse reads a calendar, written as china.txt is. An error begins with the line that it is about.
func Parse(text string) (*Calendar, error) {
	c := &Calendar{days: map[string]bool{}, years: map[int]bool{}}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := c.read(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if c.to == 0 {
		return nil, fmt.Errorf("line 1: there is no line such as %q", "hours 09:00-18:00")
	}
	return c, nil
}

func (c *Calendar) read(line string) error {
	if m := hoursLine.FindStringSubmatch(line); m != nil {
		return c.readHours(m[1], m[2])
	}
	if m := holidayLine.FindStringSubmatch(line); m != nil {
		last := m[2]
		if last == "" {
			last = m[1]
		}
		return c.readHolidays(m[1], last)
	}
	if m := workLine.FindStringSubmatch(line); m != nil {
		day, err := parseDay(m[1])
		if err != nil {
			return err
		}
		if !weekend(day) {
			return fmt.Errorf("%s is a %s: it is worked anyway", m[1], day.Weekday())
		}
		return c.set(day, true)
	}
	return fmt.Errorf("%q begins with neither hours, holiday nor work, or cannot be read", line)
}

func (c *Calendar) readHours(from, to string) error {
	if c.to != 0 {
		return fmt.Errorf("hours are given twice")
	}
	begin, err := time.Parse("15:04", from)
	if err != nil {
		return fmt.Errorf("%q is no time of day", from)
	}
	end, err := time.Parse("15:04", to)
	if err != nil || !end.After(begin) {
		return fmt.Errorf("%q is no time of day after %s", to, from)
	}
	midnight := begin.Truncate(24 * time.Hour)
	c.from, c.to = begin.Sub(midnight), end.Sub(midnight)
	return nil
}

// mostHolidays in a row: longer is a mistake in a date.
const mostHolidays = 31

func (c *Calendar) readHolidays(from, to string) error {
	first, err := parseDay(from)
	if err != nil {
		return err
	}
	last, err := parseDay(to)
	if err != nil {
		return err
	}
	if last.Before(first) || last.Sub(first) >= mostHolidays*24*time.Hour {
		return fmt.Errorf("%s to %s: 1 to %d days", from, to, mostHolidays)
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		if err := c.set(day, false); err != nil {
			return err
		}
		c.years[day.Year()] = true
	}
	return nil
}

func (c *Calendar) set(day time.Time, worked bool) error {
	key := day.Format(date)
	if _, there := c.days[key]; there {
		return fmt.Errorf("%s is said twice", key)
	}
	c.days[key] = worked
	return nil
}

func parseDay(text string) (time.Time, error) {
	day, err := time.ParseInLocation(date, text, Zone)
	if err != nil {
		return day, fmt.Errorf("%q is no day such as 2026-10-01", text)
	}
	return day, nil
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// Knows tells whether the public holidays of a moment's year are known.
func (c *Calendar) Knows(at time.Time) bool { return c.years[at.In(Zone).Year()] }

// Worked tells whether the day of a moment is a working day.
func (c *Calendar) Worked(at time.Time) bool {
	day := at.In(Zone)
	if worked, there := c.days[day.Format(date)]; there {
		return worked
	}
	return !weekend(day)
}

// After is when n working days have passed since a moment, n at least 1. In working time they are counted from that moment: it is
// the same time of day, n working days later. Outside of working time they are counted from the next working day's start: it is
// the end of that working day, of the one after it where n is 2, and so on.
func (c *Calendar) After(from time.Time, n int) time.Time {
	local := from.In(Zone)
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, Zone)
	at := local.Sub(day)
	switch {
	case !c.Worked(day) || at >= c.to:
		at = c.to
	case at < c.from:
		at, n = c.to, n-1 // today is the first of them
	}
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if c.Worked(day) {
			n--
		}
	}
	return day.Add(at).UTC()
}
