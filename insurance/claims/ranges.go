package claims

import (
	"slices"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/insurance/work"
)

// way is how claims can be found: ranges of an index that hold all of them, in the order of its column, and what of the filter these
// say.
type way struct {
	ranges []work.Range
	says   []string
}

// gathering is a way by which all that a search can find may be gathered.
type gathering struct {
	column string
	moment bool
	way    way
}

const mostRanges = 40 // are read at once

// ways are those by which a search can go in the order of a column, those first that lead past the fewest others.
func (q *search) ways(column string) []way {
	f, live := q.filter, q.filter.Mode.IsLive()
	var ways []way
	if column == claim.FieldSubmittedAt {
		if q.named {
			ways = append(ways, q.perState(column, "channel_id", "channel_id = ?", []string{"channel"}, lists(q.channels)...))
		}
		if q.assignees != nil {
			ways = append(ways, q.perState(column, "assignee_live", "assignee = ? AND live = ?", []string{"assignee"}, lists(q.assignees, live)...))
		}
		if len(f.ProductCodes) > 0 {
			var values [][]any
			for _, code := range work.Once(f.ProductCodes) {
				values = append(values, []any{live, code})
			}
			ways = append(ways, q.perState(column, "live_product_code", "live = ? AND product_code = ?", []string{"product"}, values...))
		}
		if len(f.Reasons) > 0 {
			var values [][]any
			for _, reason := range work.Once(f.Reasons) {
				values = append(values, []any{live, reason})
			}
			ways = append(ways, q.perState(column, "live_reason", "live = ? AND reason = ?", []string{"reason"}, values...))
		}
	}
	ways = append(ways, q.perState(column, "live", "live = ?", nil, []any{live}))
	kept := slices.DeleteFunc(slices.Clone(ways), func(w way) bool { return len(w.ranges) > mostRanges })
	if len(kept) == 0 {
		return ways[len(ways)-1:]
	}
	return kept
}

func lists(ids []int64, more ...any) (values [][]any) {
	for _, id := range ids {
		values = append(values, append([]any{id}, more...))
	}
	return values
}

// perState are ranges of an index that has the state before the column. Claims that say no loss are ranges of their own.
func (q *search) perState(column, name, equal string, says []string, values ...[]any) way {
	w := way{says: append([]string{"state"}, says...)}
	for _, some := range values {
		for _, state := range q.states {
			r := work.Range{Index: "claim_" + name + "_state_" + column, Equal: equal + " AND state = ?", Values: append(append([]any{}, some...), string(state))}
			if column == claim.FieldClaimed {
				if none := r; q.from == nil && q.to == nil {
					none.Null = true
					w.ranges = append(w.ranges, none)
				}
				r.Equal += " AND claimed IS NOT NULL"
			}
			w.ranges = append(w.ranges, r)
		}
	}
	return w
}

// leaves tells whether a way leaves something of the filter to be looked at row by row.
func (q *search) leaves(w way, column string) bool {
	f := q.filter
	for name, asked := range map[string]bool{
		"state": q.some, "channel": q.named, "assignee": q.assignees != nil, "product": len(f.ProductCodes) > 0,
		"reason": len(f.Reasons) > 0, "payout": len(f.PayoutStates) > 0,
		claim.FieldSubmittedAt: f.SubmittedAt != nil && column != claim.FieldSubmittedAt,
		claim.FieldPromisedAt:  (f.PromisedAt != nil || f.Overdue) && column != claim.FieldPromisedAt,
		claim.FieldClaimed:     (q.from != nil || q.to != nil) && column != claim.FieldClaimed,
		claim.FieldScore:       (f.ScoreFrom != nil || f.ScoreTo != nil) && column != claim.FieldScore,
	} {
		if asked && !slices.Contains(w.says, name) {
			return true
		}
	}
	return false
}

// way is that by which a list is read: the first that says the whole filter, else the first.
func (q *search) way(column string) (w way, left bool) {
	ways := q.ways(column)
	for _, w := range ways {
		if !q.leaves(w, column) {
			return w, false
		}
	}
	return ways[0], true
}

// others are ways in another order, by which all that a search finds may be few claims.
func (q *search) others(column string) (list []gathering) {
	f := q.filter
	add := func(other string, moment bool) {
		if other != column {
			list = append(list, gathering{other, moment, q.ways(other)[0]})
		}
	}
	if f.ScoreFrom != nil || f.ScoreTo != nil {
		add(claim.FieldScore, false)
	}
	if q.from != nil || q.to != nil {
		add(claim.FieldClaimed, false)
	}
	if f.PromisedAt != nil || f.Overdue {
		add(claim.FieldPromisedAt, true)
	}
	for i, w := range q.ways(claim.FieldSubmittedAt) {
		if i == 0 && column == claim.FieldSubmittedAt {
			continue // it is walked along
		}
		if len(w.says) > 1 || q.some || f.SubmittedAt != nil {
			list = append(list, gathering{claim.FieldSubmittedAt, true, w})
		}
	}
	return list
}

// within says in SQL what a search holds of rows that are sorted by a column, beside equal columns.
func (q *search) within(column string) (condition string, values []any) {
	and := func(text string, value any) {
		condition, values = condition+" AND "+column+" "+text, append(values, value)
	}
	f := q.filter
	period := f.SubmittedAt
	switch column {
	case claim.FieldScore:
		if f.ScoreFrom != nil {
			and(">= ?", *f.ScoreFrom)
		}
		if f.ScoreTo != nil {
			and("<= ?", *f.ScoreTo)
		}
		return condition, values
	case claim.FieldClaimed:
		if q.from != nil {
			and(">= ?", *q.from)
		}
		if q.to != nil {
			and("<= ?", *q.to)
		}
		for _, in := range []*money.Input{f.ClaimedFrom, f.ClaimedTo} {
			if in != nil {
				condition, values = condition+" AND currency = ?", append(values, in.Currency)
			}
		}
		return condition, values
	case claim.FieldPromisedAt:
		if f.Overdue {
			and("< ?", q.now)
		}
		period = f.PromisedAt
	}
	if period != nil {
		and(">= ?", period.Start.UTC())
		and("< ?", period.End.UTC())
	}
	return condition, values
}
