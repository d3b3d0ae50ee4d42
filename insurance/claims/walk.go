package claims

import (
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/work"
)

// listed are claims of which only what lists look at was read, in the direction of a list. More tells whether there are, or may be,
// others behind through.
type listed struct {
	rows    []*ent.Claim
	more    bool
	through work.Place
}

// cut sorts claims, and takes what is more than a page away.
func cut(rows []*ent.Claim, by work.Sorting, most int) *listed {
	slices.SortFunc(rows, func(a, b *ent.Claim) int { return work.Compare(placeOf(a, by), placeOf(b, by), by.Falling) })
	f := &listed{rows: rows[:min(len(rows), most)], more: len(rows) > most}
	if n := len(f.rows); n > 0 {
		f.through = placeOf(f.rows[n-1], by)
	}
	return f
}

// first looks for the first claims of a span, at most `most`.
func (s *Reader) first(ctx context.Context, q *search, by work.Sorting, n work.Span, most int) (*listed, error) {
	w, left := q.way(by.Column)
	switch {
	case q.few != nil:
		return q.among(by, n, most), nil
	case left:
		return s.walk(ctx, q, w, by, n, most)
	}
	rows, seen, err := s.look(ctx, q, w, by, n, most+1)
	if err != nil {
		return nil, err
	}
	return cut(rows, by, most).upTo(seen), nil
}

// among are the first claims of a span, of those that were looked up.
func (q *search) among(by work.Sorting, n work.Span, most int) *listed {
	return cut(slices.DeleteFunc(slices.Clone(q.few), func(row *ent.Claim) bool { return !n.Holds(placeOf(row, by), by.Falling) }), by, most)
}

// walk looks for claims along a way that does not say all of a filter. Where the first part of it holds too few that fit, all that can
// fit may be few: then they are gathered and sorted. In all at most five rows are read for each that is asked for, and 100 more: of
// these two are for the first part, one for gathering, one for a second part, and one to read what is shown whole.
func (s *Reader) walk(ctx context.Context, q *search, w way, by work.Sorting, n work.Span, most int) (*listed, error) {
	var fit []*ent.Claim
	rest := n
	for i, share := range []int{2*most + 30, most + 10} {
		atOnce := within(share, len(w.ranges))
		if i > 0 && atOnce == fewest {
			break // many ranges: it would cost more than its share
		}
		rows, seen, err := s.look(ctx, q, w, by, rest, atOnce)
		if err != nil {
			return nil, err
		}
		if fit = append(fit, rows...); len(fit) > most || !seen.more {
			return cut(fit, by, most), nil
		}
		rest.After = seen.through
		if q.gathered {
			continue
		}
		if err := s.gather(ctx, q, by.Column, most+30); err != nil {
			return nil, err
		}
		if q.few != nil {
			return q.among(by, n, most), nil
		}
	}
	return cut(fit, by, most).upTo(looked{true, rest.After}), nil
}

// looked is how far was looked, and whether there are, or may be, others behind.
type looked struct {
	more    bool
	through work.Place
}

// upTo lets a list that is not filled go on from where was looked to.
func (f *listed) upTo(seen looked) *listed {
	if !f.more && seen.more {
		f.more, f.through = true, seen.through
	}
	return f
}

// fewest claims are asked of a way at once.
const fewest = 10

// within is how many claims may be asked of some ranges at once, where about a number of rows may be read.
func within(rows, ranges int) int {
	n := max(rows, fewest)
	for n > fewest && work.RangeCost(ranges, n) > rows {
		n--
	}
	return n
}

// gather reads all that a search can find, where another way says that this is little. Some rows may be read.
func (s *Reader) gather(ctx context.Context, q *search, column string, rows int) error {
	q.gathered = true
	others := q.others(column)
	for _, g := range others {
		most := within(rows/len(others), len(g.way.ranges))
		if most == fewest && work.RangeCost(len(g.way.ranges), most) > rows/len(others) {
			continue
		}
		if len(q.filter.PayoutStates) > 0 {
			most /= 2 // a payout is read for each
		}
		fit, seen, err := s.look(ctx, q, g.way, work.Sorting{Column: g.column, Moment: g.moment}, work.Span{}, most)
		if err != nil {
			return err
		}
		if !seen.more {
			q.few = append([]*ent.Claim{}, fit...)
			return nil
		}
	}
	return nil
}

// countAlong counts along a way that does not say all of a filter: where all that can fit may be few these, else what is looked at.
func (s *Reader) countAlong(ctx context.Context, q *search, by work.Sorting, most int) (work.Count, error) {
	if q.few == nil {
		if err := s.gather(ctx, q, "", most); err != nil {
			return work.Count{}, err
		}
	}
	if q.few != nil {
		return work.CountOf(len(q.few), most), nil
	}
	w, _ := q.way(by.Column)
	share := most + 50
	if len(q.filter.PayoutStates) > 0 {
		share /= 2 // a payout is read for each
	}
	atOnce := within(share, len(w.ranges))
	rows, seen, err := s.look(ctx, q, w, by, work.Span{}, atOnce)
	count := work.CountOf(len(rows), most)
	count.Exact = count.Exact && !seen.more
	return count, err
}

// look reads the first claims of a way, at most `most`, and answers those that fit, and how far it looked.
func (s *Reader) look(ctx context.Context, q *search, w way, by work.Sorting, n work.Span, most int) ([]*ent.Claim, looked, error) {
	var found []*seen
	r := work.Reading{Table: claim.Table, By: by, Columns: s.columns(), Row: func() []any {
		one := &seen{}
		found = append(found, one)
		return one.into()
	}}
	r.Condition, r.Values = q.within(by.Column)
	places, more, err := s.store.ReadRanges(ctx, r, w.ranges, n, most)
	if err != nil {
		return nil, looked{}, fmt.Errorf("look at claims: %w", err)
	}
	byKey := work.ByKey(found, func(one *seen) int64 { return one.row.ID })
	var fit []*ent.Claim
	for _, place := range places {
		if row := byKey[place.Key].claim(); q.fits(row) {
			fit = append(fit, row)
		}
	}
	far := looked{more: more}
	if k := len(places); k > 0 {
		far.through = places[k-1]
	}
	fit, err = s.withPayouts(ctx, q, fit)
	return fit, far, err
}

// seen is what lists look at of a claim, as it is read.
type seen struct {
	row                 ent.Claim
	submitted, promised int64 // milliseconds
}

// columns of a claim that lists look at.
func (s *Reader) columns() []string {
	moment := func(column string) string { return s.store.Value(work.Sorting{Column: column, Moment: true}) }
	return []string{
		claim.FieldID + " k", claim.FieldChannelID, claim.FieldState, claim.FieldNumber, claim.FieldReason, claim.FieldProductCode, claim.FieldAssignee,
		claim.FieldScore, claim.FieldClaimed, claim.FieldCurrency, claim.FieldPayouts,
		moment(claim.FieldSubmittedAt) + " submitted", moment(claim.FieldPromisedAt) + " promised",
	}
}

func (c *seen) into() []any {
	r := &c.row
	return []any{&r.ID, &r.ChannelID, &r.State, &r.Number, &r.Reason, &r.ProductCode, &r.Assignee, &r.Score, &r.Claimed, &r.Currency, &r.Payouts, &c.submitted, &c.promised}
}

func (c *seen) claim() *ent.Claim {
	c.row.SubmittedAt, c.row.PromisedAt = time.UnixMilli(c.submitted).UTC(), time.UnixMilli(c.promised).UTC()
	return &c.row
}
