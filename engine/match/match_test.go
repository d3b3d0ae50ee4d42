package match_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/match"
)

func sideOf(lines ...match.Line) *match.Side {
	s := &match.Side{}
	for i, l := range lines {
		l.Row = int64(i + 1)
		if !s.Add(&l) {
			panic("no room")
		}
	}
	return s
}

func compare(t *testing.T, ours, theirs *match.Side, elsewhere ...*match.Line) (found []string) {
	t.Helper()
	err := match.Compare(ours, theirs, func([]string) ([]*match.Line, error) { return elsewhere, nil }, func(d *match.Difference) error {
		text := string(d.Class)
		for _, l := range []*match.Line{d.Ours, d.Theirs} {
			if l == nil {
				text += " -"
			} else {
				text += fmt.Sprintf(" %s/%s/%d %d", l.Order, l.Kind, l.Serial, l.Premium)
			}
		}
		if d.Times > 0 {
			text += fmt.Sprint(" x", d.Times)
		}
		found = append(found, text)
		return nil
	})
	require.NoError(t, err)
	slices.Sort(found)
	return found
}

func line(order, kind string, serial int, premium int64) match.Line {
	return match.Line{Order: order, Kind: kind, Serial: serial, Premium: premium, Payer: "CUSTOMER", Rate: 100_000}
}

func with(l match.Line, change func(*match.Line)) match.Line {
	change(&l)
	return l
}

// E2: every class of difference is found, and one difference is one finding.
func TestE2EachClass(t *testing.T) {
	t.Parallel()
	ours := sideOf(
		line("A1", "NEW", 1, 12), line("A2", "NEW", 1, 12), line("A3", "CANCELLED", 1, -12), line("A4", "NEW", 1, 12), line("A5", "NEW", 1, 60),
		line("A6", "CANCELLED", 1, -60), line("A7", "NEW", 1, 12), line("A8", "NEW", 1, 12), line("A8", "CANCELLED", 1, 0), line("A9-x", "NEW", 1, 12),
	)
	theirs := sideOf(
		line("A8", "NEW", 1, 12), line("A1", "NEW", 1, 12), line("A2", "NEW", 1, 13), line("A3", "ENDORSED", 1, -12), line("A4", "NEW", 1, 12), line("A4", "NEW", 1, 12),
		with(line("A5", "NEW", 1, 60), func(l *match.Line) { l.Rate = 150_000 }), line("A6", "CANCELLED", 1, 60),
		with(line("A7", "NEW", 1, 12), func(l *match.Line) { l.Payer = "PLATFORM" }), line(" Ａ9X ", "NEW", 1, 12), line("Z1", "NEW", 1, 5), line("Z2", "NEW", 1, 6),
	)
	assert.Equal(t, []string{
		"AMOUNT A2/NEW/1 12 A2/NEW/1 13", "DUPLICATE - A4/NEW/1 12 x2", "KIND A3/CANCELLED/1 -12 A3/ENDORSED/1 -12", "MISSING_HERE - Z1/NEW/1 5",
		"MISSING_THERE A8/CANCELLED/1 0 -", "ORDER_FORM A9-x/NEW/1 12  Ａ9X /NEW/1 12", "PAYER A7/NEW/1 12 A7/NEW/1 12", "PERIOD Z2/NEW/1 6 Z2/NEW/1 6",
		"RATE A5/NEW/1 60 A5/NEW/1 60", "SIGN A6/CANCELLED/1 -60 A6/CANCELLED/1 60",
	}, compare(t, ours, theirs, &match.Line{Order: "Z2", Kind: "NEW", Serial: 1, Premium: 6}))
}

// Lines without a serial are counted by their time.
func TestLinesWithoutSerial(t *testing.T) {
	t.Parallel()
	ours := sideOf(line("A1", "ENDORSED", 1, 5), line("A1", "ENDORSED", 2, 7))
	theirs := sideOf(
		with(line("A1", "ENDORSED", 0, 7), func(l *match.Line) { l.Booked = 2 }), with(line("A1", "ENDORSED", 0, 5), func(l *match.Line) { l.Booked = 1 }),
	)
	assert.Empty(t, compare(t, ours, theirs))
}

// Two of ours whose numbers differ in their form alone are two.
func TestFormsOfOurOwn(t *testing.T) {
	t.Parallel()
	assert.Empty(t, compare(t, sideOf(line("a-1", "NEW", 1, 5), line("A1", "NEW", 1, 7)), sideOf(line("A1", "NEW", 1, 7), line("a-1", "NEW", 1, 5))))
	assert.Equal(t, match.Form(" ab-Ｃ\u3000_1"), "ABC1")
}

// E2: of many lines with all classes planted, all are found and none is invented.
func TestE2ManyLines(t *testing.T) {
	t.Parallel()
	const lines = 200_000
	ours, theirs, planted := plant(lines)
	found := map[match.Class]int{}
	err := match.Compare(ours, theirs, nil, func(d *match.Difference) error {
		found[d.Class]++
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, planted, found)
}

// plant makes two sides that differ by every class, some hundred times each.
func plant(lines int) (ours, theirs *match.Side, planted map[match.Class]int) {
	random := rand.New(rand.NewPCG(1, 2))
	planted = map[match.Class]int{}
	ours, theirs = &match.Side{}, &match.Side{}
	var list []match.Line
	for i := range lines {
		l := line(fmt.Sprintf("R%09d", i), "NEW", 1, int64(10+random.IntN(500)))
		ours.Add(&l)
		note := func(class match.Class) { planted[class]++ }
		switch random.IntN(2000) {
		case 0:
			l.Premium++
			note(match.Amount)
		case 1:
			l.Premium = -l.Premium
			note(match.Sign)
		case 2:
			l.Payer = "SELLER"
			note(match.Payer)
		case 3:
			l.Rate++
			note(match.Rate)
		case 4:
			l.Kind = "RENEWED"
			note(match.Kind)
		case 5:
			l.Order = " r-" + l.Order[1:]
			note(match.OrderForm)
		case 6:
			list = append(list, l)
			note(match.Duplicate)
		case 7:
			note(match.MissingThere)
			continue
		case 8:
			other := l
			other.Order = "Z" + l.Order[1:]
			list = append(list, other)
			note(match.MissingHere)
		}
		list = append(list, l)
	}
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i := range list {
		theirs.Add(&list[i])
	}
	return ours, theirs, planted
}

// A million lines of each side.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		ours, theirs, _ := plant(1_000_000)
		b.StartTimer()
		if err := match.Compare(ours, theirs, nil, func(*match.Difference) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
