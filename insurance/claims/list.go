package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Order of a list of claims; those that are equal in it come in the order of their keys. Nothing said: by the span that the filter
// names, the nearest promise or the largest loss first, else the oldest first.
type Order string

// Orders. Claims that say no loss count as less than any.
const (
	Oldest       Order = "SUBMITTED_AT_ASC"
	Newest       Order = "SUBMITTED_AT_DESC"
	PromiseFirst Order = "PROMISED_AT_ASC"
	PromiseLast  Order = "PROMISED_AT_DESC"
	LeastFirst   Order = "CLAIMED_ASC"
	MostFirst    Order = "CLAIMED_DESC"
)

var sortings = map[Order]work.Sorting{
	Oldest: {Column: claim.FieldSubmittedAt, Moment: true}, Newest: {Column: claim.FieldSubmittedAt, Moment: true, Falling: true},
	PromiseFirst: {Column: claim.FieldPromisedAt, Moment: true}, PromiseLast: {Column: claim.FieldPromisedAt, Moment: true, Falling: true},
	LeastFirst: {Column: claim.FieldClaimed}, MostFirst: {Column: claim.FieldClaimed, Falling: true},
}

func (f *Filter) sorting(o Order) work.Sorting {
	switch {
	case o != "":
		return sortings[o]
	case f.PromisedAt != nil:
		return sortings[PromiseFirst]
	case f.ClaimedFrom != nil || f.ClaimedTo != nil:
		return sortings[MostFirst]
	}
	return sortings[Oldest]
}

// placeOf a claim in a list.
func placeOf(row *ent.Claim, by work.Sorting) work.Place {
	switch {
	case by.Column == claim.FieldPromisedAt:
		return work.Place{Value: row.PromisedAt.UnixMilli(), Key: row.ID}
	case by.Column == claim.FieldSubmittedAt:
		return work.Place{Value: row.SubmittedAt.UnixMilli(), Key: row.ID}
	case row.Claimed == nil:
		return work.PlaceOfNone(row.ID)
	}
	return work.Place{Value: *row.Claimed, Key: row.ID}
}

const (
	// lookedFirst are looked at for each row of a page, and some more, where no index says all of a filter; then lookedMore.
	lookedFirst, lookedAlways, lookedMore = 3, 40, 1000
	// mostGathered claims are held against a filter all at once, instead of being walked along.
	mostGathered = 1000
	// mostLooked are looked at by a count where no index says all of its filter.
	mostLooked = 20_000
)

// Page of a list of claims. Through, where it is set, is how far the list was looked through: few of what was looked at fits, so that
// the list goes on from there and not from its last row.
type Page struct {
	Claims  []*Claim
	Places  []work.Place
	More    bool
	Through *work.Place
}

// List finds claims. Every claim of the answer fits the filter. Where no index says all of a filter, a call looks at some 1,000 claims at
// most; then the answer may be shorter than asked for, and says from where to go on. Fault: INVALID_VALUE.
func (s *Reader) List(ctx context.Context, caller *access.Caller, f *Filter, order Order, page work.Page) (*Page, error) {
	q, err := s.prepare(ctx, caller, f)
	if err != nil || q.nothing {
		return &Page{}, err
	}
	n, by := page.Toward(f.sorting(order))
	rows, more, through, err := s.first(ctx, q, by, n, page.Most)
	if err != nil {
		return nil, err
	}
	p := &Page{More: more}
	if more && len(rows) < page.Most {
		p.Through = &through
	}
	if page.Backward {
		slices.Reverse(rows)
	}
	for _, row := range rows {
		p.Claims, p.Places = append(p.Claims, s.claim(row)), append(p.Places, placeOf(row, by))
	}
	return p, nil
}

// first looks for the first claims of a span, at most `most`; through is the last place that was looked at.
func (s *Reader) first(ctx context.Context, q *search, by work.Sorting, n work.Span, most int) (rows []*ent.Claim, more bool, through work.Place, err error) {
	w, left := q.way(by.Column)
	sizes := []int{lookedFirst*most + lookedAlways, lookedMore}
	if q.few != nil {
		sizes = nil
	} else if !left {
		sizes = []int{most + 1}
	}
	rest := n
	for i, atOnce := range sizes {
		places, err := s.read(ctx, q, w, by, rest, atOnce)
		if err != nil {
			return nil, false, through, err
		}
		fit, err := s.fitting(ctx, q, places)
		if err != nil {
			return nil, false, through, err
		}
		if rows = append(rows, fit...); len(rows) > most || len(places) < atOnce {
			return cut(rows, by, most)
		}
		rest.After = places[len(places)-1]
		if i == 0 && left {
			if err := s.gather(ctx, q, by); err != nil {
				return nil, false, through, err
			}
			if q.few != nil {
				break
			}
		}
	}
	if q.few == nil {
		return rows, true, rest.After, nil
	}
	rows = slices.DeleteFunc(slices.Clone(q.few), func(row *ent.Claim) bool { return !n.Holds(placeOf(row, by), by.Falling) })
	return cut(rows, by, most)
}

// cut sorts claims, and takes what is more than a page away.
func cut(rows []*ent.Claim, by work.Sorting, most int) (page []*ent.Claim, more bool, through work.Place, err error) {
	slices.SortFunc(rows, func(a, b *ent.Claim) int { return work.Compare(placeOf(a, by), placeOf(b, by), by.Falling) })
	more, page = len(rows) > most, rows[:min(len(rows), most)]
	if len(page) > 0 {
		through = placeOf(page[len(page)-1], by)
	}
	return page, more, through, nil
}

// read reads the first places of a way.
func (s *Reader) read(ctx context.Context, q *search, w way, by work.Sorting, n work.Span, most int) ([]work.Place, error) {
	condition, values := q.within(by.Column)
	return s.store.ReadRanges(ctx, claim.Table, w.ranges, by, n, condition, values, most)
}

// fitting are those claims of some places that a filter lets through, in their order.
func (s *Reader) fitting(ctx context.Context, q *search, places []work.Place) ([]*ent.Claim, error) {
	if len(places) == 0 {
		return nil, nil
	}
	keys := make([]int64, len(places))
	for i, p := range places {
		keys[i] = p.Key
	}
	found, err := s.store.Client.Claim.Query().Where(claim.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	byKey := work.ByKey(found, func(row *ent.Claim) int64 { return row.ID })
	var fit []*ent.Claim
	for _, key := range keys {
		if row := byKey[key]; row != nil && q.fits(row) {
			fit = append(fit, row)
		}
	}
	return s.withPayouts(ctx, q, fit)
}

// gather reads all that a search can find, where another way says that this is little.
func (s *Reader) gather(ctx context.Context, q *search, by work.Sorting) error {
	for _, g := range q.others(by.Column) {
		places, err := s.read(ctx, q, g.way, work.Sorting{Column: g.column, Moment: g.moment}, work.Span{}, mostGathered+1)
		if err != nil {
			return err
		}
		if len(places) > mostGathered {
			continue
		}
		rows, err := s.fitting(ctx, q, places)
		q.few = append([]*ent.Claim{}, rows...)
		return err
	}
	return nil
}

// Count counts what a filter finds, up to a maximum of 1 to 10,000. It is not exact where there are more, or where no index says all
// of a filter and 20,000 claims were looked at. Fault: INVALID_VALUE.
func (s *Reader) Count(ctx context.Context, caller *access.Caller, f *Filter, most int) (work.Count, error) {
	if most < 1 || most > MostCounted {
		return work.Count{}, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", MostCounted).At("max")
	}
	q, err := s.prepare(ctx, caller, f)
	if err != nil || q.nothing {
		return work.Count{Exact: true}, err
	}
	by := f.sorting("")
	w, left := q.way(by.Column)
	if left && q.few == nil {
		if err := s.gather(ctx, q, by); err != nil {
			return work.Count{}, err
		}
	}
	n, looked, rest := len(q.few), 0, work.Span{}
	if q.few == nil && !left {
		condition, values := q.within(by.Column)
		n, err = s.store.CountRanges(ctx, claim.Table, w.ranges, condition, values, most+1)
		return work.Count{Value: min(n, most), Exact: n <= most}, err
	}
	for q.few == nil && n <= most {
		places, err := s.read(ctx, q, w, by, rest, lookedMore)
		if err != nil {
			return work.Count{}, err
		}
		fit, err := s.fitting(ctx, q, places)
		if err != nil {
			return work.Count{}, err
		}
		if n += len(fit); len(places) < lookedMore {
			break
		}
		if looked += lookedMore; looked >= mostLooked {
			return work.Count{Value: min(n, most)}, nil
		}
		rest.After = places[lookedMore-1]
	}
	return work.Count{Value: min(n, most), Exact: n <= most}, nil
}

func placeholders(n int) string { return "(" + strings.Repeat("?,", n-1) + "?)" }

func anys[T any](list []T) []any {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = v
	}
	return values
}
