package enquiry

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Page of a list of policies. Through, where it is set, is how far the list was looked through: few of what was looked at fits, so
// that the list goes on from there and not from its last row.
type Page struct {
	Policies []*policy.Policy
	Places   []work.Place
	More     bool
	Through  *work.Place
}

const (
	// lookedFirst are looked at for each row of a page, and some more, where no index says all of a filter; then lookedMore.
	lookedFirst, lookedAlways, lookedMore = 3, 40, 1000
	// mostGathered policies are held against a filter all at once, instead of being walked along.
	mostGathered = 1000
	// mostLate policies are held against a filter one by one.
	mostLate = 500
)

// Policies finds policies: the insurer's people those of all channels (E1, A4, B6), a channel its own (P13). Every policy of the
// answer fits the filter at that instant. Where no index says all of a filter, a call looks at some 1,000 policies at most; then the
// answer may be shorter than asked for, and says from where to go on. A search by personal data is on record. Faults:
// INVALID_VALUE, FORBIDDEN for personal data.
func (s *Service) Policies(ctx context.Context, caller *access.Caller, f *Filter, order Order, page work.Page) (*Page, error) {
	if err := maySearch(caller, f); err != nil {
		return nil, err
	}
	q, err := s.prepare(ctx, caller, f)
	if err != nil {
		return nil, err
	}
	if err := s.recordSearch(ctx, caller, f); err != nil {
		return nil, err
	}
	return s.page(ctx, q, f.sorting(order), page)
}

// page reads a page of what a search finds, in the order of the list.
func (s *Service) page(ctx context.Context, q *search, by work.Sorting, page work.Page) (*Page, error) {
	n, by := page.Toward(by)
	found, err := s.find(ctx, q, by, n, page.Most)
	if err != nil {
		return nil, err
	}
	if page.Backward {
		slices.Reverse(found.places)
	}
	keys := make([]int64, len(found.places))
	for i, place := range found.places {
		keys[i] = place.Key
	}
	views, err := s.views(ctx, keys)
	p := &Page{More: found.more}
	for i, view := range views {
		if !q.fits(listedOf(view)) {
			continue // it turned since it was found
		}
		p.Policies, p.Places = append(p.Policies, view), append(p.Places, found.places[i])
	}
	if found.more && len(p.Policies) < page.Most {
		p.Through = &found.through
	}
	return p, err
}

// found are the first places of a span; more tells whether there are, or may be, others behind through.
type found struct {
	places  []work.Place
	more    bool
	through work.Place
}

// cut takes what is more than a page away.
func cut(places []work.Place, most int) *found {
	f := &found{places: places[:min(len(places), most)], more: len(places) > most}
	if n := len(f.places); n > 0 {
		f.through = f.places[n-1]
	}
	return f
}

// find looks for the first places of a span, at most `most`.
func (s *Service) find(ctx context.Context, q *search, by work.Sorting, n work.Span, most int) (*found, error) {
	if q.few {
		return cut(merged(nil, q.rows, by, n), most), nil
	}
	w, left := q.walks(by.Column)
	if left {
		return s.walk(ctx, q, w, by, n, most)
	}
	places, more, err := s.read(ctx, q, w.ranges, by, n, most+1)
	if err != nil {
		return nil, err
	}
	if !more || len(places) > most {
		return cut(merged(places, q.late, by, n), most), nil
	}
	return cut(merged(places, q.lateUpTo(places[len(places)-1], by), by, n), most).upTo(places[len(places)-1]), nil
}

// walk looks for places along a way that does not say all of a filter. Where the first part of it holds too few that fit, all that can
// fit may be few: then they are gathered and sorted.
func (s *Service) walk(ctx context.Context, q *search, w way, by work.Sorting, n work.Span, most int) (*found, error) {
	var fit []work.Place
	rest := n
	for _, atOnce := range []int{lookedFirst*most + lookedAlways, lookedMore} {
		places, more, err := s.read(ctx, q, w.ranges, by, rest, atOnce)
		if err != nil {
			return nil, err
		}
		some, err := s.fitting(ctx, q, places)
		if err != nil {
			return nil, err
		}
		for _, l := range some { // by the place that its row says, which later calls go on from
			fit = append(fit, places[slices.IndexFunc(places, func(p work.Place) bool { return p.Key == l.key })])
		}
		if !more {
			return cut(merged(fit, q.late, by, n), most), nil // the way has an end
		}
		if rest.After = places[len(places)-1]; len(fit) > most {
			break
		}
		if rest.After == n.After || !q.gathered {
			if err := s.gather(ctx, q, by.Column); err != nil || q.few {
				return cut(merged(nil, q.rows, by, n), most), err
			}
		}
	}
	return cut(merged(fit, q.lateUpTo(rest.After, by), by, n), most).upTo(rest.After), nil
}

// lateUpTo are the policies that turned and whose rows do not say it yet, as far as a list was looked through.
func (q *search) lateUpTo(through work.Place, by work.Sorting) []*listed {
	return slices.DeleteFunc(slices.Clone(q.late), func(l *listed) bool { return work.Compare(l.place(by.Column), through, by.Falling) > 0 })
}

// upTo lets a list that is not filled go on from where was looked to.
func (f *found) upTo(through work.Place) *found {
	if !f.more {
		f.more, f.through = true, through
	}
	return f
}

// merged are places and those of some policies that lie in a span, in the direction of a list.
func merged(places []work.Place, some []*listed, by work.Sorting, n work.Span) []work.Place {
	for _, l := range some {
		if p := l.place(by.Column); n.Holds(p, by.Falling) {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b work.Place) int { return work.Compare(a, b, by.Falling) })
	return places
}

// gather reads all that a search can find, where another way says that this is little.
func (s *Service) gather(ctx context.Context, q *search, column string) error {
	q.gathered = true
	for _, g := range q.narrow(column) {
		if len(g.way.ranges) > mostValues {
			continue
		}
		places, more, err := s.read(ctx, q, g.way.ranges, work.Sorting{Column: g.column, Moment: g.column != byPremium, Falling: true}, work.Span{}, mostGathered+1)
		if err != nil {
			return err
		}
		if more {
			continue
		}
		fit, err := s.fitting(ctx, q, places)
		q.few, q.rows = true, append(fit, q.late...)
		return err
	}
	return nil
}

// views reads policies whole, as they hold now.
func (s *Service) views(ctx context.Context, keys []int64) ([]*policy.Policy, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	rows, err := s.policies.Rows(ctx, keys)
	if err != nil {
		return nil, err
	}
	return s.policies.Views(ctx, ordered(rows, keys), policy.PointInTime{})
}

// MostCount is the most that is counted.
const MostCount = 10_000

// mostCounted are looked at, at most, where no index says all of a filter.
const mostCounted = 20_000

// Count counts what a filter finds, up to a maximum of 1 to 10,000. It is not exact where there are more, or where no index says
// all of a filter and 20,000 policies were looked at. Fault: INVALID_VALUE.
func (s *Service) Count(ctx context.Context, caller *access.Caller, f *Filter, most int) (work.Count, error) {
	if most < 1 || most > MostCount {
		return work.Count{}, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", MostCount).At("max")
	}
	if err := maySearch(caller, f); err != nil {
		return work.Count{}, err
	}
	q, err := s.prepare(ctx, caller, f)
	if err != nil {
		return work.Count{}, err
	}
	by := f.sorting("")
	w, left := q.walks(by.Column)
	n := len(q.rows)
	if !q.few && !left {
		condition, values := q.within(by.Column)
		n, err = s.store.CountRanges(ctx, insurancepolicy.Table, w.ranges, condition, values, most+1)
		n += len(merged(nil, q.late, by, work.Span{}))
	} else if !q.few {
		return s.countAlong(ctx, q, w, by, most)
	}
	return work.Count{Value: min(n, most), Exact: n <= most}, err
}

// countAlong counts along a way that does not say all of a filter.
func (s *Service) countAlong(ctx context.Context, q *search, w way, by work.Sorting, most int) (work.Count, error) {
	if err := s.gather(ctx, q, ""); err != nil || q.few {
		return work.Count{Value: min(len(q.rows), most), Exact: len(q.rows) <= most}, err
	}
	n, rest := len(q.late), work.Span{}
	for looked := 0; looked < mostCounted && n <= most; looked += lookedMore {
		places, more, err := s.read(ctx, q, w.ranges, by, rest, lookedMore)
		if err != nil {
			return work.Count{}, err
		}
		some, err := s.fitting(ctx, q, places)
		if err != nil {
			return work.Count{}, err
		}
		if n += len(some); !more {
			return work.Count{Value: min(n, most), Exact: n <= most}, nil
		}
		rest.After = places[len(places)-1]
	}
	return work.Count{Value: min(n, most)}, nil
}

// fitting are those of some places that a filter lets through, in their order.
func (s *Service) fitting(ctx context.Context, q *search, places []work.Place) ([]*listed, error) {
	var fit []*listed
	for some := range slices.Chunk(places, inChunk) {
		keys := make([]int64, len(some))
		for i, p := range some {
			keys[i] = p.Key
		}
		rows, err := s.looked(ctx, q, keys)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(l *listed) bool { return !q.fits(l) })
		for _, person := range q.persons {
			if rows, err = s.holding(ctx, person, rows); err != nil {
				return nil, fmt.Errorf("find persons: %w", err)
			}
		}
		fit = append(fit, rows...)
	}
	return fit, nil
}
