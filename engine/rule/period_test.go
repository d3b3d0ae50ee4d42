package rule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/rule"
)

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"PT0S": "PT0S", "P0D": "PT0S", "P1Y": "P1Y", "P90D": "P90D", "PT24H": "PT24H", "P1Y2M3DT4H5M6S": "P1Y2M3DT4H5M6S", "P2W": "P14D", "PT15M": "PT15M", "P1M": "P1M",
	} {
		p, err := rule.ParsePeriod(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, p.String())
	}
	for _, text := range []string{"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P-1D", "-P1D", "P1.5D", "P1D2Y", "P1Y1Y", "P1DT", "p1d", "P100000D", "P99999W", " P1D", "P1D ", "P١D"} {
		_, err := rule.ParsePeriod(text)
		assert.ErrorIs(t, err, rule.ErrPeriod, text)
	}
}

// "Day" by the process's time zone: cover began at 08:00 in the insurer's zone (lessons, Rules and terms).
func TestDaysAreTheInsurersZones(t *testing.T) {
	t.Parallel()
	day, err := rule.ParsePeriod("P1D")
	require.NoError(t, err)
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	// The day on which the clocks of New York go forward has 23 hours there, and 24 in Shanghai.
	at := time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC) // midnight in New York
	assert.Equal(t, at.Add(23*time.Hour), day.AddTo(at, newYork))
	assert.Equal(t, at.Add(24*time.Hour), day.AddTo(at, shanghai))
	month, err := rule.ParsePeriod("P1M")
	require.NoError(t, err)
	// 17:00 on 31 January in UTC is already 1 February in Shanghai.
	at = time.Date(2026, 1, 31, 17, 0, 0, 0, time.UTC)
	assert.Equal(t, time.Date(2026, 2, 28, 17, 0, 0, 0, time.UTC), month.AddTo(at, shanghai))
	assert.Equal(t, time.Date(2026, 2, 28, 17, 0, 0, 0, time.UTC), month.AddTo(at, time.UTC))
	at = time.Date(2026, 1, 30, 17, 0, 0, 0, time.UTC) // the 31st in Shanghai
	assert.Equal(t, time.Date(2026, 2, 27, 17, 0, 0, 0, time.UTC), month.AddTo(at, shanghai))
	assert.Equal(t, time.Date(2026, 2, 28, 17, 0, 0, 0, time.UTC), month.AddTo(at, time.UTC))
}

func TestPeriodsKeepToTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, period, want string }{
		{"2028-02-29", "P1Y", "2029-02-28"}, {"2027-02-28", "P1Y", "2028-02-28"}, {"2026-01-31", "P1M", "2026-02-28"},
		{"2028-01-31", "P1M", "2028-02-29"}, {"2026-12-31", "P2M", "2027-02-28"}, {"2026-11-23", "P90D", "2027-02-21"},
		{"2026-11-23", "P1Y1M1D", "2027-12-24"}, {"2026-08-31", "P6M", "2027-02-28"},
	} {
		from, err := time.ParseInLocation(time.DateOnly, c.from, shanghai)
		require.NoError(t, err)
		p, err := rule.ParsePeriod(c.period)
		require.NoError(t, err)
		assert.Equal(t, c.want, p.AddTo(from, shanghai).In(shanghai).Format(time.DateOnly), "%s + %s", c.from, c.period)
	}
	year, err := rule.ParsePeriod("P1Y")
	require.NoError(t, err)
	leap := time.Date(2028, 2, 29, 1, 2, 3, 4e6, time.UTC)
	assert.Equal(t, time.Date(2027, 2, 28, 1, 2, 3, 4e6, time.UTC), year.SubtractFrom(leap, time.UTC))
}

func TestWholeDays(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	apia, err := time.LoadLocation("Pacific/Apia")
	require.NoError(t, err)
	at := func(text string) time.Time {
		instant, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return instant
	}
	for _, c := range []struct {
		from, to string
		zone     *time.Location
		want     int64
	}{
		{"2026-11-23T10:00:00+08:00", "2027-11-23T10:00:00+08:00", shanghai, 365},
		{"2027-05-25T10:00:00+08:00", "2027-11-23T10:00:00+08:00", shanghai, 182},
		{"2027-05-25T10:00:01+08:00", "2027-11-23T10:00:00+08:00", shanghai, 181},
		{"2026-11-23T10:00:00+08:00", "2026-11-24T09:59:59+08:00", shanghai, 0},
		{"2026-11-23T10:00:00+08:00", "2026-11-23T10:00:00+08:00", shanghai, 0},
		{"2026-11-23T10:00:00+08:00", "2026-11-20T10:00:00+08:00", shanghai, 0},
		{"2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", newYork, 1},  // 23 hours
		{"2026-11-01T00:00:00-04:00", "2026-11-01T23:30:00-05:00", newYork, 0},  // a day of 25 hours
		{"2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", shanghai, 0}, // no day there
		{"2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00", apia, 2},     // the zone left out the 30th
	} {
		assert.Equal(t, c.want, rule.WholeDays(at(c.from), at(c.to), c.zone), "%s to %s", c.from, c.to)
	}
}

// The days counted fit, and one more does not, wherever clocks change.
func TestWholeDaysAreTheMostThatFit(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]*time.Location{shanghai, time.UTC, newYork}).Draw(t, "zone")
		from := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "from"), 0)
		to := from.Add(time.Duration(rapid.Int64Range(0, 3e8).Draw(t, "seconds")) * time.Second)
		d := rule.WholeDays(from, to, zone)
		if fits := (rule.Period{Days: int(d)}).AddTo(from, zone); fits.After(to) {
			t.Fatalf("%d days after %s is %s, after %s", d, from, fits, to)
		}
		if more := (rule.Period{Days: int(d) + 1}).AddTo(from, zone); !more.After(to) {
			t.Fatalf("%d days after %s is %s, not after %s", d+1, from, more, to)
		}
	})
}

func TestPeriodsComeBack(t *testing.T) {
	t.Parallel()
	number := rapid.IntRange(0, 99_999)
	rapid.Check(t, func(t *rapid.T) {
		p := rule.Period{
			Years: number.Draw(t, "y"), Months: number.Draw(t, "m"), Days: number.Draw(t, "d"),
			Hours: number.Draw(t, "h"), Minutes: number.Draw(t, "min"), Seconds: number.Draw(t, "s"),
		}
		again, err := rule.ParsePeriod(p.String())
		if err != nil || again != p {
			t.Fatalf("%s came back as %s, %v", p, again, err)
		}
	})
}

func FuzzPeriod(f *testing.F) {
	for _, seed := range []string{"P1Y", "PT24H", "P2W", "P1Y2M3DT4H5M6S", "PT", "P99999W"} {
		f.Add(seed, int64(1_790_000_000))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		p, err := rule.ParsePeriod(text)
		if err != nil {
			return
		}
		again, err := rule.ParsePeriod(p.String())
		if err != nil || again != p {
			t.Fatalf("%q: %s came back as %s, %v", text, p, again, err)
		}
		at := time.Unix(seconds%4_000_000_000, 0)
		if after := p.AddTo(at, shanghai); after.Before(at) || after.Location() != time.UTC {
			t.Fatalf("%s after %s is %s", p, at, after)
		}
		if before := p.SubtractFrom(at, shanghai); before.After(at) {
			t.Fatalf("%s before %s is %s", p, at, before)
		}
	})
}
