package earning_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"baodan/engine/earning"
)

var zone = time.FixedZone("Asia/Shanghai", 8*3600)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func day(text string) earning.Day { return earning.DayOf(at(text+" 00:00"), zone) }

func TestDays(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "2028-02-29", day("2028-02-29").String())
	assert.Equal(t, 202802, day("2028-02-29").Month())
	assert.Equal(t, day("2028-02-29"), earning.MonthEnd(202802))
	assert.Equal(t, day("2027-12-31"), earning.MonthEnd(202712))
	assert.Equal(t, day("2028-01-01"), earning.DayOf(time.Date(2027, 12, 31, 16, 0, 0, 0, time.UTC), zone))
}

// Figures, sections 1 and 3: days end with the policy; the day it ends on does not count.
func TestCoverOfLayers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, end, first, last string }{
		"a year":                            {"2027-02-14 10:00", "2028-02-14 10:00", "2027-02-14", "2028-02-14"},
		"an upgrade after the hour":         {"2027-09-09 10:40", "2028-03-10 10:30", "2027-09-10", "2028-03-10"},
		"an upgrade at the hour":            {"2027-09-09 10:30", "2028-03-10 10:30", "2027-09-09", "2028-03-10"},
		"less than a day over midnight":     {"2028-01-31 20:00", "2028-02-01 10:00", "2028-01-31", "2028-02-01"},
		"less than a day within one":        {"2028-01-31 08:00", "2028-01-31 20:00", "2028-01-31", "2028-02-01"},
		"a day that is the leap day":        {"2028-02-29 00:00", "2028-03-01 00:00", "2028-02-29", "2028-03-01"},
		"an upgrade within the last day":    {"2028-03-09 23:00", "2028-03-10 10:30", "2028-03-09", "2028-03-10"},
		"an upgrade on the morning it ends": {"2028-03-10 09:00", "2028-03-10 10:30", "2028-03-10", "2028-03-11"},
	} {
		cover := earning.CoverOf(at(c.from), at(c.end), zone)
		assert.Equal(t, earning.Cover{From: day(c.first), To: day(c.last)}, cover, name)
	}
	assert.Equal(t, day("2028-03-01"), earning.Left(at("2028-02-29 16:00"), at("2028-03-10 10:30"), zone))
}

// Section 5: 50 fen of freight for 90 days from 22 December, void on 3 January: by accounts 6 in December, and 6 back in January.
func TestEarningOfAVoidPolicy(t *testing.T) {
	t.Parallel()
	cover := earning.Cover{From: day("2027-12-22"), To: day("2028-03-21")}
	charged := earning.Charged(50, cover)
	assert.Equal(t, "50/9", charged.By(day("2027-12-31")).RatString())
	void := charged.Ended(cover.From, 50)
	sum := new(big.Rat).Add(charged.By(day("2028-12-31")), void.By(day("2028-12-31")))
	assert.Equal(t, "0", sum.RatString())
}

// What a policy earns by any day is what a model finds that goes day by day.
func TestEarningDayByDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := earning.Day(rapid.IntRange(20_000, 20_400).Draw(t, "start"))
		days := rapid.IntRange(1, 400).Draw(t, "days")
		end := start + earning.Day(days)
		type layer struct {
			earning.Segment
			premium, refund int64
		}
		var layers []layer
		for i := range rapid.IntRange(1, 4).Draw(t, "layers") {
			from := start
			if i > 0 {
				from += earning.Day(rapid.IntRange(0, days-1).Draw(t, "from"))
			}
			premium := rapid.Int64Range(-20, 500).Draw(t, "premium")
			layers = append(layers, layer{earning.Charged(premium, earning.Cover{From: from, To: end}), premium, 0})
		}
		on := start + earning.Day(rapid.IntRange(0, days-1).Draw(t, "on"))
		segments := []earning.Segment{}
		for i := range layers {
			layers[i].refund = rapid.Int64Range(0, max(layers[i].premium, 0)).Draw(t, "refund")
			segments = append(segments, layers[i].Segment, layers[i].Ended(on, layers[i].refund))
		}
		earned := new(big.Rat)
		for d := start - 2; d < end+2; d++ {
			for _, l := range layers {
				perDay := big.NewRat(l.premium, l.Den)
				switch {
				case d == on: // all that is kept and was not earned before
					before := min(max(on-l.From, 0), l.To-l.From)
					earned.Add(earned, new(big.Rat).Sub(big.NewRat(l.premium-l.refund, 1), new(big.Rat).Mul(perDay, big.NewRat(int64(before), 1))))
				case d >= l.From && d < l.To && d < on:
					earned.Add(earned, perDay)
				}
			}
			sum := new(big.Rat)
			for _, s := range segments {
				sum.Add(sum, s.By(d))
			}
			if sum.Cmp(earned) != 0 {
				t.Fatalf("by %s: %s, not %s", d, sum.RatString(), earned.RatString())
			}
		}
	})
}

// Cover comes and goes: each day is under one plan at most, and what goes was there.
func TestCoverByPlan(t *testing.T) {
	t.Parallel()
	var c earning.Covered
	first, second := earning.Cover{From: 100, To: 465}, earning.Cover{From: 120, To: 465}
	assert.Equal(t, []earning.Move{{Sign: 1, Piece: earning.Piece{Plan: "BASIC", Layer: 1, Cover: first}}}, c.Add(earning.Piece{Plan: "BASIC", Layer: 1, Cover: first}))
	assert.Equal(t, []earning.Move{
		{Sign: -1, Piece: earning.Piece{Plan: "BASIC", Layer: 1, Cover: second}},
		{Sign: 1, Piece: earning.Piece{Plan: "PLUS", Layer: 2, Cover: second}},
	}, c.Add(earning.Piece{Plan: "PLUS", Layer: 2, Cover: second}))
	assert.Equal(t, []earning.Move{
		{Sign: -1, Piece: earning.Piece{Plan: "BASIC", Layer: 1, Cover: earning.Cover{From: 100, To: 120}}},
		{Sign: -1, Piece: earning.Piece{Plan: "PLUS", Layer: 2, Cover: second}},
	}, c.End(100))
	assert.Empty(t, c.End(0))
}
