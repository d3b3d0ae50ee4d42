package work

import "slices"

// part of a list: the span of one range, and what was found in it.
type part struct {
	Range
	span   Span
	next   int     // how many are read next
	places []Place // so far
	whole  bool    // these are all
}

func collect(parts []*part, by Sorting) (places []Place) {
	for _, p := range parts {
		places = append(places, p.places...)
	}
	slices.SortFunc(places, func(a, b Place) int { return Compare(a, b, by.Falling) })
	return slices.Compact(places) // a row may go from one range to another between two statements
}

// sure are the places before which no part can have others; more tells whether a part may have others behind them.
func sure(parts []*part, by Sorting) (places []Place, more bool) {
	places = collect(parts, by)
	for _, p := range parts {
		if p.whole {
			continue
		}
		more = true
		places = slices.DeleteFunc(places, func(at Place) bool { return Compare(at, p.span.After, by.Falling) > 0 })
	}
	return places, more
}

// further are the parts that the first `most` places may lie in beyond what was read of them, each with how many are to be read next.
func further(parts []*part, by Sorting, most int) (on []*part) {
	places := collect(parts, by)
	goesOn := slices.ContainsFunc(parts, func(p *part) bool { return !p.whole && p.Null != by.Falling })
	for _, p := range parts {
		if goesOn && p.Null && by.Falling {
			continue // they come after all others
		}
		if p.whole || len(places) >= most && Compare(p.span.After, places[most-1], by.Falling) >= 0 {
			continue
		}
		on = append(on, p)
	}
	for _, p := range on {
		p.next = p.expected(parts, by, most)
	}
	return on
}

// expected is how many places of a part are likely to be needed more, and some for luck: as many as lie on the way to where all parts
// together are expected to have enough, if they go on as close as they began.
func (p *part) expected(parts []*part, by Sorting, most int) int {
	start := p.measure(p.places[0])
	for _, other := range parts {
		if len(other.places) > 0 && other.Null == p.Null {
			if first := p.measure(other.places[0]); (first < start) != by.Falling && first != start {
				start = first
			}
		}
	}
	width := func(at Place) int64 { return max(p.measure(at)-start, start-p.measure(at), 1) }
	reached := func(way int64) (n int64) {
		for _, other := range parts {
			switch k := int64(len(other.places)); {
			case k == 0 || other.Null != p.Null:
			case other.whole:
				n += int64(len(slices.DeleteFunc(slices.Clone(other.places), func(at Place) bool { return width(at) > way })))
			default:
				n += way * k / width(other.span.After)
			}
		}
		return n
	}
	own := width(p.span.After)
	way := own
	for range 40 {
		if reached(way) >= int64(most) {
			break
		}
		way += way/8 + 1
	}
	k := int64(len(p.places))
	needed := way*k/own - k
	return int(min(max(needed*3/2, 0)+6, int64(most)))
}

// measure is a place as a number of what the list is sorted by; of rows without a value, of their keys.
func (p *part) measure(at Place) int64 {
	if p.Null {
		return at.Key >> 4 // fine enough, and no product of it is too large
	}
	return at.Value
}
