package workday_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/workday"
)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, workday.Zone)
	require.NoError(t, err)
	return moment
}

// Working days in China: holidays are left out, also those on a weekend; days that make up for them count.
func TestDaysOfChina(t *testing.T) {
	t.Parallel()
	china := workday.China()
	for day, worked := range map[string]bool{
		"2026-01-01": false, "2026-01-02": false, "2026-01-04": true, "2026-02-14": true, "2026-02-15": false, "2026-02-23": false, "2026-02-24": true,
		"2026-02-28": true, "2026-04-06": false, "2026-05-05": false, "2026-05-09": true, "2026-06-19": false, "2026-09-20": true, "2026-09-25": false,
		"2026-09-28": true, "2026-10-07": false, "2026-10-10": true, "2026-10-11": false, "2026-11-28": false, "2026-11-30": true,
	} {
		assert.Equal(t, worked, china.Worked(at(t, day+" 12:00")), day)
	}
	worked := 0
	for day := at(t, "2026-01-01 00:00"); day.Year() == 2026; day = day.AddDate(0, 0, 1) {
		if china.Worked(day) {
			worked++
		}
	}
	assert.Equal(t, 248, worked, "of 365 days, 33 are holidays by law or moved, 6 are made up for")
	assert.True(t, china.Knows(at(t, "2026-12-31 23:59")))
	assert.False(t, china.Knows(at(t, "2027-01-01 00:00")), "no year is known before it is published")
	assert.True(t, china.Worked(at(t, "2029-10-01 12:00")), "a year that is not known has weekends only")
	assert.False(t, china.Worked(at(t, "2029-10-06 12:00")))
}

func TestAfter(t *testing.T) {
	t.Parallel()
	china := workday.China()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-30 08:59", 1, "2026-11-30 18:00"}, // before working time: the day counts whole
		{"2026-11-30 09:00", 1, "2026-12-01 09:00"},
		{"2026-11-30 17:59", 1, "2026-12-01 17:59"},
		{"2026-11-30 18:00", 1, "2026-12-01 18:00"},
		{"2026-11-29 06:10", 1, "2026-11-30 18:00"},
		{"2026-11-29 06:10", 3, "2026-12-02 18:00"},
		{"2026-11-30 00:00", 3, "2026-12-02 18:00"},
		{"2026-02-13 18:30", 1, "2026-02-14 18:00"}, // a Saturday that is worked
		{"2026-02-14 10:00", 1, "2026-02-24 10:00"}, // the spring festival
		{"2026-12-31 10:00", 1, "2027-01-01 10:00"}, // not known in this file
	} {
		assert.Equal(t, at(t, c.want).UTC(), china.After(at(t, c.from).UTC(), c.n), "%s + %d", c.from, c.n)
	}
}

// The later something begins, the later it is due, and never before one working hour has passed.
func TestAfterNeverGoesBack(t *testing.T) {
	t.Parallel()
	china := workday.China()
	for n := 1; n <= 3; n++ {
		before := time.Time{}
		for from := at(t, "2026-09-15 00:00"); from.Before(at(t, "2026-10-15 00:00")); from = from.Add(17 * time.Minute) {
			due := china.After(from, n)
			require.False(t, due.Before(before), "%s + %d", from, n)
			require.GreaterOrEqual(t, due.Sub(from), 9*time.Hour)
			require.True(t, china.Worked(due))
			before = due
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                     `line 1: there is no line such as "hours 09:00-18:00"`,
		"hours 18:00-09:00":                    `line 1: "09:00" is no time of day after 18:00`,
		"hours 09:00-24:10":                    `line 1: "24:10" is no time of day after 09:00`,
		"hours 09:00-18:00\nhours 09:00-17:00": "line 2: hours are given twice",
		"holiday 2026-02-30 X":                 `line 1: "2026-02-30" is no day such as 2026-10-01`,
		"\n# x\nholiday 2026-10-07 to 2026-10-01": "line 3: 2026-10-07 to 2026-10-01: 1 to 31 days",
		"holiday 2025-10-01 to 2026-10-01":        "line 1: 2025-10-01 to 2026-10-01: 1 to 31 days",
		"holiday 2026-10-01\nwork 2026-10-01":     "line 2: 2026-10-01 is a Thursday: it is worked anyway",
		"work 2026-10-10\nholiday 2026-10-10 x":   "line 2: 2026-10-10 is said twice",
		"work 2026-10-10 x":                       `line 1: "work 2026-10-10 x" begins with neither hours, holiday nor work, or cannot be read`,
		"2026-10-01":                              `line 1: "2026-10-01" begins with neither hours, holiday nor work, or cannot be read`,
	} {
		_, err := workday.Parse(text)
		assert.EqualError(t, err, want, text)
	}
}
