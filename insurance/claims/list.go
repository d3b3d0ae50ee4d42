package claims

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Order of a list of claims; those that are equal in it come in the order of their keys. Nothing said: by the span that the filter
// names, the nearest promise, the largest loss or the most fraud points first, else the oldest first.
type Order string

// Orders. Claims that say no loss count as less than any.
const (
	Oldest       Order = "SUBMITTED_AT_ASC"
	Newest       Order = "SUBMITTED_AT_DESC"
	PromiseFirst Order = "PROMISED_AT_ASC"
	PromiseLast  Order = "PROMISED_AT_DESC"
	LeastFirst   Order = "CLAIMED_ASC"
	MostFirst    Order = "CLAIMED_DESC"
	ScoreLeast   Order = "SCORE_ASC"
	ScoreMost    Order = "SCORE_DESC"
)

var sortings = map[Order]work.Sorting{
	Oldest: {Column: claim.FieldSubmittedAt, Moment: true}, Newest: {Column: claim.FieldSubmittedAt, Moment: true, Falling: true},
	PromiseFirst: {Column: claim.FieldPromisedAt, Moment: true}, PromiseLast: {Column: claim.FieldPromisedAt, Moment: true, Falling: true},
	LeastFirst: {Column: claim.FieldClaimed}, MostFirst: {Column: claim.FieldClaimed, Falling: true},
	ScoreLeast: {Column: claim.FieldScore}, ScoreMost: {Column: claim.FieldScore, Falling: true},
}

func (f *Filter) sorting(o Order) work.Sorting {
	switch {
	case o != "":
		return sortings[o]
	case f.PromisedAt != nil || f.Overdue:
		return sortings[PromiseFirst]
	case f.ClaimedFrom != nil || f.ClaimedTo != nil:
		return sortings[MostFirst]
	case f.ScoreFrom != nil || f.ScoreTo != nil:
		return sortings[ScoreMost]
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
	case by.Column == claim.FieldScore:
		return work.Place{Value: int64(row.Score), Key: row.ID}
	case row.Claimed == nil:
		return work.PlaceOfNone(row.ID)
	}
	return work.Place{Value: *row.Claimed, Key: row.ID}
}

// Page of a list of claims. Through, where it is set, is how far the list was looked through: few of what was looked at fits, so that
// the list goes on from there and not from its last row.
type Page struct {
	Claims  []*Claim
	Places  []work.Place
	More    bool
	Through *work.Place
}

// List finds claims. Every claim of the answer fits the filter. Where no index says all of a filter, a call looks at a few claims for
// each that is asked for; then the answer may be shorter than asked for, and says from where to go on. Fault: INVALID_VALUE.
func (s *Reader) List(ctx context.Context, caller *access.Caller, f *Filter, order Order, page work.Page) (*Page, error) {
	q, err := s.prepare(ctx, caller, f)
	if err != nil || q.nothing {
		return &Page{}, err
	}
	n, by := page.Toward(f.sorting(order))
	found, err := s.first(ctx, q, by, n, page.Most)
	if err != nil {
		return nil, err
	}
	rows, err := s.whole(ctx, q, found.rows)
	if err != nil {
		return nil, err
	}
	p := &Page{More: found.more}
	if found.more && len(rows) < page.Most {
		p.Through = &found.through
	}
	places := make(map[int64]work.Place, len(found.rows))
	for _, row := range found.rows {
		places[row.ID] = placeOf(row, by)
	}
	if page.Backward {
		slices.Reverse(rows)
	}
	for _, row := range rows {
		p.Claims, p.Places = append(p.Claims, s.claim(row)), append(p.Places, places[row.ID])
	}
	return p, nil
}

// whole reads claims whole, of which only what lists look at was read; one that does not fit any more is left out.
func (s *Reader) whole(ctx context.Context, q *search, listed []*ent.Claim) ([]*ent.Claim, error) {
	if len(listed) == 0 {
		return nil, nil
	}
	keys := make([]int64, len(listed))
	for i, row := range listed {
		keys[i] = row.ID
	}
	found, err := s.store.Client.Claim.Query().Where(claim.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	byKey := work.ByKey(found, func(row *ent.Claim) int64 { return row.ID })
	var rows []*ent.Claim
	for _, key := range keys {
		if row := byKey[key]; row != nil && q.fits(row) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// Count counts what a filter finds, up to a maximum of 1 to 10,000. It is not exact where there are more, or where no index says all
// of a filter and as many claims were looked at as are to be counted. Fault: INVALID_VALUE.
func (s *Reader) Count(ctx context.Context, caller *access.Caller, f *Filter, most int) (work.Count, error) {
	if most < 1 || most > MostCounted {
		return work.Count{}, fault.Newf(fault.CodeInvalidValue, "a count has a maximum of 1 to %d", MostCounted).At("max")
	}
	q, err := s.prepare(ctx, caller, f)
	if err != nil || q.nothing {
		return work.Count{Exact: true}, err
	}
	for _, column := range []string{f.sorting("").Column, claim.FieldSubmittedAt, claim.FieldPromisedAt, claim.FieldClaimed, claim.FieldScore} {
		if w, left := q.way(column); !left && q.few == nil {
			condition, values := q.within(column)
			n, err := s.store.CountRanges(ctx, claim.Table, w.ranges, condition, values, most+1)
			return work.CountOf(n, most), err
		}
	}
	return s.countAlong(ctx, q, f.sorting(""), most)
}
